/** The figure beside the words: the start while one gets into place, the player's clock in a set, in the rest what is often seen. */
import { button, h } from "../dom.ts";
import { optionsFor } from "./figure-options.ts";
import { type Figure, figureModule, type FigureModule } from "./ports.ts";
import type { Item, Session } from "./session.ts";
import type { Beat } from "./tempo.ts";

type Position = "start" | "moving" | "end";
const POSITIONS: readonly Position[] = ["start", "moving", "end"];
const START: Beat = { rep: 0, phase: "there", through: 0, along: 0, left: 0 };

export class Shown {
  readonly host = h("div", { class: "figure" });
  readonly #stage = h("div", { class: "figure-stage" });
  readonly #choices = h("div", { class: "figure-choices" });
  readonly #look: Session["figure"];
  #module: FigureModule | null = null;
  #figure: Figure | null = null;
  #of = "";
  #screen = "";

  constructor(look: Session["figure"]) {
    this.#look = look;
    this.host.append(this.#stage, this.#choices);
  }

  /** Shows this exercise on this screen; without an exercise, or without its movement, it gives its room to the words. */
  async show(item: Item | undefined, screen: string): Promise<void> {
    this.#screen = screen;
    this.host.hidden = !item?.clip;
    this.host.dataset["room"] = item?.room ?? "high";
    this.#choices.replaceChildren();
    this.host.classList.remove("compared");
    this.host.querySelector(".viewer-names")?.remove();
    this.host.removeAttribute("data-often");
    if (!item?.clip) return this.#figure?.pause();
    const of = `${item.clip}#${item.side}`;
    if (of !== this.#of) {
      this.#of = of;
      this.#figure?.remove();
      this.#figure = null;
      await this.#mount(item, of);
    }
    if (this.#figure && this.#of === of && this.#screen === screen) this.#stand(this.#figure, item);
  }

  /** One moment of a set. */
  beat(beat: Beat): void {
    this.#figure?.show(beat);
  }

  /** Without its figure (lost connection, no clip) the player goes on with words alone. */
  async #mount(item: Item, of: string): Promise<void> {
    try {
      this.#module = await figureModule();
      const made = await this.#module?.mount(this.#stage, item.clip, optionsFor(item, this.#look));
      if (made && of === this.#of) this.#figure = made;
      else made?.remove();
      if (!this.#module) this.host.hidden = true;
    } catch {
      if (of === this.#of) [this.#of, this.host.hidden] = ["", true]; // asked again on the next screen
    }
  }

  #stand(figure: Figure, item: Item): void {
    const { load = "", muscles, ring = "", range = 1 } = optionsFor(item, this.#look);
    figure.look({ load, ring, ...(muscles ? { muscles } : {}) });
    figure.limit(range);
    figure.compare(null);
    figure.show(START);
    if (this.#screen === "intro") this.#choices.append(this.#positions(figure, item));
    if (this.#screen === "rest") this.#choices.append(...this.#often(figure, item));
  }

  /** Where to begin, where to go, and the way between, on demand. */
  #positions(figure: Figure, item: Item): HTMLElement {
    const made = h("div", { class: "viewer-segments", role: "group", "aria-label": this.#look?.words["where"] });
    for (const position of POSITIONS) {
      const one = button(this.#look?.words[position] ?? position, "", () => {
        for (const other of made.children) other.setAttribute("aria-pressed", String(other === one));
        take(figure, item, position);
      });
      one.setAttribute("aria-pressed", String(position === "start"));
      made.append(one);
    }
    return made;
  }

  /** What is often seen, one at a time, with what to try: for the rest, never under load. */
  #often(figure: Figure, item: Item): HTMLElement[] {
    if (!this.#module || !item.faults.length) return [];
    return [...this.#module.often(figure, { ...this.#module.WORDS, ...this.#look?.words }, item.faults, (on) => {
      this.host.toggleAttribute("data-often", on && Boolean(figure.clip.faults?.length));
      take(figure, item, on ? "moving" : "start");
    })];
  }
}

function take(figure: Figure, item: Item, position: Position): void {
  if (position === "moving") return figure.play(item.tempo);
  figure.show(position === "start" ? START : { ...START, through: 1 });
}
