/** The two live pictures: force over the last seconds, and how the weight sways. */
import { s } from "../dom.ts";

const SECONDS = 8;
const [WIDE, HIGH] = [320, 120];
const SWAY_MM = 40;

/** Points of a curve: [seconds, grams], newest last; `top` grams reach the upper edge. */
export function curvePoints(rows: readonly (readonly [number, number])[], top: number): string {
  const end = rows.at(-1)?.[0] ?? 0;
  const x = (at: number): number => WIDE * (1 - (end - at) / SECONDS);
  const y = (grams: number): number => HIGH - (HIGH - 4) * Math.max(0, Math.min(1, grams / top));
  return rows.filter(([at]) => end - at <= SECONDS).map(([at, grams]) => `${x(at).toFixed(1)},${y(grams).toFixed(1)}`).join(" ");
}

/** A curve that shows grams; its scale grows with the largest seen and never shrinks. */
export class Curve {
  readonly #line = s("polyline", { class: "force", points: "", fill: "none" });
  readonly node: SVGSVGElement;
  #top = 5000;

  constructor(label: string) {
    this.node = s("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "curve", role: "img", "aria-label": label, preserveAspectRatio: "none" },
      s("line", { class: "floor", x1: 0, x2: WIDE, y1: HIGH - 1, y2: HIGH - 1 }), this.#line);
  }

  show(rows: readonly (readonly [number, number])[]): void {
    this.#top = Math.max(this.#top, ...rows.map(([, grams]) => grams * 1.15));
    this.#line.setAttribute("points", curvePoints(rows, this.#top));
  }
}

/** Sway from above, around where it was in the mean: a dot, and the way it came. */
export class Plate {
  readonly #trail = s("polyline", { class: "trail", points: "", fill: "none" });
  readonly #dot = s("circle", { class: "dot", r: 3, cx: 0, cy: 0 });
  readonly node: SVGSVGElement;

  constructor(label: string) {
    this.node = s("svg", { viewBox: "-60 -60 120 120", class: "plate", role: "img", "aria-label": label },
      s("rect", { class: "edge", x: -58, y: -58, width: 116, height: 116, rx: 8 }), s("line", { class: "floor", x1: -58, x2: 58, y1: 0, y2: 0 }),
      s("line", { class: "floor", x1: 0, x2: 0, y1: -58, y2: 58 }), this.#trail, this.#dot);
  }

  /** Places in millimetres, right and forward, newest last. */
  show(rows: readonly (readonly [number, number])[]): void {
    const points = trailPoints(rows);
    const [x, y] = points.at(-1) ?? [0, 0];
    this.#trail.setAttribute("points", points.map((one) => one.map((at) => at.toFixed(1)).join(",")).join(" "));
    this.#dot.setAttribute("cx", x.toFixed(1));
    this.#dot.setAttribute("cy", y.toFixed(1));
  }
}

/** Around their mean, forward up, `SWAY_MM` to the edge; what lies beyond stays at the edge. */
export function trailPoints(rows: readonly (readonly [number, number])[]): [number, number][] {
  const mean = (axis: 0 | 1): number => rows.reduce((sum, row) => sum + row[axis], 0) / rows.length;
  const [x, y] = rows.length ? [mean(0), mean(1)] : [0, 0];
  const at = (mm: number): number => Math.max(-56, Math.min(56, (mm / SWAY_MM) * 56));
  return rows.map(([right, forward]) => [at(right - x), -at(forward - y) || 0]);
}
