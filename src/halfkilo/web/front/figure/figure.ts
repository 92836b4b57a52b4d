/** A figure on the page: its canvas, its options, and whoever draws it, alive in a worker or as a still. */
import { aheadOf, moved, type Stand, standFor, type View } from "./camera.ts";
import { atTempo, type Clip, momentAt, type Phase, type PhaseName } from "./clip.ts";
import { endOf, shown, wholeOf } from "./clock.ts";
import { handsOn } from "./hands-on.ts";
import { type Hears, Live, mayLive, type Picture } from "./live.ts";
import type { Muscles, Showing } from "./orders.ts";
import { addressOf, type Shape, type Skin } from "./shapes.ts";
import { Still } from "./still.ts";
import { tonesOf } from "./tones.ts";

/** What is shown beside the movement. */
export interface Look {
  /** The way of loading: a key of the clip's `loads`. */
  readonly load?: string | undefined;
  readonly muscles?: Muscles | undefined;
  /** A place with a soft ring around it, such as `right_knee`. */
  readonly ring?: string | undefined;
}

export interface Options extends Look {
  readonly side?: "left" | "right" | "both";
  readonly name?: string;
  readonly view?: View;
  /** Share of the way (0 to 1) at which the movement turns round, because a limit says so. */
  readonly range?: number;
  readonly shape?: Shape;
  readonly skin?: Skin;
  /** Hears which phase begins, with its seconds. */
  readonly onPhase?: (phase: PhaseName, seconds: number) => void;
}

/** A moment as the player's clock tells it: `rep` from 0, `through` 0 to 1 of the phase. */
export interface Moving {
  readonly rep: number;
  readonly phase: PhaseName;
  readonly through: number;
}

const FADE_MS = 240;
const STYLE = "display:block;width:100%;height:100%;touch-action:pan-y;cursor:grab";

export class Figure {
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #sizes = new ResizeObserver(() => this.#set({ size: this.#size() }));
  readonly #theme = new MutationObserver(() => this.refresh());
  readonly #views = new IntersectionObserver((entries) => this.#inView(entries.at(-1)?.isIntersecting ?? true));
  readonly #ends = new AbortController();
  readonly #told = new Set<(seconds: number) => void>();
  readonly #changed = new Set<() => void>();
  readonly #viewed = new Set<(view: View) => void>();
  #canvas: HTMLCanvasElement;
  #picture: Picture;
  #showing: Showing;
  #stand: Stand;
  #visible = true;
  #pass: ReturnType<typeof setTimeout>[] = [];
  #phase = "";
  #skin: Skin;
  #view: View;
  #before: View | null = null;
  #asked = "";

  readonly host: HTMLElement;
  readonly clip: Clip;
  readonly options: Options;
  /** Seconds after the loop began, as last heard. */
  seconds = 0;

  constructor(host: HTMLElement, clip: Clip, options: Options = {}) {
    [this.host, this.clip, this.options] = [host, clip, options];
    this.#skin = options.skin ?? "middle";
    this.#view = options.view ?? clip.view;
    this.#showing = this.#begin();
    this.#stand = this.#standFor(this.#view);
    this.#canvas = this.#sheet();
    this.#picture = mayLive() ? new Live(this.#canvas, clip, this.#showing, this.#stand, this.#hears()) : this.#still();
    this.#listen();
  }

  /** Whether it is moving by itself. */
  get playing(): boolean {
    return this.#showing.playing;
  }

  /** Seconds of one loop, and of the way to its end position. */
  get times(): { readonly whole: number; readonly end: number } {
    return { whole: wholeOf(this.#showing.phases), end: endOf(this.#showing.phases) };
  }

  /** The phase at these seconds. */
  phaseAt(seconds: number): PhaseName {
    return momentAt(this.#showing.phases, seconds).phase.name;
  }

  /** Loops by itself, in the given seconds (there, hold, back, hold) or those of the exercise. With reduced motion: once there and back, as stills. */
  play(tempo?: readonly number[]): void {
    const own = tempo?.some((seconds) => seconds > 0) ? atTempo(this.clip.phases, tempo) : null;
    if (this.#calm.matches) this.#once(own ?? this.#showing.phases);
    this.#set({ ...(own ? { phases: own } : {}), playing: true });
  }

  /** Stands still where it is. */
  pause(): void {
    this.#pass.forEach(clearTimeout);
    this.#pass = [];
    if (this.playing) this.#set({ playing: false });
  }

  /** Shows the moment `seconds` after the loop began. */
  seek(seconds: number): void {
    this.#at(seconds);
    this.#picture.seek(seconds);
  }

  /** 1 is the tempo of the exercise, 0.5 half as fast. */
  setSpeed(speed: number): void {
    this.#set({ speed: Math.min(4, Math.max(0.1, speed)) });
  }

  /** Shows one moment of somebody else's clock; stops moving by itself. */
  show(moving: Moving): void {
    this.pause();
    const moment = shown(this.clip.phases, moving.phase, moving.through, this.clip.sides === "alternate" && moving.rep % 2 === 1);
    if (!moment) return;
    this.#tellPhase(moment.phase);
    const frame = this.#calm.matches && moving.phase !== "hold" && moving.phase !== "rest" ? (moving.through < 0.5 ? moment.phase.from : moment.phase.to) : moment.frame;
    const asked = `${frame} ${moment.phase.mirror}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#picture.show(frame, moment.phase.mirror);
  }

  /** Turns to the side, the front or half-way, or by an angle in radians. */
  turn(view: View | number): void {
    if (typeof view !== "number") [this.#view, this.#before] = [view, null];
    this.#look(typeof view === "number" ? moved(this.#stand, view) : { ...this.#standFor(view), zoom: this.#stand.zoom }, true);
  }

  /** How near: 1 is all of the movement in the picture. */
  zoom(times: number): void {
    this.#look({ ...moved(this.#stand, 0), zoom: times }, true);
  }

  /** Changes what is shown beside the movement: load, muscles at work, a ring. */
  look({ load, muscles, ring }: Look): void {
    this.#set({ ...(load === undefined ? {} : { load: load || null }), ...(muscles ? { muscles } : {}), ...(ring === undefined ? {} : { ring: ring || null }) });
  }

  /** Puts a fault often seen beside the good form, by its place in the clip, seen from where it shows best; null takes it away. */
  compare(fault: number | null): void {
    const known = fault === null ? undefined : this.clip.faults?.[fault];
    this.#set({ fault: known ? fault : null });
    if (known?.view) this.#showFrom(known.view);
    else if (!known && this.#before) this.#showFrom(this.#before, null);
  }

  /** Another body shape, another skin. */
  reshape(shape: Shape, skin: Skin): void {
    this.#skin = skin;
    this.#set({ figure: addressOf(shape), tones: tonesOf(this.host, skin) });
  }

  /** Another limit: share of the way at which the movement turns round. */
  limit(range: number): void {
    this.#set({ range });
  }

  /** Hears how far the loop is, some times a second. */
  onTime(hear: (seconds: number) => void): void {
    this.#told.add(hear);
  }

  /** Hears when it begins to move by itself or stops. */
  onChange(hear: () => void): void {
    this.#changed.add(hear);
  }

  /** Hears that it has turned by itself, to show a fault best or back again. */
  onView(hear: (view: View) => void): void {
    this.#viewed.add(hear);
  }

  /** Reads the page's colours again. */
  refresh(): void {
    this.#set({ tones: tonesOf(this.host, this.#skin) });
  }

  /** Takes the figure off the page. */
  remove(): void {
    this.pause();
    for (const watch of [this.#sizes, this.#theme, this.#views]) watch.disconnect();
    this.#ends.abort();
    this.#picture.close();
    this.host.replaceChildren();
  }

  #begin(): Showing {
    const { load, muscles, ring, range = 1, shape, side } = this.options;
    return {
      phases: this.clip.phases, playing: false, speed: 1, load: load && load in this.clip.loads ? load : null, muscles: muscles ?? null, ring: ring ?? null, fault: null,
      range, tones: tonesOf(this.host, this.#skin), size: this.#size(), seen: !document.hidden, calm: this.#calm.matches,
      left: side === "left" && this.clip.sides === "each", figure: addressOf(shape ?? "middle"),
    };
  }

  /** Turns to where a fault shows best, and remembers where the person looked from. */
  #showFrom(view: View, before: View | null = this.#before ?? this.#view): void {
    this.turn(view);
    this.#before = before;
    for (const hear of this.#viewed) hear(view);
  }

  /** A left movement is looked at from the left: the picture is the right one's mirror image. */
  #standFor(view: View): Stand {
    const stand = standFor(view, this.clip.base, aheadOf(this.clip, this.#showing.load));
    return this.options.side === "left" && this.clip.sides === "each" ? { ...stand, yaw: Math.PI - stand.yaw } : stand;
  }

  #size(): Showing["size"] {
    return [this.host.clientWidth, this.host.clientHeight, Math.min(2, devicePixelRatio || 1)];
  }

  #sheet(): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    canvas.style.cssText = STYLE;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.options.name ?? "");
    handsOn(canvas, (yaw, pitch, zoom) => this.#look(moved(this.#stand, yaw, pitch, zoom), false), () => undefined);
    this.host.append(canvas);
    return canvas;
  }

  #still(): Picture {
    this.host.dataset.still = "";
    return new Still(this.host, this.#canvas, this.clip, this.#showing, this.#stand);
  }

  #hears(): Hears {
    return {
      at: (seconds, drawn) => {
        this.#canvas.dataset.drawn = String(drawn);
        if (this.playing && !this.#calm.matches) this.#at(seconds);
      },
      best: (view) => this.#showing.fault !== null && view !== this.#view && this.#showFrom(view),
      cover: (picture, covered) => this.#cover(picture, covered),
      still: () => {
        this.#canvas.remove();
        this.#canvas = this.#sheet();
        this.#picture.close();
        this.#picture = this.#still();
        this.#picture.seek(this.seconds);
      },
    };
  }

  #listen(): void {
    const signal = this.#ends.signal;
    this.#sizes.observe(this.host);
    this.#views.observe(this.host);
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
    this.#dark.addEventListener("change", () => this.refresh(), { signal });
    this.#calm.addEventListener("change", () => this.#set({ calm: this.#calm.matches }), { signal });
    document.addEventListener("visibilitychange", () => this.#inView(this.#visible), { signal });
  }

  #inView(visible: boolean): void {
    this.#visible = visible;
    this.#set({ seen: visible && !document.hidden });
  }

  #set(change: Partial<Showing>): void {
    this.#showing = { ...this.#showing, ...change };
    this.#picture.set(change);
    if (change.playing !== undefined) for (const hear of this.#changed) hear();
  }

  #look(stand: Stand, ease: boolean): void {
    this.#stand = stand;
    this.#picture.look(stand, ease);
  }

  #at(seconds: number): void {
    this.seconds = seconds;
    this.#tellPhase(momentAt(this.#showing.phases, seconds).phase);
    for (const hear of this.#told) hear(seconds);
  }

  #tellPhase(phase: Phase): void {
    const name = `${phase.name} ${phase.mirror}`;
    if (name !== this.#phase) this.options.onPhase?.(phase.name, phase.seconds);
    this.#phase = name;
  }

  /** Reduced motion: start, end, start, each after its own seconds; then it rests. */
  #once(phases: readonly Phase[]): void {
    this.pause();
    const [whole, end] = [wholeOf(phases), endOf(phases)];
    const steps: readonly (readonly [number, number])[] = [[0, 0], [end / 2, end], [(end + whole) / 2, 0]];
    this.#pass = steps.map(([after, to]) => setTimeout(() => this.seek(Math.max(0, to - 0.001)), after * 1000));
    this.#pass.push(setTimeout(() => this.pause(), (whole * 1000 * 3) / 4));
  }

  /** Lays the last picture over the canvas and lets it fade: the next one shows through. */
  #cover(picture: ImageBitmap, covered: () => void): void {
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [picture.width, picture.height];
    sheet.setAttribute("aria-hidden", "true");
    sheet.style.cssText = `position:absolute;inset:0;width:100%;height:100%;pointer-events:none;transition:opacity ${FADE_MS}ms ease-out`;
    sheet.getContext("bitmaprenderer")?.transferFromImageBitmap(picture);
    this.host.querySelector("canvas + canvas")?.remove();
    this.host.append(sheet);
    covered();
    requestAnimationFrame(() => requestAnimationFrame(() => (sheet.style.opacity = "0")));
    setTimeout(() => sheet.remove(), FADE_MS + 120);
  }
}
