/** `<breathing-pace>`: a ring that grows for four seconds and settles for six, about six breaths a minute. */
import { h } from "../dom.ts";
import { t } from "../words.ts";

export class BreathingPace extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector(".breath")) return;
    const ring = h("div", { class: "breath", "aria-hidden": "true" });
    ring.append(h("span", { class: "in" }, this.getAttribute("in") ?? t("breathe_in")), h("span", { class: "out" }, this.getAttribute("out") ?? t("breathe_out")));
    this.prepend(ring);
  }
}

customElements.define("breathing-pace", BreathingPace);
