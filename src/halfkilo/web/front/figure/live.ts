/** The page's end of the worker that draws: one worker for all figures, started when the first is wanted. */
import type { Stand, View } from "./camera.ts";
import type { Clip } from "./clip.ts";
import type { Order, Showing, Word } from "./orders.ts";

/** Something that shows a figure on a canvas: alive, or as a still. */
export interface Picture {
  set(change: Partial<Showing>): void;
  seek(seconds: number): void;
  show(frame: number, mirror: boolean): void;
  look(stand: Stand, ease: boolean): void;
  close(): void;
}

/** What a figure hears of its picture. */
export interface Hears {
  at(seconds: number, drawn: number): void;
  /** The view in which the fault beside the good form shows best. */
  best(view: View): void;
  /** The old picture, to be laid over the new one and faded; call `covered` when it lies there. */
  cover(picture: ImageBitmap, covered: () => void): void;
  /** It can't be drawn alive here. */
  still(why: string): void;
}

let worker: Worker | null = null;
let last = 0;
const listeners = new Map<number, Hears>();

/** Whether this browser may draw in a worker at all; whether it has WebGL the worker finds out. */
export function mayLive(): boolean {
  return typeof Worker === "function" && typeof OffscreenCanvas === "function" && "transferControlToOffscreen" in HTMLCanvasElement.prototype;
}

/** Starts the worker early, while the clip is still on its way. */
export function warm(): void {
  if (mayLive()) started();
}

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Word>) => heard(data));
  worker.addEventListener("error", () => {
    worker = null; // the next figure tries again; those of now get their still
    for (const hears of [...listeners.values()]) hears.still("the worker did not start");
  });
  return worker;
}

function heard(word: Word): void {
  const hears = listeners.get(word.id);
  if (!hears) return;
  if (word.is === "at") hears.at(word.seconds, word.drawn);
  else if (word.is === "best") hears.best(word.view);
  else if (word.is === "still") hears.still(word.why);
  else hears.cover(word.picture, () => tell({ is: "covered", id: word.id }));
}

const tell = (order: Order, over: Transferable[] = []): void => worker?.postMessage(order, over);

/** A figure that lives in the worker. */
export class Live implements Picture {
  readonly #id = ++last;

  constructor(canvas: HTMLCanvasElement, clip: Clip, showing: Showing, stand: Stand, hears: Hears) {
    listeners.set(this.#id, hears);
    started();
    const drawn = canvas.transferControlToOffscreen();
    tell({ is: "open", id: this.#id, canvas: drawn, clip, showing, stand }, [drawn]);
  }

  set(change: Partial<Showing>): void {
    tell({ is: "set", id: this.#id, change });
  }

  seek(seconds: number): void {
    tell({ is: "seek", id: this.#id, seconds });
  }

  show(frame: number, mirror: boolean): void {
    tell({ is: "show", id: this.#id, frame, mirror });
  }

  look(stand: Stand, ease: boolean): void {
    tell({ is: "look", id: this.#id, stand, ease });
  }

  close(): void {
    listeners.delete(this.#id);
    tell({ is: "close", id: this.#id });
  }
}
