/** The two screens with a clock: the set and the rest. Each returns what to show and how to tick. */
import { h } from "../dom.ts";
import { current, finding, following, type State } from "../player-machine.ts";
import type { Voice } from "./device.ts";
import { loadNumber, nameWords, nextStep, targetWords } from "./parts.ts";
import type { GymState } from "./ports.ts";
import { recount } from "./recount.ts";
import type { Emit } from "./screens.ts";
import { beatAt, type Beat, repSeconds } from "./tempo.ts";
import { uuid7 } from "./uuid7.ts";
import { t } from "./words.ts";

/** A screen that moves. `tick` gets seconds since it came up; `count` is what the person has done so far. */
export interface Moving {
  readonly nodes: (Node | null)[];
  readonly tick: (seconds: number) => Beat | null;
  readonly count: () => number;
  readonly hear: (gym: GymState) => void;
}

const LEAD_IN = 4; // s to take the position before the pace begins

interface Counter { reached: number; byGym: boolean }

function unitsOf(count: "reps" | "seconds" | "minutes", seconds: number, perRep: number): number {
  if (count === "reps") return perRep > 0 ? Math.floor(seconds / perRep) : 0;
  return count === "seconds" ? Math.floor(seconds) : Math.floor(seconds / 60);
}

export function setScreen(state: State, n: number, emit: Emit, voice: Voice): Moving {
  const item = current(state)!.item;
  const counter: Counter = { reached: 0, byGym: false };
  const number = h("b", { class: "huge" }, "0");
  const phase = h("span", { class: "phase" }, t("get_ready"));
  const fill = h("span", { class: "fill" });
  const bar = h("div", { class: "tempo", "aria-hidden": "true" }, fill);
  const finish = nextStep(t("done"), () => emit({ kind: "set_done", id: uuid7(), count: counter.reached }));
  const load = loadNumber(item);
  const held = h("p", { class: "held soft", role: "status" });
  let said = -1;

  const show = (): void => {
    number.textContent = String(counter.reached);
    finish.textContent = counter.reached > 0 ? t("done_all", { n: counter.reached }) : t("done");
    if (counter.reached !== said && counter.reached > 0 && item.count === "reps") voice.say(String(counter.reached));
    said = counter.reached;
  };
  const pace = (seconds: number): Beat | null => {
    const running = seconds - LEAD_IN;
    if (running < 0) {
      phase.textContent = `${t("get_ready")}, ${t("in_seconds", { n: Math.ceil(-running) })}`;
      return null;
    }
    const reached = Math.min(item.target, unitsOf(item.count, running, repSeconds(item.tempo)));
    if (!counter.byGym && reached !== counter.reached) {
      counter.reached = reached;
      show();
    }
    if (counter.reached >= item.target) {
      phase.textContent = t("enough");
      fill.style.transform = "scaleX(0)";
      return null;
    }
    const beat = beatAt(item.tempo, running);
    phase.textContent = t(beat.phase === "rest" ? "rest_phase" : beat.phase);
    fill.style.transform = `scaleX(${beat.along.toFixed(3)})`;
    return beat;
  };
  voice.say(t("say_set", { name: nameWords(item), target: targetWords(item) }));
  const of = h("span", {}, t(`${item.count}_of`, { all: item.target }));
  return {
    nodes: [
      h("p", { class: "kicker" }, finding(state) ? t("find_step", { n }) : t("set_of", { n, all: item.sets })),
      h("h1", { tabindex: "-1" }, nameWords(item)),
      h("div", { class: "numbers-row" }, load, h("p", { class: "count" }, number, " ", of)),
      held,
      h("div", { class: "beat" }, bar, phase),
      finish,
    ],
    tick: pace,
    count: () => counter.reached,
    hear: (gym) => {
      counter.byGym = gym.connected && item.variant === "cable" && item.count === "reps";
      if (counter.byGym) counter.reached = gym.reps;
      held.textContent = gym.message ?? "";
      show();
    },
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
      h("p", {}, upNext),
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
  };
}
