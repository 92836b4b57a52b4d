/** The two live pictures: force over the last seconds, and where the weight is on the plate. */
import { s } from "../dom.ts";

const SECONDS = 8;
const [WIDE, HIGH] = [320, 120];
const PLATE_MM = 340;
const TRAIL = 60;

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

/** The middle of the plate from above, twice enlarged: a dot, and the way it came. */
export class Plate {
  readonly #trail = s("polyline", { class: "trail", points: "", fill: "none" });
  readonly #dot = s("circle", { class: "dot", r: 4, cx: 0, cy: 0 });
  readonly node: SVGSVGElement;

  constructor(label: string) {
    this.node = s("svg", { viewBox: "-60 -60 120 120", class: "plate", role: "img", "aria-label": label },
      s("rect", { class: "edge", x: -58, y: -58, width: 116, height: 116, rx: 8 }), s("line", { class: "floor", x1: -58, x2: 58, y1: 0, y2: 0 }),
      s("line", { class: "floor", x1: 0, x2: 0, y1: -58, y2: 58 }), this.#trail, this.#dot);
  }

  /** Places in millimetres, right and forward, newest last. */
  show(rows: readonly (readonly [number, number])[]): void {
    const place = (mm: number): number => Math.max(-56, Math.min(56, (mm / (PLATE_MM / 2)) * 116));
    const points = rows.slice(-TRAIL).map(([right, forward]): [number, number] => [place(right), -place(forward)]);
    const last = points.at(-1) ?? [0, 0];
    this.#trail.setAttribute("points", points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "));
    this.#dot.setAttribute("cx", last[0].toFixed(1));
    this.#dot.setAttribute("cy", last[1].toFixed(1));
  }
}
