/** The two screens with a clock: the set and the rest. Each returns what to show and how to tick. */
import { h, kilograms } from "../dom.ts";
import { current, finding, following, type State } from "../player-machine.ts";
import type { Voice } from "./device.ts";
import { Pace, type Pacing } from "./pace.ts";
import { gently, loadNumber, nameWords, nextStep, pickUp, targetWords, unitWords } from "./parts.ts";
import { type GymState, release } from "./ports.ts";
import { recount } from "./recount.ts";
import type { Emit } from "./screens.ts";
import type { Item } from "./session.ts";
import type { Beat } from "./tempo.ts";
import { uuid7 } from "./uuid7.ts";
import { t } from "./words.ts";

/** A screen that moves. `tick` gets seconds since it came up; `count` is what the person has done so far. */
export interface Moving {
  readonly nodes: (Node | null)[];
  readonly tick: (seconds: number) => Beat | null;
  readonly count: () => number;
  readonly hear: (gym: GymState) => void;
  /** Repetitions that the camera has seen in this set. */
  readonly seen: (reps: number) => void;
}

/** The parts of the set's screen that change while it runs. */
interface SetParts {
  readonly number: HTMLElement;
  readonly count: HTMLElement;
  readonly load: HTMLElement | null;
  readonly beat: HTMLElement;
  readonly fill: HTMLElement;
  readonly phase: HTMLElement;
  readonly finish: HTMLButtonElement;
}

function setParts(item: Item, act: () => void): SetParts {
  const number = h("b", { class: "huge" }, "0");
  const fill = h("span", { class: "fill" });
  const phase = h("span", { class: "phase" }, t("get_ready"));
  return {
    number, fill, phase,
    count: h("p", { class: "count" }, number, " ", h("span", {}, t(`${item.count}_of`, { all: item.target }))),
    load: loadNumber(item),
    beat: h("div", { class: "beat" }, h("div", { class: "tempo", "aria-hidden": "true" }, fill), phase),
    finish: nextStep(t("done"), act),
  };
}

/** The load as it is read back, in the place of the plan; within half a notch of the plan it is the plan. */
export function heldWords(held: number, item: Pick<Item, "grams" | "step">): string {
  return kilograms(Math.abs(held - item.grams) * 2 <= item.step ? item.grams : Math.round(held / 100) * 100);
}

/** Without a reading the plan, or less where the gym gives less. */
function showHeld(load: HTMLElement | null, gym: GymState, item: Item): void {
  const [number, unit] = [load?.querySelector("b"), load?.querySelector("span")];
  if (!number || !unit || item.variant !== "cable") return;
  const held = gym.connected ? gym.held : null;
  write(number, held === null ? kilograms(item.grams) : heldWords(held, item));
  write(unit, held === null ? unitWords(item) : t("held_now", { unit: unitWords(item) }));
}

/** New words only where they differ, so that a screen reader isn't told the same again. */
function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}

function phaseWords(pacing: Pacing): string {
  if (pacing.is === "lead") return `${t("get_ready")}, ${t("in_seconds", { n: pacing.left })}`;
  if (pacing.is === "beat") return t(pacing.beat.phase === "rest" ? "rest_phase" : pacing.beat.phase);
  return pacing.is === "over" ? t("enough") : "";
}

/** While the gym waits to be armed, its button is the one next step: no bar, no count. */
function showPace(parts: SetParts, pacing: Pacing, reached: number): void {
  const waits = pacing.is === "waiting";
  parts.beat.hidden = parts.count.hidden = waits;
  parts.beat.closest(".player")?.toggleAttribute("data-arming", waits);
  parts.finish.classList.toggle("go", !waits);
  write(parts.number, String(reached));
  write(parts.finish, waits ? t("without_gym") : reached > 0 ? t("done_all", { n: reached }) : t("done"));
  write(parts.phase, phaseWords(pacing));
  parts.fill.style.transform = `scaleX(${pacing.is === "beat" ? pacing.beat.along.toFixed(3) : "0"})`;
}

/** Says each repetition once, and that the last one was the last. */
function caller(item: Item, voice: Voice): (reached: number) => void {
  let said = 0;
  return (reached) => {
    if (reached <= said) return;
    said = reached;
    if (reached >= item.target) voice.say(t("say_last"));
    else if (item.count === "reps") voice.say(String(reached));
  };
}

/** Something beside the clock of a set that moves with it. */
export interface Beside {
  readonly node: HTMLElement;
  readonly tick: () => void;
}

export function setScreen(state: State, n: number, emit: Emit, voice: Voice, beside: Beside | null = null): Moving {
  const item = current(state)!.item;
  const pace = new Pace(item);
  let plan = item;
  const call = caller(item, voice);
  const parts = setParts(item, () => {
    if (pace.led !== "waiting") return emit({ kind: "set_done", id: uuid7(), count: pace.reached });
    pace.alone();
    release();
  });
  voice.say([t("say_set", { name: nameWords(item), target: targetWords(item) }), item.cues[0] ?? ""].join(" "));
  return {
    nodes: [
      h("p", { class: "kicker" }, finding(state) ? t("find_step", { n }) : t("set_of", { n, all: item.sets })),
      h("h1", { tabindex: "-1" }, nameWords(item)),
      h("div", { class: "numbers-row" }, parts.load, parts.count),
      pickUp(item),
      gently(item, state.session.mode),
      parts.beat,
      beside?.node ?? null,
      parts.finish,
    ],
    tick: (seconds) => {
      const pacing = pace.at(seconds);
      beside?.tick();
      showPace(parts, pacing, pace.reached);
      call(pace.reached);
      return pacing.is === "beat" ? pacing.beat : null;
    },
    count: () => pace.reached,
    hear: (gym) => {
      pace.hear(gym);
      if (item.variant === "cable" && gym.offered && gym.offered < plan.grams) {
        plan = { ...plan, grams: gym.offered };
        emit({ kind: "offered", grams: gym.offered });
      }
      showHeld(parts.load, gym, plan);
    },
    seen: (reps) => pace.see(reps),
  };
}

export function restScreen(state: State, n: number, length: number, emit: Emit, voice: Voice): Moving {
  const item = current(state)!.item;
  const left = h("b", { class: "huge" }, String(length));
  const words = h("p", { class: "soft", role: "status" });
  const start = nextStep(t("next_set", { n: n + 1 }), () => emit({ kind: "rested" }));
  start.classList.remove("go"); // it becomes the clear next step when the rest is over
  const after = following(state);
  const upNext = n < item.sets ? t("next_up", { name: nameWords(item) }) : after ? t("next_up", { name: nameWords(after.item) }) : t("last_one");
  voice.say(t("say_rest"));
  return {
    nodes: [
      h("h1", { tabindex: "-1" }, t("rest")),
      h("p", { class: "count moss" }, left, " ", h("span", {}, t("seconds_word"))),
      words,
      h("p", { class: "lead" }, upNext),
      n < item.sets ? pickUp(item) : null,
      start,
      recount(state, emit),
      h("breathing-pace" as "div", {}),
    ],
    tick: (seconds) => {
      const remain = Math.max(0, Math.ceil(length - seconds));
      left.textContent = String(remain);
      if (remain === 0 && !words.textContent) {
        words.textContent = t("rest_over");
        start.classList.add("go");
        voice.say(t("rest_over"));
      }
      return null;
    },
    count: () => 0,
    hear: () => undefined,
    seen: () => undefined,
  };
}
