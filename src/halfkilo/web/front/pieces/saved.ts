/** `.saved` lines: "Saved", "Saving 2", "No connection, 2 kept here" */

import { t } from "../words.ts";

/** How many entries wait on this device, and how many the site would not take. */
export interface SavedState {
  readonly waiting: number;
  readonly online: boolean;
}

/** The line for a state. */
export function savedWords({ waiting, online }: SavedState): string {
  if (!online) return waiting ? t("offline_kept", { n: waiting }) : t("offline");
  return waiting ? t("saving", { n: waiting }) : t("saved");
}

/** Shows a state in every `.saved` line of the page. */
export function showSaved(state: SavedState): void {
  for (const line of document.querySelectorAll<HTMLElement>(".saved")) {
    line.dataset["state"] = state.online ? (state.waiting ? "waiting" : "saved") : "offline";
    const words = savedWords(state);
    if (line.textContent !== words) line.textContent = words;
  }
}
