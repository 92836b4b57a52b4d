// The pose model for the build: what the worker imports as "virtual:pose" is the addresses of the files, or nothing when the packages aren't there.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { poseBundle } from "./pose.mjs";

const NAME = "virtual:pose";

/** root: where node_modules lie. The bundle is written once to `.make/pose`, which no repository holds. */
export function poseFiles(root) {
  const packages = resolve(root, "node_modules/@mediapipe");
  const wasm = resolve(packages, "tasks-vision/wasm/vision_wasm_module_internal");
  return {
    name: "pose-files",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      const bundle = existsSync(`${wasm}.wasm`) ? poseBundle(resolve(packages, "pose")) : null;
      if (!bundle) return "export const files = null;";
      const kept = resolve(root, ".make/pose/pose_lite.task");
      mkdirSync(resolve(kept, ".."), { recursive: true });
      writeFileSync(kept, bundle);
      return `import model from ${JSON.stringify(`${kept}?url`)};
import loader from ${JSON.stringify(`${wasm}.js?url`)};
import binary from ${JSON.stringify(`${wasm}.wasm?url`)};
export const files = { model, loader, binary };`;
    },
  };
}
