/** `<breathing-pace>`: a ring that grows for four seconds and settles for six, about six breaths a minute. */
import { h } from "../dom.ts";

export class BreathingPace extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector(".breath")) return;
    const ring = h("div", { class: "breath", "aria-hidden": "true" });
    ring.append(h("span", { class: "in" }, this.getAttribute("in") ?? "in"), h("span", { class: "out" }, this.getAttribute("out") ?? "out"));
    this.prepend(ring);
  }
}

customElements.define("breathing-pace", BreathingPace);
