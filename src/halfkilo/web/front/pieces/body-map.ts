/**
 * `<body-map>` around the list of `parts/body_map.html`. The list of checkboxes is the truth and is what a keyboard or
 * screen reader uses; the figure in front of it mirrors it for fingers and eyes.
 */
import { h, s } from "../dom.ts";
import { BACK_LINES, FRONT_LINES, outline, SPOTS } from "./body-shape.ts";

type View = "front" | "back";

export class BodyMap extends HTMLElement {
  #spots: { region: string; drawn: SVGElement }[] = [];

  connectedCallback(): void {
    if (this.#spots.length) return;
    const drawn = h("div", { class: "bodies", "aria-hidden": "true" }, this.#sheet("front"), this.#sheet("back"));
    this.prepend(drawn);
    this.addEventListener("change", () => this.#mirror());
    this.#mirror();
  }

  #box(region: string): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(`input[value="${region}"]`);
  }

  #sheet(view: View): HTMLElement {
    const svg = s("svg", { viewBox: "0 0 200 470", focusable: "false" });
    svg.append(s("path", { class: "body-outline", d: outline() }), s("path", { class: "body-lines", d: view === "front" ? FRONT_LINES : BACK_LINES }));
    for (const spot of SPOTS) for (const [x, y, r] of spot[view]) svg.append(this.#spot(spot.region, x, y, r));
    const [leftward, rightward] = view === "front" ? ["right", "left"] : ["left", "right"];
    const words = (which: string): string => this.getAttribute(which) ?? which;
    const sides = h("p", { class: "body-sides" }, h("span", {}, words(leftward as string)), h("b", {}, words(view)), h("span", {}, words(rightward as string)));
    return h("div", { class: "body-sheet" }, svg as unknown as Node, sides);
  }

  #spot(region: string, x: number, y: number, r: number): SVGElement {
    const box = this.#box(region);
    const group = s("g", { class: "body-spot" });
    if (!box) return group;
    const name = box.closest("label")?.textContent?.trim() ?? region;
    group.append(s("title", {}, name), s("circle", { class: "reach", cx: x, cy: y, r: Math.max(22, r + 6) }), s("circle", { class: "ring", cx: x, cy: y, r }), s("circle", { class: "dot", cx: x, cy: y, r: 3.2 }));
    group.addEventListener("click", () => box.click());
    this.#spots.push({ region, drawn: group });
    return group;
  }

  #mirror(): void {
    for (const { region, drawn } of this.#spots) drawn.classList.toggle("on", this.#box(region)?.checked ?? false);
    const widespread = this.#box("widespread")?.checked ?? false;
    this.toggleAttribute("data-widespread", widespread);
  }
}

customElements.define("body-map", BodyMap);
