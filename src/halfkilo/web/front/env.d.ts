declare module "*.css";
declare module "virtual:pose" {
  /** Addresses of the pose model's files; `null` when this build has none. */
  export const files: { readonly model: string; readonly loader: string; readonly binary: string } | null;
}
declare module "*/pose-files.mjs" {
  /** Vite's plugin that hands the worker the addresses of the pose model's files. */
  export function poseFiles(root: string): import("vite").Plugin;
}
