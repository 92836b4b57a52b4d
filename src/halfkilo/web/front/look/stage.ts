/** The guided take on the screen: a mirror, one sentence that can be read from three metres, one number. Closing it closes the camera. */
import { button, h } from "../dom.ts";
import { Eyes, type Trouble } from "../form/eyes.ts";
import type { Light } from "../form/light.ts";
import { Mirror } from "../form/mirror.ts";
import type { Seen } from "../form/wire.ts";
import { Tone } from "../pieces/tone.ts";
import { Awake, Voice } from "../player/device.ts";
import { t } from "../words.ts";
import { KNOWN } from "./parts.ts";
import { amiss } from "./place.ts";
import { send } from "./send.ts";
import { advance, begin, type Event, left, type Part, part, REPEATS, type State } from "./take.ts";
import { bent } from "./turns.ts";

const BEAT_MS = 100;
/** Hertz: the first one, the countdown, its end, the end of a take. */
const TONES = { awake: 330, soon: 440, now: 880, over: 660 } as const;

export class Stage {
  readonly #form: HTMLFormElement;
  readonly #eyes = new Eyes({ seen: (seen) => this.#see(seen), light: (light) => (this.#light = light), trouble: (why) => this.#trouble(why), open: () => this.#opened() });
  readonly #mirror = new Mirror(this.#eyes.video, () => true);
  readonly #voice = new Voice();
  readonly #awake = new Awake();
  readonly #tone = new Tone();
  readonly #takes = new Map<string, Seen[]>();
  readonly #problems = new Map<string, string>();
  readonly #glass = h("div", { class: "look-glass" }, this.#mirror.canvas);
  readonly #kicker = h("p", { class: "kicker" });
  readonly #title = h("h2", { id: "look-title", tabindex: "-1" });
  readonly #how = h("p", { class: "soft" });
  readonly #cue = h("p", { class: "look-cue", role: "status" });
  readonly #number = h("p", { class: "look-number", "aria-hidden": "true" });
  readonly #list = h("ul", { class: "look-taken" });
  readonly #keys = h("div", { class: "actions" });
  readonly #dialog = h("dialog", { class: "look-stage", "aria-labelledby": "look-title" }, this.#glass,
    h("div", { class: "look-words" }, this.#kicker, this.#title, this.#how, this.#cue, this.#number, this.#list, this.#keys));
  #state: State;
  #light: Light = { dark: false, covered: false };
  #hint = "nobody";
  #beat = 0;
  #note = "";
  #open = false;
  #shown = "";

  constructor(form: HTMLFormElement, parts: readonly Part[]) {
    this.#form = form;
    this.#state = begin(parts, performance.now());
    document.body.append(this.#dialog);
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // Escape closes the camera; what was taken is still there to be kept
      this.#enough();
    });
    this.#dialog.addEventListener("close", () => this.#gone());
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("pagehide", () => this.#dark());
  }

  async show(): Promise<void> {
    this.#dialog.showModal();
    this.#tone.sound(TONES.awake); // while a hand is on the device: later nobody touches it
    await this.#look();
  }

  async #look(): Promise<void> {
    this.#note = "";
    this.#awake.set(true);
    this.#mirror.start();
    this.#render();
    await this.#eyes.open();
  }

  // --- what happens ----------------------------------------------------------------------------------------------------

  #opened(): void {
    this.#open = true;
    this.#emit({ kind: "opened" });
    this.#beat = window.setInterval(() => this.#emit({ kind: "tick" }), BEAT_MS);
    this.#render();
  }

  #see(seen: Seen): void {
    this.#mirror.see(seen);
    const { name, still } = part(this.#state);
    const { wanted, joint } = KNOWN[name]!;
    this.#hint = amiss(seen.people ? seen : null, this.#light, wanted);
    if (this.#state.phase === "take") this.#takes.get(name)?.push(seen);
    this.#emit({ kind: "see", well: !this.#hint, seen: seen.people > 0, angle: still || !joint ? null : bent(seen, joint) });
  }

  #emit(event: Event): void {
    const [before, now] = [this.#state, performance.now()];
    this.#state = advance(before, event, now);
    const { phase } = this.#state;
    if (phase !== before.phase) this.#turned(before.phase);
    else if (phase === "ready" && left(this.#state, now) !== left(before, now - BEAT_MS)) this.#tone.sound(TONES.soon);
    if (this.#dialog.open) this.#render();
  }

  #turned(before: State["phase"]): void {
    const { phase } = this.#state;
    const { name } = part(this.#state);
    if (phase === "take") {
      this.#takes.set(name, []);
      this.#problems.delete(name);
      this.#tone.sound(TONES.now);
    }
    if (before === "take") this.#tone.sound(TONES.over);
    if (phase === "review") this.#dark();
  }

  /** The camera is off; what was taken stays. */
  #dark(): void {
    clearInterval(this.#beat);
    this.#eyes.close();
    this.#mirror.stop();
    this.#open = false;
    this.#awake.set(false);
  }

  #trouble(why: Trouble): void {
    this.#note = t(`look.trouble.${why}`);
    this.#emit({ kind: "finish" });
    this.#dark();
    this.#render();
  }

  #enough(): void {
    if (this.#state.phase === "review" || !this.#state.taken.length) return this.#dialog.close();
    this.#emit({ kind: "finish" });
  }

  #gone(): void {
    this.#dark();
    this.#voice.hush();
    this.#dialog.remove();
  }

  async #again(name: string): Promise<void> {
    this.#emit({ kind: "redo", name });
    await this.#look();
  }

  async #send(key: HTMLButtonElement): Promise<void> {
    key.disabled = true;
    const takes = new Map(this.#state.taken.map((name) => [name, this.#takes.get(name) ?? []]));
    const sent = await send(this.#form, takes);
    if (sent?.kept) return location.assign(location.pathname);
    key.disabled = false;
    this.#note = sent ? (sent.problems.get("") ?? "") : t("look.offline");
    for (const [name, said] of sent?.problems ?? []) {
      if (!name) continue;
      this.#problems.set(name, said);
      this.#emit({ kind: "drop", name });
    }
    this.#shown = "";
    this.#render();
  }

  // --- what is shown ---------------------------------------------------------------------------------------------------

  /** Space is the first key, wherever the focus is but on another key: a presenter in the hand is enough. */
  #key(event: KeyboardEvent): void {
    if (event.key !== " " || event.repeat || (event.target instanceof HTMLElement && event.target.matches("button"))) return;
    event.preventDefault();
    this.#keys.querySelector<HTMLButtonElement>("button.go")?.click();
  }

  #render(): void {
    const { phase, parts, at, only } = this.#state;
    const { name } = part(this.#state);
    const over = phase === "review";
    this.#dialog.dataset["phase"] = phase;
    write(this.#kicker, over || only ? "" : t("look.step", { n: at + 1, all: parts.length }));
    write(this.#title, over ? t(this.#state.taken.length ? "look.review" : "look.nothing") : t(`look.${name}`));
    write(this.#how, over ? (this.#state.taken.length ? t("look.review_text") : "") : t(`look.${name}_how`));
    this.#say(this.#sentence());
    write(this.#number, this.#figure());
    this.#lay();
  }

  #sentence(): string {
    const { phase, again, turns } = this.#state;
    const { still } = part(this.#state);
    switch (phase) {
      case "place":
        if (!this.#open) return t("coach.opening");
        return this.#hint ? t(`setup.${this.#hint}`) : t(again ? "look.once_more" : "look.stay");
      case "ready": return t("look.soon");
      case "take": return still ? t("look.stand") : turns.n ? t("look.moved", { n: turns.n, all: REPEATS }) : t("look.move");
      case "got": return t("look.got");
      case "review": return this.#note;
    }
  }

  #figure(): string {
    const { phase, turns } = this.#state;
    if (phase === "ready" || (phase === "take" && part(this.#state).still)) return String(left(this.#state, performance.now()));
    return phase === "take" ? String(turns.n) : "";
  }

  #say(words: string): void {
    if (this.#cue.textContent === words) return;
    write(this.#cue, words);
    if (words) this.#voice.say(this.#state.phase === "place" && this.#open && !this.#hint ? `${this.#how.textContent} ${words}` : words);
  }

  /** Keys and list are laid anew only when others belong there, so that nobody's focus is taken away. */
  #lay(): void {
    const { phase, at, taken } = this.#state;
    const shown = [phase, at, this.#open, taken.join(), this.#note].join(" ");
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = this.#dialog.contains(document.activeElement) && document.activeElement !== this.#title;
    this.#list.replaceChildren(...(phase === "review" ? this.#state.parts.map((one) => this.#row(one)) : []));
    this.#keys.replaceChildren(...this.#buttons());
    if (focused && !this.#dialog.contains(document.activeElement)) (this.#keys.querySelector<HTMLElement>("button.go") ?? this.#title).focus();
  }

  #buttons(): HTMLElement[] {
    const { phase, taken } = this.#state;
    const close = button(t(phase === "review" ? "look.close" : "look.end"), "quiet", () => (phase === "review" ? this.#dialog.close() : this.#enough()));
    const leave = button(t("look.leave"), "quiet", () => this.#emit({ kind: "leave" }));
    if (phase === "review") {
      const keep = button(t("look.keep"), "go big", () => void this.#send(keep));
      return taken.length ? [keep, close] : [close];
    }
    if (phase === "place" && this.#open) return [button(t("look.begin"), "go", () => this.#emit({ kind: "begin" })), leave, close];
    if (phase === "take" && !part(this.#state).still) return [button(t("look.enough"), "go", () => this.#emit({ kind: "enough" })), close];
    return phase === "ready" ? [leave, close] : [close];
  }

  #row({ name }: Part): HTMLElement {
    const there = this.#state.taken.includes(name);
    const again = button(t(there ? "look.again" : "look.take_it"), "", () => void this.#again(name));
    again.setAttribute("aria-label", `${again.textContent}: ${t(`look.${name}`)}`);
    return h("li", {}, h("div", {}, h("b", {}, t(`look.${name}`)), h("small", { class: "soft" }, this.#problems.get(name) ?? t(there ? "look.there" : "look.left_out"))), again);
  }
}

function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words; // said again it would be read out again
}
