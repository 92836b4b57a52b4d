// Builds the front end to src/halfkilo/web/static/dist, one small entry per need, with a manifest for the templates.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { poseFiles } from "./src/halfkilo/web/front/tools/pose-files.mjs";

const front = resolve(import.meta.dirname, "src/halfkilo/web/front");
const entries = ["base", "start", "charts", "player", "figure", "gym-dock", "how", "trial", "measure", "gym-page", "form-replay", "clinic", "coach", "look", "two-screens", "tv", "camera"];

export default defineConfig({
  root: front,
  base: "./",
  publicDir: "public",
  plugins: [poseFiles(import.meta.dirname)],
  worker: { format: "es", plugins: () => [poseFiles(import.meta.dirname)] },
  build: {
    outDir: resolve(front, "../static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0, // the content policy allows no data: addresses
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: Object.fromEntries(
        entries.map((name) => [name, resolve(front, `${name}.ts`)]).filter(([, path]) => existsSync(path as string)),
      ),
    },
  },
});
