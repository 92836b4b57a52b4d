/** The worker that draws: reads figures, keeps one stage per canvas, and says when it can't draw at all. */
import { fetchFigure, type FigureFile } from "./figure-file.ts";
import type { View } from "./camera.ts";
import type { Order, Word } from "./orders.ts";
import { Stage } from "./stage.ts";

const LOST_MS = 2500;
const stages = new Map<number, Stage>();
const waiting = new Map<number, Order[]>();
const figures = new Map<string, Promise<FigureFile>>();

const say = (word: Word, over: Transferable[] = []): void => (self as unknown as Worker).postMessage(word, over);

function figureAt(address: string): Promise<FigureFile> {
  const known = figures.get(address) ?? fetchFigure(address);
  figures.set(address, known);
  known.catch(() => figures.delete(address));
  return known;
}

/** A graphics processor draws with smooth edges. Without one every pixel costs the computer's own time, so edges are smoothed only in a picture that stays. */
function penOf(canvas: OffscreenCanvas): { readonly context: WebGL2RenderingContext | null; readonly fast: boolean } {
  const wish = { alpha: true, powerPreference: "low-power" } as const;
  const quick = canvas.getContext("webgl2", { ...wish, antialias: true, failIfMajorPerformanceCaveat: true });
  return { context: quick ?? canvas.getContext("webgl2", { ...wish, antialias: false }), fast: quick !== null };
}

async function open({ id, canvas, clip, showing, stand }: Extract<Order, { is: "open" }>): Promise<void> {
  const { context, fast } = penOf(canvas);
  if (!context) return say({ is: "still", id, why: "no WebGL" });
  waiting.set(id, []);
  try {
    const ears = {
      at: (seconds: number, drawn: number) => say({ is: "at", id, seconds, drawn }),
      best: (view: View) => say({ is: "best", id, view }),
      cover: (picture: ImageBitmap) => say({ is: "cover", id, picture }, [picture]),
    };
    const figure = await figureAt(showing.figure);
    stages.set(id, new Stage({ canvas, context, fast }, clip, figure, showing, stand, ears));
    watch(id, canvas);
  } catch (error) {
    say({ is: "still", id, why: String(error) }); // whatever kept it from drawing, the page has its still
  }
  const missed = waiting.get(id) ?? [];
  waiting.delete(id);
  missed.forEach(heard);
}

/** A lost picture usually comes back by itself; when it does not, the page shows its still. */
function watch(id: number, canvas: OffscreenCanvas): void {
  let lost = 0;
  canvas.addEventListener("webglcontextlost", () => (lost = self.setTimeout(() => stages.has(id) && say({ is: "still", id, why: "the picture was lost" }), LOST_MS)));
  canvas.addEventListener("webglcontextrestored", () => self.clearTimeout(lost));
}

async function set(stage: Stage, { change }: Extract<Order, { is: "set" }>): Promise<void> {
  const other = change.figure !== undefined && change.figure !== stage.showing.figure ? change.figure : null;
  stage.change(change);
  if (!other) return;
  const figure = await figureAt(other).catch((error: unknown) => console.info(String(error))); // without it the shape stays as it is
  if (figure && stage.showing.figure === other) stage.reshape(figure); // a later wish may have come meanwhile
}

function heard(order: Order): void {
  if (order.is === "open") return void open(order);
  const queue = waiting.get(order.id);
  if (queue) return void queue.push(order);
  const stage = stages.get(order.id);
  if (!stage) return;
  if (order.is === "set") void set(stage, order);
  else if (order.is === "seek") stage.seek(order.seconds);
  else if (order.is === "show") stage.show(order);
  else if (order.is === "look") stage.look(order.stand, order.ease);
  else if (order.is === "covered") stage.covered();
  else {
    stage.close();
    stages.delete(order.id);
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Order>) => heard(data));
