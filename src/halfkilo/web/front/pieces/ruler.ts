/**
 * `<half-kilo-ruler step="500" today="8500" last="8000" next="9000" low="0" high="9000">8.5 kg today ...</half-kilo-ruler>`
 *
 * All loads in grams. The text inside says the same in words: it is what stands there without script and what a screen
 * reader reads; the drawing is hidden from it.
 */
import { h, kilograms, s } from "../dom.ts";
import { layOut, type RulerData, type RulerScale } from "./ruler-scale.ts";
import { t } from "../words.ts";

const HEIGHT = 128;
const BASE = 82; // y of the rule
const MARGIN = 22;

export class HalfKiloRuler extends HTMLElement {
  static observedAttributes = ["step", "today", "last", "next", "low", "high"];
  #watch: ResizeObserver | null = null;
  #drawn: SVGSVGElement | null = null;

  connectedCallback(): void {
    if (!this.querySelector(":scope > .sr")) {
      const words = h("span", { class: "sr" });
      words.append(...this.childNodes);
      this.append(words);
    }
    this.#watch = new ResizeObserver(() => this.#draw());
    this.#watch.observe(this);
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#watch?.disconnect();
  }

  attributeChangedCallback(): void {
    if (this.#watch) this.#draw();
  }

  #grams(name: string): number | null {
    const text = this.getAttribute(name);
    return text && /^\d+$/.test(text) ? Number(text) : null;
  }

  #data(): RulerData | null {
    const [step, today] = [this.#grams("step"), this.#grams("today")];
    if (!step || today === null) return null;
    const [last, next, low, high] = [this.#grams("last"), this.#grams("next"), this.#grams("low"), this.#grams("high")];
    return { step, today, last, next, low, high };
  }

  #draw(): void {
    const data = this.#data();
    const width = Math.round(this.clientWidth);
    if (!data || width < 120) return;
    const scale = layOut(data, width, MARGIN);
    const svg = s("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, "aria-hidden": "true", focusable: "false" });
    svg.append(...corridor(data, scale, width), ...rule(data, scale, width), ...marks(data, scale, width));
    this.#drawn?.remove();
    this.#drawn = svg;
    this.prepend(svg);
  }
}

function corridor(data: RulerData, scale: RulerScale, width: number): SVGElement[] {
  if (data.low === null && data.high === null) return [];
  const clamp = (x: number): number => Math.min(width - 4, Math.max(4, x));
  const half = (scale.at(data.step) - scale.at(0)) / 2; // the band ends between two notches, so it never hides one
  const left = clamp(scale.at(data.low ?? 0) - half);
  const right = data.high === null ? width - 4 : clamp(scale.at(data.high) + half);
  if (right <= left) return [];
  const band = s("rect", { class: "ruler-corridor", x: left, y: BASE - 34, width: right - left, height: 34, rx: 5 });
  const ends = [left, right].filter((x) => x > 4 && x < width - 4);
  return [band, ...ends.map((x) => s("line", { class: "ruler-edge", x1: x, x2: x, y1: BASE - 34, y2: BASE }))];
}

function rule(data: RulerData, scale: RulerScale, width: number): SVGElement[] {
  const drawn: SVGElement[] = [s("line", { class: "ruler-rule", x1: 4, x2: width - 4, y1: BASE, y2: BASE })];
  const labelled = labelEvery(scale);
  for (const notch of scale.notches) {
    const whole = notch.grams % 1000 === 0;
    const look = `ruler-notch${whole ? " kilo" : ""}${notch.allowed ? "" : " out"}`;
    drawn.push(s("line", { class: look, x1: notch.x, x2: notch.x, y1: BASE, y2: BASE - (whole ? 18 : 11) }));
    if (notch.grams % labelled === 0 && Math.abs(notch.x - scale.at(data.today)) > 1) {
      drawn.push(s("text", { class: "ruler-scale", x: notch.x, y: BASE + 17, "text-anchor": "middle" }, kilograms(notch.grams)));
    }
  }
  return drawn;
}

/** How many grams apart the small numbers stand, so that they never touch. */
function labelEvery(scale: RulerScale): number {
  const perKilo = scale.at(1000) - scale.at(0);
  for (const kilos of [1, 2, 5, 10, 20, 50]) if (perKilo * kilos >= 34) return kilos * 1000;
  return 100_000;
}

function marks(data: RulerData, scale: RulerScale, width: number): SVGElement[] {
  const today = scale.at(data.today);
  const drawn: SVGElement[] = [];
  if (data.next !== null) {
    const x = scale.at(data.next);
    drawn.push(s("line", { class: "ruler-next", x1: x, x2: x, y1: BASE - 2, y2: BASE - 34 }));
  }
  if (data.last !== null && data.last !== data.today) {
    const x = scale.at(data.last);
    drawn.push(s("line", { class: "ruler-last", x1: x, x2: x, y1: BASE, y2: BASE - 22 }));
    drawn.push(s("circle", { class: "ruler-dot", cx: x, cy: BASE - 25, r: 4.5 }));
  }
  drawn.push(s("line", { class: "ruler-today", x1: today, x2: today, y1: BASE, y2: BASE - 38 }));
  return [...drawn, bigNumber(data.today, today, width), ...below(data, scale, width)];
}

function bigNumber(grams: number, x: number, width: number): SVGElement {
  const half = 20 + kilograms(grams).length * 9;
  const at = Math.min(width - half, Math.max(half, x));
  const unit = s("tspan", { class: "ruler-unit", dx: 5 }, t("kg"));
  return s("text", { class: "ruler-big", x: at, y: BASE - 48, "text-anchor": "middle" }, kilograms(grams), unit);
}

function below(data: RulerData, scale: RulerScale, width: number): SVGElement[] {
  const today = scale.at(data.today);
  const same = data.last === data.today;
  const label = (text: string, x: number, anchor: string): SVGElement =>
    s("text", { class: "ruler-label", x, y: BASE + 40, "text-anchor": anchor }, text);
  const room = Math.max(64, t("ruler_same").length * 3.4); // half of the widest label
  if (same) return [label(t("ruler_same"), Math.min(width - room, Math.max(room, today)), "middle")];
  if (data.last === null) return [label(t("ruler_today"), Math.min(width - 22, Math.max(22, today)), "middle")];
  const last = scale.at(data.last);
  const leftward = last < today;
  const gap = Math.abs(last - today);
  const away = gap < 70 ? (70 - gap) / 2 : 0;
  const place = (x: number, sign: number): number => Math.min(width - 34, Math.max(34, x + sign * away));
  return [label(t("ruler_last"), place(last, leftward ? -1 : 1), "middle"), label(t("ruler_today"), place(today, leftward ? 1 : -1), "middle")];
}

customElements.define("half-kilo-ruler", HalfKiloRuler);
