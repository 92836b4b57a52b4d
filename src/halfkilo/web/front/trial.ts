/** The guided strength and balance tests: one thing at a time, live from the device, or typed where none is heard. */
import "./styles/trial.css";
import { button, dataBlock, h, tongue } from "./dom.ts";
import { makePair } from "./pieces/make-pair.ts";
import { voiceButton } from "./pieces/voice-button.ts";
import { Voice } from "./player/device.ts";
import { whole, type Row } from "./sensors.ts";
import { Curve, Plate } from "./trial/drawn.ts";
import { post, Watch } from "./trial/link.ts";
import { advance, begin, cue, type Event, number, type State, type Terms } from "./trial/steps.ts";
import { t } from "./words.ts";

const ZERO_MS = 2200;
const LEAD_S = 3;
const AFTER_S = 0.7; // readings a little past the end, so that letting go is in them
const KEEP_AWAY_MS = 1500;

const TENTHS = new Intl.NumberFormat(tongue(), { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });

interface Judged { readonly clean: boolean; readonly value: number; readonly words: readonly string[]; readonly zero?: boolean }

const title = (text: string): HTMLElement => h("h2", { tabindex: "-1" }, text);

class Trial {
  readonly #terms: Terms;
  readonly #root: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #watch: Watch;
  readonly #voice = new Voice();
  readonly #strong: boolean;
  readonly #name = document.querySelector("h1")?.textContent ?? "";
  #state: State;
  #stood: readonly Row[] = [];
  #slack: readonly Row[] = [];
  #zero = 0;
  #tick: ((now: number) => void) | null = null;
  #typing = false;

  constructor(root: HTMLElement, form: HTMLFormElement, terms: Terms) {
    this.#root = root;
    this.#form = form;
    this.#terms = terms;
    this.#strong = terms.trial === "strength";
    this.#state = begin(terms);
    this.#watch = new Watch(this.#strong ? "Force" : "Balance", terms.ticket, () => this.#heard());
    form.hidden = true;
    void this.#watch.start();
    addEventListener("pagehide", () => this.#watch.stop());
    this.#render();
    const beat = (now: number): void => {
      this.#tick?.(now);
      requestAnimationFrame(beat);
    };
    requestAnimationFrame(beat);
  }

  get #device(): boolean {
    return this.#watch.readings.device !== "";
  }

  /** Which device is heard may change while a screen waits: it says so, and the field for typing comes or goes. */
  #heard(): void {
    const line = this.#root.querySelector("[data-heard]");
    const words = this.#device ? t("step.heard", { name: this.#watch.readings.device }) : t("step.silent");
    if (line && line.textContent !== words) line.textContent = words;
    const { kind } = this.#state.screen;
    if (kind === "go" && this.#typing === this.#device) this.#render();
  }

  #emit(event: Event): void {
    const before = this.#state;
    this.#state = advance(before, event);
    if (this.#state !== before) this.#render();
  }

  #render(): void {
    const { kind } = this.#state.screen;
    this.#tick = null;
    this.#typing = kind === "go" && !this.#device;
    const make: Readonly<Record<typeof kind, () => (Node | null)[]>> = {
      ready: () => this.#ready(), zero: () => this.#zeroing(), go: () => this.#go(), run: () => this.#run(), checking: () => [title(t("step.checking"))],
      verdict: () => this.#verdict(), rest: () => this.#rest(), done: () => this.#done(), left: () => this.#left(),
    };
    const nodes = make[kind]().filter((node): node is Node => node !== null);
    document.querySelector(".setup")?.toggleAttribute("hidden", kind !== "ready");
    for (const node of document.querySelectorAll(".trial-intro")) node.classList.toggle("sr", kind !== "ready"); // one thing on the screen
    document.body.toggleAttribute("data-measuring", kind !== "ready");
    const ended = kind === "done" || kind === "left";
    const foot = h("div", { class: "trial-foot" }, ended ? null : button(t("step.stop"), "quiet", () => this.#emit({ kind: "stop" })), voiceButton(this.#voice));
    this.#root.replaceChildren(h("div", { class: "trial-panel" }, kind === "ready" ? null : h("p", { class: "kicker" }, this.#name), ...nodes), kind === "ready" ? "" : foot);
    if (kind !== "ready") this.#root.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  #ready(): (Node | null)[] {
    return [
      h("p", { class: "soft", "data-heard": "", role: "status" }, this.#device ? t("step.heard", { name: this.#watch.readings.device }) : t("step.silent")),
      h("div", { class: "actions" }, button(t("step.begin"), "go big", () => this.#emit({ kind: "begin", device: this.#device })), h("a", { class: "button quiet", href: this.#terms.back }, t("back"))),
    ];
  }

  /** The strap slack, or a few quiet seconds on the plate: collected, then judged by the site. */
  #zeroing(): (Node | null)[] {
    const { screen } = this.#state;
    const [head, text, again] = this.#strong ? ["zero", "zero_text", "zero_again"] : ["weigh", "weigh_text", "weigh_again"];
    const repeat = screen.kind === "zero" && screen.again;
    const from = this.#watch.readings.last?.at_us ?? 0;
    this.#voice.say(t(`step.${head}`));
    let asked = false;
    const since = performance.now();
    const plate = this.#strong ? null : new Plate(t("step.plate"));
    this.#tick = (now) => {
      if (plate) this.#showSway(plate);
      if (asked || now - since < ZERO_MS + (repeat ? KEEP_AWAY_MS : 0)) return;
      asked = true;
      void this.#askZero(from);
    };
    return [title(t(`step.${head}`)), h("p", { class: "lead soft", role: "status" }, t(`step.${repeat ? again : text}`)), plate?.node ?? null];
  }

  async #askZero(from: number): Promise<void> {
    const last = this.#watch.readings.last?.at_us ?? 0;
    this.#slack = this.#watch.readings.since(Math.max(from, last - 2_000_000));
    const found = await post<Judged>(this.#terms.judge, this.#question([]));
    if (found?.clean) this.#zero = found.value;
    this.#emit({ kind: "zeroed", steady: found?.clean ?? false });
  }

  #heading(): string {
    return this.#strong ? t("step.pull", { n: number(this.#state), all: this.#terms.wanted }) : t("step.stand", { n: number(this.#state), all: this.#terms.wanted });
  }

  #go(): (Node | null)[] {
    const { screen } = this.#state;
    const practice = screen.kind === "go" && screen.practice;
    const head = title(practice ? t("step.practice") : this.#heading());
    if (this.#device) return [head, h("div", { class: "actions" }, button(t("step.start"), "go big", () => this.#emit({ kind: "start" })))];
    if (practice) return [head, h("div", { class: "actions" }, button(t("step.next"), "go big", () => this.#emit({ kind: "practised" })))];
    return [head, ...this.#typed()];
  }

  /** Without a device: the number it showed. */
  #typed(): Node[] {
    const field = h("input", { class: "short", type: "text", inputmode: "decimal", id: "typed", maxlength: "8", autocomplete: "off" });
    const problem = h("p", { class: "problem", role: "alert", hidden: true });
    const keep = (): void => {
      const text = field.value.trim().replace(",", ".");
      const value = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * (this.#strong ? 1000 : 10)) : 0;
      if (value > 0) return this.#emit({ kind: "typed", value });
      problem.textContent = t("form.unread", { text: field.value.slice(0, 20), example: this.#strong ? "12.5" : "14.2" });
      problem.hidden = false;
      field.focus();
    };
    field.addEventListener("keydown", (event) => event.key === "Enter" && keep());
    return [
      h("div", { class: "field" }, h("label", { for: "typed" }, t("step.shown")), h("p", { class: "hint" }, t(this.#strong ? "step.shown_kg" : "step.shown_mm")), field, problem),
      h("div", { class: "actions" }, button(t("step.next"), "go big", keep)),
    ];
  }

  #run(): (Node | null)[] {
    const { screen } = this.#state;
    const practice = screen.kind === "run" && screen.practice;
    return this.#strong ? this.#pull(practice) : this.#stand();
  }

  #pull(practice: boolean): (Node | null)[] {
    const big = h("b", { class: "huge" }, "0");
    const words = h("p", { class: "trial-cue", role: "status" });
    const curve = new Curve(t("step.curve"));
    const from = this.#watch.readings.last?.at_us ?? 0;
    const since = performance.now();
    let [said, over] = ["", false];
    this.#tick = (now) => {
      const seconds = (now - since) / 1000 - LEAD_S;
      const told = !this.#device ? t("step.lost") : seconds < 0 ? t("step.start_in", { n: Math.ceil(-seconds) }) : t(`step.${cue(seconds, this.#terms.pull_s)}`);
      if (told !== said) {
        said = words.textContent = told;
        if (seconds >= 0) this.#voice.say(told);
      }
      this.#showForce(big, curve);
      if (over || seconds < this.#terms.pull_s + AFTER_S) return;
      over = true;
      this.#emit({ kind: "ran" });
      if (!practice) void this.#ask(from, false);
    };
    return [title(practice ? t("step.practice") : this.#heading()), h("p", { class: "count load" }, big, " ", h("span", {}, t("step.kg"))), words, curve.node];
  }

  #showForce(big: HTMLElement, curve: Curve): void {
    const { last } = this.#watch.readings;
    if (!last) return;
    const rows = this.#watch.readings.since(last.at_us - 8_000_000).map(({ at_us, sample }): [number, number] => [at_us / 1e6, whole(sample["grams"]) - this.#zero]);
    big.textContent = TENTHS.format(Math.max(0, rows.at(-1)?.[1] ?? 0) / 1000);
    curve.show(rows);
  }

  /** Seen before it begins and after it ends: who watches the dot stands differently from who looks straight ahead. */
  #stand(): (Node | null)[] {
    const big = h("b", { class: "huge" }, String(this.#terms.stand_s));
    const words = h("p", { class: "trial-cue", role: "status" });
    const plate = new Plate(t("step.plate"));
    const since = performance.now();
    let [from, over, said] = [-1, false, ""];
    const end = (held: boolean): void => {
      if (over) return;
      over = true;
      this.#voice.say(t("step.off"));
      this.#emit({ kind: "ran" });
      void this.#ask(Math.max(0, from), held);
    };
    this.#tick = (now) => {
      const seconds = (now - since) / 1000 - this.#terms.settle_s;
      if (seconds < 0) this.#showSway(plate);
      else if (from < 0) {
        from = this.#watch.readings.last?.at_us ?? 0;
        plate.node.remove();
      }
      const told = !this.#device ? t("step.lost") : seconds < 0 ? t("step.start_in", { n: Math.ceil(-seconds) }) : t("step.still");
      if (told !== said) {
        said = words.textContent = told;
        if (seconds >= 0) this.#voice.say(told);
      }
      const left = String(Math.ceil(Math.max(0, this.#terms.stand_s - Math.max(0, seconds))));
      if (big.textContent !== left) big.textContent = left;
      if (seconds >= this.#terms.stand_s + 0.2) end(false);
    };
    return [
      title(this.#heading()), h("p", { class: "count" }, big, " ", h("span", {}, t("step.seconds"))), words, plate.node,
      h("div", { class: "actions" }, button(t("step.held_on"), "big", () => end(true))),
    ];
  }

  #showSway(plate: Plate): void {
    const { last } = this.#watch.readings;
    if (last) plate.show(this.#watch.readings.since(last.at_us - 3_000_000).map(place));
  }

  /** Is it clean? Without an answer nothing is counted, and it is taken once more. */
  async #ask(from: number, said: boolean): Promise<void> {
    this.#stood = this.#watch.readings.since(Math.max(0, from));
    const found = await post<Judged>(this.#terms.judge, this.#question(this.#stood, said));
    if (found) this.#emit({ kind: "judged", ...found });
    else this.#emit({ kind: "unanswered" });
  }

  #question(rows: readonly Row[], said = false): unknown {
    if (this.#strong) return { strength: { slack: this.#slack.map(gauge), pull: rows.map(gauge) } };
    return { balance: { stance: this.#terms.series, quiet: this.#slack.map(plate), stand: rows.map(plate), said } };
  }

  #verdict(): (Node | null)[] {
    const { screen } = this.#state;
    if (screen.kind !== "verdict") return [];
    const big = screen.clean ? h("p", { class: "count load" }, h("b", { class: "huge" }, shown(screen.value, this.#strong)), " ", h("span", {}, this.#strong ? t("step.kg") : "mm/s")) : null;
    const pair = screen.asks ? makePair("felt", t("step.ask_pain"), { 0: t("scale_0"), 3: t("scale_3"), 5: t("scale_5"), 7: t("scale_7"), 10: t("scale_10") }, "pain") : null;
    const next = button(t("step.next"), "go big", () => this.#emit({ kind: "next", pain: pair?.value ?? null }));
    const way = this.#strong || !screen.clean || !this.#stood.length ? null : new Plate(t("step.plate"));
    way?.show(this.#stood.map(place));
    return [title(screen.clean ? t("step.counted") : t("step.more")), big, way?.node ?? null, ...screen.words.map((line) => h("p", { class: "lead" }, line)), pair, h("div", { class: "actions" }, next)];
  }

  #rest(): (Node | null)[] {
    const words = h("p", { class: "lead soft", role: "status" });
    const big = h("b", { class: "huge" }, String(this.#terms.rest_s));
    const next = button(t("step.next"), "big", () => this.#emit({ kind: "rested", device: this.#device }));
    const since = performance.now();
    this.#voice.say(t("step.rest"));
    this.#tick = (now) => {
      const left = Math.max(0, Math.ceil(this.#terms.rest_s - (now - since) / 1000));
      if (big.textContent !== String(left)) big.textContent = String(left);
      if (left === 0 && !words.textContent) {
        words.textContent = t("step.rested");
        next.classList.add("go");
        this.#voice.say(t("step.rested"));
      }
    };
    return [title(t("step.rest")), h("p", { class: "count moss" }, big, " ", h("span", {}, t("step.seconds"))), words, h("breathing-pace" as "div", {}), h("div", { class: "actions" }, next)];
  }

  /** Into the form, which the site reads as if it had been filled in by hand. */
  #done(): (Node | null)[] {
    this.#state.values.forEach((value, at) => {
      const field = this.#form.querySelector<HTMLInputElement>(`[name="value-${at + 1}"]`);
      if (field) field.value = this.#strong ? (value / 1000).toFixed(3) : (value / 10).toFixed(1);
    });
    const felt = this.#state.pain === null ? null : this.#form.querySelector<HTMLInputElement>(`[name="pain"][value="${this.#state.pain}"]`);
    if (felt) felt.checked = true;
    return [title(this.#over()), h("div", { class: "actions" }, button(t("step.keep"), "go big", () => this.#form.requestSubmit()))];
  }

  #left(): (Node | null)[] {
    return [title(this.#over()), h("p", { class: "lead" }, t("step.left_out")), h("div", { class: "actions" }, h("a", { class: "button go big", href: this.#terms.back }, t("back")))];
  }

  #over(): string {
    const { screen } = this.#state;
    return (screen.kind === "done" || screen.kind === "left") && screen.over ? t("step.above", { line: this.#terms.line }) : t("step.enough");
  }
}

/** A value for people: kilograms or mm/s, to a tenth. */
function shown(value: number, strong: boolean): string {
  return TENTHS.format(strong ? value / 1000 : value / 10);
}

/** Where the weight is, millimetres right and forward. */
function place({ sample }: Row): [number, number] {
  return [whole(sample["right_um100"]) / 10, whole(sample["forward_um100"]) / 10];
}

function gauge({ at_us, sample }: Row): unknown {
  return { at_us, grams: whole(sample["grams"]) };
}

function plate({ at_us, sample }: Row): unknown {
  const corners = Array.isArray(sample["corners"]) && sample["corners"].length === 4 ? { corners: sample["corners"].map(whole) } : {};
  return { at_us, grams: whole(sample["grams"]), right_um100: whole(sample["right_um100"]), forward_um100: whole(sample["forward_um100"]), ...corners };
}

const root = document.getElementById("trial");
const form = document.getElementById("by-hand");
const terms = dataBlock<Terms>("terms");
// A form that came back with something to mend stays as it is.
if (root && terms && form instanceof HTMLFormElement && !form.querySelector(".problem")) new Trial(root, form, terms);
