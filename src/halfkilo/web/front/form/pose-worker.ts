/**
 * The pose model, in a worker of its own: a picture comes in, 33 points of a body go out, and the picture is gone. It is loaded when somebody
 * wants to be watched and not before. Nothing here has a network but for the model's own files.
 */
import { FilesetResolver, PoseLandmarker } from "@mediapipe/tasks-vision";
import { files } from "virtual:pose";
import { follow } from "./follow.ts";
import type { Asked, Seen, Told } from "./wire.ts";

/** Before a set two are looked for, so that somebody can be asked to leave the picture; in a set one: the model then follows the body it knows and passes over the next one. */
let people = 1;

/** A model unsure of a body sees one in a coat stand. */
const SURE = 0.5;

/** Shares of the picture to a thousandth, metres to a millimetre: what a camera knows is far less exact. */
const to3 = (value: number): number => Math.round(value * 1000) / 1000;

let model: PoseLandmarker | null = null;
let last: readonly (readonly [number, number])[] | null = null;

const tell = (told: Told): void => postMessage(told);

/** The model's runtime tells its diary to the console, some of it as errors; what matters comes back as a word of ours. */
for (const loud of ["log", "info", "warn", "error"] as const) console[loud] = () => undefined;

async function open(): Promise<void> {
  if (!new OffscreenCanvas(1, 1).getContext("webgl2")) return tell({ is: "closed", why: "graphics" }); // it would break at the first picture
  if (!files) return tell({ is: "closed", why: "missing" });
  try {
    const task = await fetch(new URL(files.model, import.meta.url));
    if (!task.ok || !(await FilesetResolver.isSimdSupported(true))) return tell({ is: "closed", why: "missing" });
    model = await PoseLandmarker.createFromOptions(
      { wasmLoaderPath: new URL(files.loader, import.meta.url).href, wasmBinaryPath: new URL(files.binary, import.meta.url).href },
      { baseOptions: { modelAssetBuffer: new Uint8Array(await task.arrayBuffer()), delegate: "CPU" }, runningMode: "VIDEO", numPoses: people,
        minPoseDetectionConfidence: SURE, minPosePresenceConfidence: SURE, minTrackingConfidence: SURE },
    );
    tell({ is: "open" });
  } catch (problem) {
    tell({ is: "closed", why: "broken", message: String(problem) });
  }
}

function look(picture: ImageBitmap, ms: number): void {
  try {
    const found = model?.detectForVideo(picture, ms);
    if (found) tell({ is: "seen", seen: told(found, ms) });
  } catch (problem) {
    tell({ is: "closed", why: "broken", message: String(problem) });
  } finally {
    picture.close();
  }
}

/** The person the eye rested on before; nobody: an empty frame, which is also something to know. */
function told(found: { landmarks: { x: number; y: number; visibility: number }[][]; worldLandmarks: { x: number; y: number; z: number; visibility: number }[][] }, ms: number): Seen {
  const pictures = found.landmarks.map((body) => body.map(({ x, y }) => [to3(x), to3(y)] as const));
  const at = follow(pictures, last);
  if (at < 0) return { ms, people: 0, world: [], picture: [] };
  last = pictures[at] ?? null;
  const world = (found.worldLandmarks[at] ?? []).map(({ x, y, z, visibility }) => [to3(x), to3(y), to3(z), to3(visibility)] as const);
  return { ms, people: pictures.length, world, picture: pictures[at] ?? [] };
}

addEventListener("message", (event: MessageEvent<Asked>) => {
  const asked = event.data;
  if ("picture" in asked) return look(asked.picture, asked.ms);
  people = asked.people;
  if (model) void model.setOptions({ numPoses: people });
  else void open();
});
