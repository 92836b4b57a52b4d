/** What both charts share: colours from the tokens, size, keyboard, a spoken line, printing. */
import uPlot from "uplot";
import { dataBlock, h, tongue } from "../dom.ts";
import { t } from "../words.ts";

/** Colours as the page shows them now. */
export interface Ink {
  readonly [name: string]: string;
}

const NAMES = ["paper", "ink", "soft", "line", "edge", "indigo", "indigo-wash", "apricot", "apricot-wash", "moss", "moss-wash", "teal", "teal-wash", "card"];
const ON_PAPER: Ink = { paper: "#fff", card: "#fff", ink: "#000", soft: "#333", line: "#ccc", edge: "#444", indigo: "#4a5c99", "indigo-wash": "#e6e9f4", apricot: "#a34f0c", "apricot-wash": "#f8e9d8", moss: "#4c6b2f", "moss-wash": "#e9efdf", teal: "#0e645f", "teal-wash": "#e3efec" };

export function inkNow(): Ink {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const FACE = '"Atkinson Hyperlegible", "Noto Sans Devanagari", sans-serif';

/** Text on a chart, in pixels of the canvas. */
export function font(size: number, bold = false): string {
  return `${bold ? "700 " : ""}${Math.round(size * devicePixelRatio)}px ${FACE}`;
}

const LANG = tongue();
const SHORT = new Intl.DateTimeFormat(LANG === "en" ? "en-GB" : LANG, { day: "numeric", month: "short", timeZone: "UTC" });

/** "4 Nov". */
export function shortDate(seconds: number): string {
  return SHORT.format(new Date(seconds * 1000));
}

const LONG = new Intl.DateTimeFormat(LANG === "en" ? "en-GB" : LANG, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat(LANG === "en" ? "en-GB" : LANG, { month: "short", year: "numeric", timeZone: "UTC" });
const NUMBER = new Intl.NumberFormat(LANG, { maximumFractionDigits: 1, numberingSystem: "latn", useGrouping: false });

/** "4 Nov 2026". */
export function longDate(seconds: number): string {
  return LONG.format(new Date(seconds * 1000));
}

/** A number to a tenth, as the language writes it. */
export function amount(value: number): string {
  return NUMBER.format(value);
}

const A_YEAR = 400;

/** Axes in the page's type, without boxes or clutter. */
export function axes(ink: Ink, words: (value: number) => string, steps: number[], wide = 34, days = 0): uPlot.Axis[] {
  const date = days > A_YEAR ? (at: number): string => MONTH.format(new Date(at * 1000)) : shortDate;
  const base = { stroke: ink["soft"] as string, font: `14px ${FACE}`, ticks: { show: false } };
  return [
    { ...base, grid: { show: false }, space: days > A_YEAR ? 92 : 76, size: 34, values: (_, splits) => splits.map(date), border: { show: true, stroke: ink["edge"] as string, width: 1 } },
    { ...base, grid: { stroke: ink["line"] as string, width: 1 }, size: wide, space: 32, incrs: steps, values: (_, splits) => splits.map(words) },
  ];
}

/** Base for `<trend-chart>` and `<load-chart>`: reads its data block, draws, redraws, answers to arrow keys. */
export abstract class Chart<T> extends HTMLElement {
  protected plot: uPlot | null = null;
  #data: T | null = null;
  #host = h("div", { class: "plot", tabindex: 0, role: "img" });
  #spoken = h("p", { class: "reading", role: "status" }, t("chart_touch"));
  #wide = 0;
  #watch = new ResizeObserver(() => this.#resized());

  protected abstract options(data: T, ink: Ink): Omit<uPlot.Options, "width" | "height">;
  protected abstract columns(data: T): uPlot.AlignedData;
  protected abstract reading(data: T, plot: uPlot, index: number): string;

  connectedCallback(): void {
    this.#data = dataBlock<T>(this.getAttribute("data") ?? "");
    if (!this.#data || this.plot) return;
    this.#host.setAttribute("aria-label", `${this.getAttribute("label") ?? ""} ${this.getAttribute("hint") ?? t("chart_hint")}`.trim());
    this.prepend(this.#host, this.#spoken);
    this.#draw(inkNow());
    // A canvas doesn't wait for a face that is fetched only where its letters stand.
    void document.fonts.load(`14px ${FACE}`, shortDate(0)).then((faces) => faces.length && this.plot && this.#draw(inkNow()));
    this.#watch.observe(this);
    this.#host.addEventListener("keydown", (event) => this.#key(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw(inkNow()));
    addEventListener("beforeprint", () => this.#draw(ON_PAPER));
    addEventListener("afterprint", () => this.#draw(inkNow()));
  }

  disconnectedCallback(): void {
    this.#watch.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  /** Columns at which the arrow keys stop; all of them when left out. */
  protected stops(): number[] | null {
    return null;
  }

  /** What is drawn depends on the room there is. */
  #resized(): void {
    if (this.plot && this.clientWidth !== this.#wide) this.#draw(inkNow());
  }

  #size(): { width: number; height: number } {
    const width = Math.max(240, this.clientWidth);
    return { width, height: Math.round(Math.min(360, Math.max(220, width * 0.36))) };
  }

  #draw(ink: Ink): void {
    if (!this.#data) return;
    this.plot?.destroy();
    this.#wide = this.clientWidth;
    const columns = this.columns(this.#data);
    const made = this.options(this.#data, ink);
    const common = { legend: { show: false }, cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } }, hooks: { ...made.hooks, setCursor: [(plot: uPlot) => this.#say(plot)] } };
    this.plot = new uPlot({ ...made, ...common, ...this.#size() }, columns, this.#host);
  }

  #say(plot: uPlot): void {
    const here = plot.cursor.idx;
    if (!this.#data || typeof here !== "number") return;
    const stops = this.stops();
    const said = this.reading(this.#data, plot, stops ? (stops[nearestOf(stops, here)] ?? here) : here);
    if (said) this.#spoken.textContent = said;
  }

  #key(event: KeyboardEvent): void {
    const plot = this.plot;
    const xs = plot?.data[0];
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity }[event.key];
    if (!plot || !xs?.length || step === undefined) return;
    event.preventDefault();
    const stops = this.stops() ?? [...xs.keys()];
    const here = plot.cursor.idx;
    const from = typeof here === "number" ? nearestOf(stops, here) : stops.length;
    const index = stops[Math.max(0, Math.min(stops.length - 1, from + step))];
    if (index !== undefined) plot.setCursor({ left: plot.valToPos(xs[index] as number, "x"), top: 10 });
  }
}

/** The place of what is nearest to a number among rising ones. */
function nearestOf(stops: readonly number[], wanted: number): number {
  let best = 0;
  for (const [place, stop] of stops.entries()) if (Math.abs(stop - wanted) < Math.abs((stops[best] as number) - wanted)) best = place;
  return best;
}
