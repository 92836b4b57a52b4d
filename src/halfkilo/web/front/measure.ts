/** Measuring by clock and counter: one thing at a time, the number readable from where one stands; and questionnaires one item at a time. */
import "./styles/trial.css";
import "./styles/measure.css";
import { button, dataBlock, h, tongue } from "./dom.ts";
import { OneByOne } from "./measure/ask.ts";
import { advance, begin, type Event, face, place, type State, type Terms } from "./measure/steps.ts";
import { makePair } from "./pieces/make-pair.ts";
import { Tone } from "./pieces/tone.ts";
import { voiceButton } from "./pieces/voice-button.ts";
import { Awake, Voice } from "./player/device.ts";
import { t } from "./words.ts";

const LEAD_S = 3;
const TENTHS = new Intl.NumberFormat(tongue(), { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });

const title = (text: string): HTMLElement => h("h2", { tabindex: "-1" }, text);

class Timing {
  readonly #terms: Terms;
  readonly #root: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #voice = new Voice();
  readonly #awake = new Awake();
  readonly #tone = new Tone();
  readonly #name = document.querySelector("h1")?.textContent ?? "";
  #state: State;
  #tick: ((now: number) => void) | null = null;
  #press: (() => void) | null = null;

  constructor(root: HTMLElement, form: HTMLFormElement, terms: Terms) {
    [this.#root, this.#form, this.#terms] = [root, form, terms];
    this.#state = begin(terms);
    form.hidden = true;
    document.addEventListener("keydown", (event) => this.#key(event));
    const beat = (now: number): void => {
      this.#tick?.(now);
      requestAnimationFrame(beat);
    };
    requestAnimationFrame(beat);
    this.#render();
  }

  /** Space is the big key wherever the focus is, but on another button; Escape stops for today. */
  #key(event: KeyboardEvent): void {
    if (event.repeat || !document.body.hasAttribute("data-measuring")) return;
    if (event.key === "Escape") return this.#emit({ kind: "stop" });
    const elsewhere = event.target instanceof HTMLElement && event.target.matches("button:not(.key-big), input, a, summary");
    if (event.key !== " " || elsewhere || !this.#press) return;
    event.preventDefault();
    this.#press();
  }

  #emit(event: Event): void {
    const before = this.#state;
    this.#state = advance(before, event);
    if (this.#state !== before) this.#render();
  }

  #render(): void {
    const { kind } = this.#state.screen;
    [this.#tick, this.#press] = [null, null];
    const make: Readonly<Record<typeof kind, () => (Node | null)[]>> = {
      ready: () => this.#ready(), go: () => this.#go(), run: () => this.#run(), value: () => this.#value(), rest: () => this.#rest(),
      pain: () => this.#pain(), done: () => this.#done(), left: () => this.#left(),
    };
    const nodes = make[kind]().filter((node): node is Node => node !== null);
    for (const node of document.querySelectorAll(".test-intro")) node.toggleAttribute("hidden", kind !== "ready");
    for (const node of document.querySelectorAll(".trial-intro")) node.classList.toggle("sr", kind !== "ready"); // one thing on the screen
    document.body.toggleAttribute("data-measuring", kind !== "ready");
    this.#awake.set(kind === "run" || kind === "rest");
    const ended = kind === "done" || kind === "left" || kind === "pain";
    const foot = h("div", { class: "trial-foot" }, ended ? null : button(t("step.stop"), "quiet", () => this.#emit({ kind: "stop" })), voiceButton(this.#voice));
    this.#root.replaceChildren(h("div", { class: "trial-panel" }, kind === "ready" ? null : h("p", { class: "kicker" }, this.#name), ...nodes), kind === "ready" ? "" : foot);
    if (kind !== "ready") this.#root.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  #ready(): (Node | null)[] {
    return [h("div", { class: "actions" }, button(t("step.begin"), "go big", () => this.#emit({ kind: "begin" })),
      button(t("step.by_hand"), "quiet", () => {
        this.#form.hidden = false;
        this.#root.replaceChildren();
        this.#form.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
      }))];
  }

  /** Which try of what: nothing to say where there is only one. */
  #heading(): string {
    const { item, n } = place(this.#state);
    const facts = { name: item.name.charAt(0).toUpperCase() + item.name.slice(1), n, all: this.#terms.tries };
    if (this.#terms.tries > 1) return t(item.name ? "step.which" : "step.try", facts);
    return facts.name || this.#name;
  }

  get #hint(): string {
    return t(`step.${this.#terms.way}_hint`);
  }

  #go(): (Node | null)[] {
    const { screen } = this.#state;
    const practice = screen.kind === "go" && screen.practice;
    return [
      title(practice ? t("step.practice") : this.#heading()), h("p", { class: "lead soft" }, practice ? t("step.practice_text") : this.#hint),
      h("div", { class: "actions" }, button(t("step.start"), "go big", () => {
        this.#tone.sound(330); // a first tone wakes the device's sound while a hand is still on it
        this.#emit({ kind: "start" });
      })),
    ];
  }

  /** Three seconds to get ready, then the clock; a count ends by itself, the others at the big key or at the latest at their end. */
  #run(): (Node | null)[] {
    const { screen } = this.#state;
    const practice = screen.kind === "run" && screen.practice;
    const counting = this.#terms.way === "count";
    const big = h("b", { class: "huge" }, counting ? "0" : face(this.#terms, 0));
    const clock = h("p", { class: "trial-cue", "aria-hidden": "true" });
    const said = h("p", { class: "sr", role: "status" });
    const since = performance.now();
    let [count, going, over] = [0, false, false];
    const seconds = (): number => (performance.now() - since) / 1000 - LEAD_S;
    const end = (value: number): void => {
      if (over) return;
      over = true;
      this.#tone.sound(440);
      this.#emit({ kind: "ran", value });
    };
    this.#press = () => {
      if (!going || over) return;
      if (!counting) return end(Math.min(this.#terms.seconds * 10, Math.round(seconds() * 10)));
      count += 1;
      big.textContent = String(count);
    };
    this.#tick = () => {
      const now = seconds();
      if (now >= 0 && !going) {
        going = true;
        said.textContent = t("step.go");
        this.#voice.say(t("step.go"));
        this.#tone.sound(880);
      }
      const shown = now < 0 ? t("step.start_in", { n: Math.ceil(-now) }) : counting ? `${face(this.#terms, now)} ${t("step.seconds")}` : t("step.go");
      if (clock.textContent !== shown) clock.textContent = shown;
      if (!counting && going) big.textContent = TENTHS.format(Number(face(this.#terms, now)));
      if (now >= this.#terms.seconds) end(counting ? count : this.#terms.seconds * 10);
    };
    const key = h("button", { type: "button", class: "go key-big" }, t(counting ? "step.count" : "step.done_key"));
    key.addEventListener("pointerdown", () => this.#press?.());
    key.addEventListener("keydown", (event) => event.key === "Enter" && !event.repeat && this.#press?.());
    return [
      title(practice ? t("step.practice") : this.#heading()), clock, said,
      h("p", { class: `count${counting ? " load" : ""}` }, big, " ", h("span", {}, t(counting ? "step.stands" : "step.seconds"))), key, h("p", { class: "soft small" }, this.#hint),
    ];
  }

  #value(): (Node | null)[] {
    const { screen } = this.#state;
    const value = screen.kind === "value" ? screen.value : 0;
    const counting = this.#terms.way === "count";
    const shown = counting ? String(value) : TENTHS.format(value / 10);
    this.#voice.say(`${shown} ${t(counting ? "step.stands" : "step.seconds")}`);
    return [
      title(t("step.counted")), h("p", { class: "count load", role: "status" }, h("b", { class: "huge" }, shown), " ", h("span", {}, t(counting ? "step.stands" : "step.seconds"))),
      counting ? h("div", { class: "cluster" }, button(t("step.fewer"), "", () => this.#emit({ kind: "change", by: -1 })), button(t("step.count"), "", () => this.#emit({ kind: "change", by: 1 }))) : null,
      h("div", { class: "actions" }, button(t("step.go_on"), "go big", () => this.#emit({ kind: "next" })), button(t("step.repeat"), "quiet", () => this.#emit({ kind: "again" }))),
    ];
  }

  #rest(): (Node | null)[] {
    const big = h("b", { class: "huge" }, String(this.#terms.rest));
    const words = h("p", { class: "trial-cue", role: "status" });
    const next = button(t("step.go_on"), "big", () => this.#emit({ kind: "rested" }));
    const since = performance.now();
    this.#tick = (now) => {
      const left = Math.max(0, Math.ceil(this.#terms.rest - (now - since) / 1000));
      if (big.textContent !== String(left)) big.textContent = String(left);
      if (left > 0 || words.textContent) return;
      words.textContent = t("step.rested");
      next.classList.add("go");
      this.#voice.say(t("step.rested"));
    };
    return [title(t("step.rest")), h("p", { class: "count moss" }, big, " ", h("span", {}, t("step.seconds"))), words, h("div", { class: "actions" }, next)];
  }

  #pain(): (Node | null)[] {
    const pair = makePair("felt", t("step.ask_pain"), { 0: t("scale_0"), 3: t("scale_3"), 5: t("scale_5"), 7: t("scale_7"), 10: t("scale_10") }, "pain");
    return [title(t("step.enough")), pair, h("div", { class: "actions" }, button(t("step.go_on"), "go big", () => this.#emit({ kind: "felt", pain: pair.value })))];
  }

  /** Into the form, which the site reads as if it had been filled in by hand. */
  #done(): (Node | null)[] {
    const counting = this.#terms.way === "count";
    for (const { item, n, value } of this.#state.tries) {
      const field = this.#form.querySelector<HTMLInputElement>(`[name="value-${item}-${n}"]`);
      if (field) field.value = counting ? String(value) : (value / 10).toFixed(1);
    }
    const felt = this.#state.pain === null ? null : this.#form.querySelector<HTMLInputElement>(`[name="pain"][value="${this.#state.pain}"]`);
    if (felt) felt.checked = true;
    const { screen } = this.#state;
    const over = screen.kind === "done" && screen.over;
    return [title(over ? t("step.above", { line: this.#terms.line }) : t("step.enough")), h("div", { class: "actions" }, button(t("step.keep"), "go big", () => this.#form.requestSubmit()))];
  }

  #left(): (Node | null)[] {
    return [title(t("step.enough")), h("p", { class: "lead" }, t("step.left_out")), h("div", { class: "actions" }, h("a", { class: "button go big", href: this.#terms.back }, t("step.back")))];
  }
}

const root = document.getElementById("timing");
const form = document.getElementById("by-hand");
const terms = dataBlock<Terms>("terms");
const timed = terms?.way === "count" || terms?.way === "lap" || terms?.way === "hold";
// A form that came back with something to mend stays as it is; an angle or a gauge is read off and written down.
if (root && terms && timed && form instanceof HTMLFormElement && !form.querySelector(".problem")) new Timing(root, form, terms);

const asking = document.getElementById("asking");
const list = asking?.querySelector<HTMLElement>("[data-items]");
if (asking instanceof HTMLFormElement && list && list.querySelectorAll(".asked").length > 1) new OneByOne(asking, list);

// Something did happen: what it was, since when and in which words opens by itself.
for (const more of document.querySelectorAll<HTMLDetailsElement>(".event-more")) {
  more.closest("form")?.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === "event") more.open = target.value !== "none";
  });
}
