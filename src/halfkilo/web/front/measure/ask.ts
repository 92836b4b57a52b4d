/** A questionnaire one item at a time: the form stays the form, only one of its items is shown; any of them may be left out. */
import { button, h } from "../dom.ts";
import { t } from "../words.ts";

/** Shows one item at a time, with a way back to all of them. */
export class OneByOne {
  readonly #items: readonly HTMLElement[];
  readonly #foot = h("div", { class: "actions one-foot" });
  readonly #status = h("p", { class: "soft", role: "status" });
  readonly #switch: HTMLButtonElement;
  #at = -1;

  constructor(private readonly form: HTMLFormElement, list: HTMLElement) {
    this.#items = [...list.querySelectorAll<HTMLElement>(".asked")];
    this.#switch = button("", "quiet", () => this.#show(this.#at < 0 ? 0 : -1));
    list.before(this.#switch, this.#status);
    list.after(this.#foot);
    form.addEventListener("change", (event) => {
      const last = this.#at === this.#items.length - 1;
      if (this.#at >= 0 && !last && (event.target as HTMLInputElement).type === "radio" && this.#pointed) this.#show(this.#at + 1);
    });
    form.addEventListener("pointerdown", () => { this.#pointed = true; });
    form.addEventListener("keydown", () => { this.#pointed = false; }); // arrows walk through answers: they must not leave the question
    this.#show(-1);
  }

  #pointed = false;

  /** at: the item that is shown; -1: all of them. */
  #show(at: number): void {
    this.#at = at;
    const one = at >= 0;
    this.form.toggleAttribute("data-one", one);
    this.#items.forEach((item, n) => { item.hidden = one && n !== at; });
    this.#switch.textContent = t(one ? "ask.all" : "ask.one");
    const last = at === this.#items.length - 1;
    this.#status.textContent = one ? t("ask.of", { n: at + 1, all: this.#items.length }) + (last ? ` · ${t("ask.last")}` : "") : "";
    this.#foot.replaceChildren(...(one ? [this.#step("ask.before", at - 1, at === 0), this.#step("ask.next", at + 1, last)] : []));
    if (one) this.#items[at]?.querySelector<HTMLElement>("input")?.focus({ preventScroll: true });
  }

  #step(key: string, to: number, off: boolean): HTMLButtonElement {
    const made = button(t(key), "", () => this.#show(to));
    made.disabled = off;
    return made;
  }
}
