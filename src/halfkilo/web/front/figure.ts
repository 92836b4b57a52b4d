/**
 * The moving figure: plays an exercise's `clip.json` on a canvas, in the page's own colours, light and dark.
 *
 * The player mounts it and drives it with its own clock (`show`); elsewhere it plays by itself: an element with
 * `data-figure="<address of clip.json>"` gets one, with buttons. Turned by dragging or the arrow keys.
 */
import { atTempo, type Clip, inPhase, type Moment, momentAt, type Phase, type PhaseName, poseAt } from "./figure/clip.ts";
import { type Frame, frameOf, type Look, paint, palette, type Palette, still } from "./figure/paint.ts";
import { Camera, type View, viewOf } from "./figure/shape.ts";

export type { View };

export interface Options extends Look {
  readonly side?: "left" | "right" | "both";
  readonly name?: string;
  readonly view?: View;
  /** Hears which phase begins, with its seconds. */
  readonly onPhase?: (phase: PhaseName, seconds: number) => void;
}

/** A moment as the player's clock tells it: `rep` from 0, `through` 0 to 1 of the phase. */
export interface Moving {
  readonly rep: number;
  readonly phase: PhaseName;
  readonly through: number;
}

/** A figure on the page. */
export class Figure {
  readonly #canvas = document.createElement("canvas");
  readonly #pen = this.#canvas.getContext("2d");
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #watch = new ResizeObserver(() => this.#draw());
  readonly #theme = new MutationObserver(() => this.refresh());
  #phases: readonly Phase[];
  #moment: Moment;
  #camera: Camera;
  #frame: Frame | null = null;
  #colours: Palette;
  #look: Look;
  #speed = 1;
  #seconds = 0;
  #then = 0;
  #ticket = 0;
  #fade = 1;
  #before: Moment | null = null;

  readonly host: HTMLElement;
  readonly clip: Clip;
  readonly options: Options;

  constructor(host: HTMLElement, clip: Clip, options: Options = {}) {
    [this.host, this.clip, this.options] = [host, clip, options];
    this.#phases = clip.phases;
    this.#moment = momentAt(clip.phases, 0);
    this.#camera = viewOf(options.view ?? clip.view, clip.base);
    this.#look = { load: options.load, work: options.work, ring: options.ring };
    this.#colours = palette(host);
    this.#canvas.style.cssText = "display:block;width:100%;height:100%;touch-action:pan-y;cursor:grab";
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", options.name ?? "");
    this.#listen();
    if (this.#pen) host.append(this.#canvas);
    this.#watch.observe(host);
    this.#draw();
  }

  /** Whether it is moving by itself. */
  get playing(): boolean {
    return this.#ticket !== 0;
  }

  /** Loops by itself, in the given seconds (there, hold, back, hold) or those of the exercise. */
  play(tempo?: readonly number[]): void {
    if (tempo?.some((seconds) => seconds > 0)) this.#phases = atTempo(this.clip.phases, tempo);
    if (this.#ticket) return;
    this.#then = performance.now();
    this.#ticket = requestAnimationFrame((now) => this.#tick(now));
  }

  /** Stands still where it is. */
  pause(): void {
    cancelAnimationFrame(this.#ticket);
    this.#ticket = 0;
  }

  /** Shows the moment `seconds` after the loop began. */
  seek(seconds: number): void {
    this.#seconds = seconds;
    this.#go(momentAt(this.#phases, seconds));
  }

  /** 1 is the tempo of the exercise, 0.5 half as fast. */
  setSpeed(speed: number): void {
    this.#speed = Math.min(4, Math.max(0.1, speed));
  }

  /** Shows one moment of somebody else's clock; stops moving by itself. */
  show(moving: Moving): void {
    this.pause();
    const other = this.clip.sides === "alternate" && moving.rep % 2 === 1;
    const known = this.clip.phases.find((phase) => phase.name === moving.phase && phase.mirror === other);
    if (known) return this.#go(inPhase(known, moving.through));
    const end = this.clip.phases.find((phase) => phase.name === (moving.phase === "hold" ? "there" : "back") && phase.mirror === other);
    if (end) this.#go(inPhase(end, 1));
  }

  /** Turns to the side, the front or half-way, or by an angle in radians. */
  turn(view: View | number): void {
    this.#camera = typeof view === "number" ? new Camera(this.#camera.yaw + view, this.#camera.pitch) : viewOf(view, this.clip.base);
    this.#frame = null;
    this.#draw();
  }

  /** Changes what is shown beside the movement: cable, muscles at work, a ring. */
  look(look: Look): void {
    this.#look = { ...this.#look, ...look };
    this.#frame = null;
    this.#draw();
  }

  /** Reads the page's colours again. */
  refresh(): void {
    this.#colours = palette(this.host);
    this.#draw();
  }

  /** Takes the figure off the page. */
  remove(): void {
    this.pause();
    this.#watch.disconnect();
    this.#theme.disconnect();
    this.#dark.removeEventListener("change", this.#recolour);
    this.host.replaceChildren();
  }

  readonly #recolour = (): void => this.refresh();

  #listen(): void {
    let from: number | null = null;
    this.#canvas.addEventListener("pointerdown", (event) => {
      from = event.clientX;
      this.#canvas.setPointerCapture(event.pointerId);
    });
    this.#canvas.addEventListener("pointermove", (event) => {
      if (from === null) return;
      this.turn((from - event.clientX) / 150);
      from = event.clientX;
    });
    for (const end of ["pointerup", "pointercancel"]) this.#canvas.addEventListener(end, () => (from = null));
    this.#canvas.addEventListener("keydown", (event) => this.#keyed(event));
    this.#dark.addEventListener("change", this.#recolour);
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  #keyed(event: KeyboardEvent): void {
    const by = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.turn((by * Math.PI) / 12);
  }

  #tick(now: number): void {
    this.#seconds += Math.min(0.2, (now - this.#then) / 1000) * this.#speed;
    this.#then = now;
    this.#go(momentAt(this.#phases, this.#seconds));
    this.#ticket = requestAnimationFrame((next) => this.#tick(next));
  }

  #go(moment: Moment): void {
    const old = this.#moment;
    this.#moment = this.#calm.matches ? ended(moment) : moment;
    if (old.phase.name !== moment.phase.name || old.phase.mirror !== moment.phase.mirror) {
      this.options.onPhase?.(moment.phase.name, moment.phase.seconds);
    }
    if (this.#calm.matches) this.#crossFade(old);
    else this.#draw();
  }

  /** Reduced motion: only the two ends are shown, one fading into the other. */
  #crossFade(old: Moment): void {
    const same = old.frame === this.#moment.frame && old.phase.mirror === this.#moment.phase.mirror;
    if (same && this.#fade >= 1) return;
    if (!same) [this.#before, this.#fade] = [old, 0];
    this.#fade = Math.min(1, this.#fade + 0.08);
    this.#draw();
    if (this.#fade < 1 && !this.playing) requestAnimationFrame(() => this.#crossFade(this.#moment));
  }

  #draw(): void {
    const [wide, high] = [this.host.clientWidth, this.host.clientHeight];
    if (!wide || !high) return;
    const mirror = this.options.side === "left" && this.clip.sides === "each";
    this.#frame ??= frameOf(this.clip, this.#camera, mirror, this.#look);
    if (!this.#pen) {
      return this.host.replaceChildren(still(this.clip, poseAt(this.clip, 0, mirror), this.#camera, this.#frame, this.#colours, this.#look));
    }
    const dense = Math.min(2, devicePixelRatio || 1);
    const [width, height] = [Math.round(wide * dense), Math.round(high * dense)];
    if (this.#canvas.width !== width || this.#canvas.height !== height) [this.#canvas.width, this.#canvas.height] = [width, height];
    this.#pen.clearRect(0, 0, width, height);
    if (this.#before && this.#fade < 1) this.#paint(this.#pen, this.#before, mirror, 1 - this.#fade);
    this.#paint(this.#pen, this.#moment, mirror, this.#fade);
  }

  #paint(pen: CanvasRenderingContext2D, moment: Moment, mirror: boolean, alpha: number): void {
    if (alpha >= 1) return this.#paintOn(pen, moment, mirror);
    const layer = new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
    const other = layer.getContext("2d");
    if (!other) return;
    this.#paintOn(other as unknown as CanvasRenderingContext2D, moment, mirror);
    pen.globalAlpha = alpha;
    pen.drawImage(layer, 0, 0);
    pen.globalAlpha = 1;
  }

  #paintOn(pen: CanvasRenderingContext2D, moment: Moment, mirror: boolean): void {
    const pose = poseAt(this.clip, moment.frame, mirror !== moment.phase.mirror);
    const frame = this.#frame as Frame;
    paint(pen, this.#canvas.width, this.#canvas.height, this.clip, pose, this.#camera, frame, this.#colours, this.#look);
  }
}

/** The still that stands for a moment when motion is reduced: the start until half-way, then the end. */
function ended(moment: Moment): Moment {
  return inPhase(moment.phase, moment.through < 0.5 ? 0 : 1);
}

const clips = new Map<string, Promise<Clip>>();

async function fetched(address: string): Promise<Clip> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The figure's movement could not be loaded (${answer.status}). Reload the page to try again.`);
  const clip = (await answer.json()) as Clip;
  if (clip.version !== 2) throw new Error("This movement was made for a newer page. Reload the page.");
  return clip;
}

/** Loads a clip (once) and puts the figure into `host`, which gives it its size. */
export async function mount(host: HTMLElement, address: string, options: Options = {}): Promise<Figure> {
  const known = clips.get(address) ?? fetched(address);
  clips.set(address, known);
  known.catch(() => clips.delete(address));
  return new Figure(host, await known, options);
}

/** Buttons for a figure that stands alone: play and pause, side, half-way, front. */
export function controls(figure: Figure, words: { readonly play: string; readonly pause: string } & Readonly<Record<View, string>>): HTMLElement {
  const row = document.createElement("div");
  row.className = "cluster figure-controls";
  const add = (label: string, act: (made: HTMLButtonElement) => void): void => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", () => act(made));
    row.append(made);
  };
  add(figure.playing ? words.pause : words.play, (made) => {
    if (figure.playing) figure.pause();
    else figure.play();
    made.textContent = figure.playing ? words.pause : words.play;
  });
  for (const view of ["side", "turned", "front"] as const) add(words[view], () => figure.turn(view));
  return row;
}

/** Every `data-figure` of the page; words of the buttons come from `data-words`. Without script the page's own still stays. */
async function adopt(host: HTMLElement): Promise<void> {
  const { figure: address = "", side, load, ring, words, name } = host.dataset;
  const stage = document.createElement("div");
  stage.style.height = "100%";
  const made = await mount(stage, address, { side: (side as Options["side"]) ?? "both", load, ring, ...(name ? { name } : {}) });
  host.replaceChildren(stage);
  made.play();
  host.after(controls(made, { play: "Play", pause: "Pause", side: "Side", turned: "Half-turned", front: "Front", ...(words ? JSON.parse(words) : {}) }));
}

for (const host of document.querySelectorAll<HTMLElement>("[data-figure]")) void adopt(host);
