/**
 * `<score-pair>` around the fieldset of `parts/score_pair.html`: digits by keyboard, undo, and one event `score`
 * (`detail: number | null`) per answer. The fieldset alone is a complete form control without it.
 */
import { button } from "../dom.ts";
import { type Typed, typed } from "./digits.ts";
import { t } from "../words.ts";

export class ScorePair extends HTMLElement {
  #typed: Typed | null = null;
  #undo: HTMLButtonElement | null = null;

  connectedCallback(): void {
    if (this.#undo) return;
    this.#undo = button(t("undo"), "quiet", () => this.choose(null));
    this.querySelector(".after")?.append(this.#undo);
    this.addEventListener("change", () => this.#changed());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.#undo.hidden = this.value === null;
  }

  #radios(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  }

  /** The answer, 0 to 10, or `null` while there is none. */
  get value(): number | null {
    const picked = this.#radios().find((radio) => radio.checked);
    return picked ? Number(picked.value) : null;
  }

  /** Sets the answer as a tap would; `null` takes it back. */
  choose(value: number | null): void {
    for (const radio of this.#radios()) radio.checked = value !== null && Number(radio.value) === value;
    const target = this.#radios().find((radio) => radio.checked) ?? this.#radios()[0];
    target?.focus();
    this.#changed();
  }

  #changed(): void {
    if (this.#undo) this.#undo.hidden = this.value === null;
    this.dispatchEvent(new CustomEvent<number | null>("score", { detail: this.value, bubbles: true }));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = typed(this.#typed, event.key, event.timeStamp);
    if (!now) return;
    event.preventDefault();
    this.#typed = now;
    this.choose(now.value);
  }
}

customElements.define("score-pair", ScorePair);
