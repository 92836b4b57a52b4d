/** What the player says stands in words/<language>/player.toml; the page hands it over. */
export { t } from "../words.ts";
