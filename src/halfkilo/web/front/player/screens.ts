/** The screens of the player that wait for a person: everything but the moving set and the rest. */
import { button, h } from "../dom.ts";
import { makePair, type KeyWords } from "../pieces/make-pair.ts";
import type { ScorePair } from "../pieces/score-pair.ts";
import { current, following, finding, type Event, type Reason, type State } from "../player-machine.ts";
import { doseWords, gently, loadNumber, loadRuler, loadWords, nameWords, nextStep, pickUp, targetWords, titled, whyLadder } from "./parts.ts";
import { recount } from "./recount.ts";
import { lighter } from "./session.ts";
import { t } from "./words.ts";
import { uuid7 } from "./uuid7.ts";

/** Sends an event to the machine. */
export type Emit = (event: Event) => void;

type Nodes = (Node | null)[];

const PAIN: () => KeyWords = () => ({ 0: t("scale_0"), 3: t("scale_3"), 5: t("scale_5"), 7: t("scale_7"), 10: t("scale_10") });
const EFFORT: () => KeyWords = () => ({ 0: t("effort_0"), 3: t("effort_3"), 5: t("effort_5"), 7: t("effort_7"), 10: t("effort_10") });

const title = (text: string): HTMLElement => h("h1", { tabindex: "-1" }, text);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function welcome(state: State, emit: Emit): Nodes {
  const { session, works } = state;
  const names = h("ol", { class: "contents" });
  for (const work of works) names.append(h("li", {}, h("span", {}, nameWords(work.item)), h("span", { class: "soft" }, loadWords(work.item))));
  return [
    title(t("welcome", { minutes: session.minutes, count: works.length })),
    h("p", { class: "lead soft" }, t("welcome_hint")),
    nextStep(t("begin"), () => emit({ kind: "begin", id: uuid7() })),
    names,
  ];
}

export function intro(state: State, emit: Emit): Nodes {
  const work = current(state);
  if (!work) return [];
  const { item } = work;
  const faults = item.faults.map((fault) => `${fault.see}: ${fault.try}`);
  return [
    h("p", { class: "kicker" }, `${t(work.part)} · ${work.purpose}`),
    title(nameWords(item)),
    h("div", { class: "numbers-row" }, loadNumber(item), h("p", { class: "target" }, finding(state) ? t("find_target", { target: targetWords(item) }) : doseWords(item), item.pulley ? h("br") : null, item.pulley ? t("pulley", { place: t(item.pulley as "low") }) : null)),
    pickUp(item),
    nextStep(t("ready"), () => emit({ kind: "ready" })),
    gently(item, state.session.mode),
    loadRuler(item),
    whyLadder(item),
    titled(t("setup"), item.setup),
    titled(t("cues"), [...item.cues, item.breathe].filter(Boolean)),
    titled(t("faults"), faults),
  ];
}

/** After each step of the finder. "A little more" names the load it leads to, so that nobody is surprised by it. */
export function find(state: State, emit: Emit): Nodes {
  const item = current(state)?.item;
  if (!item || state.screen.kind !== "find") return [];
  const next = item.steps?.[state.screen.n];
  const say = (how: "more" | "comfortable" | "hurts"): void => emit({ kind: "found", id: uuid7(), how });
  const more = next === undefined ? t("more_last") : t("more", { load: loadWords({ ...item, grams: next }) });
  return [
    title(t("find_title", { load: loadWords(item) })),
    h("p", { class: "soft" }, t("find_hint")),
    h("div", { class: "pile" }, button(t("comfortable"), "go big", () => say("comfortable")), button(more, "big", () => say("more")), button(t("too_much"), "big", () => say("hurts"))),
  ];
}

export function eased(state: State, emit: Emit): Nodes {
  const item = current(state)?.item;
  if (!item) return [];
  const less = lighter(item);
  const weighted = item.variant !== "body" && item.grams > 0;
  const on = weighted && less > 0 ? t("go_lighter", { load: loadWords({ ...item, grams: less }) }) : t("go_smaller");
  return [
    title(weighted ? t("eased_title") : t("eased_plain")),
    h("p", { class: "lead" }, t("eased_text", { name: item.name })),
    h("div", { class: "pile" },
      button(on, "go big", () => emit({ kind: "go_on_lighter" })),
      button(t("leave"), "big", () => emit({ kind: "leave", id: uuid7() })),
      button(t("mistake"), "quiet", () => emit({ kind: "mistake" }))),
    h("breathing-pace" as "div", {}),
  ];
}

export function swap(state: State, emit: Emit): Nodes {
  const item = current(state)?.item;
  if (!item) return [];
  const pile = h("div", { class: "pile" });
  item.swap.forEach((other, index) => {
    const made = button("", "big other", () => emit({ kind: "swap_for", index }));
    made.append(h("span", {}, nameWords(other)), h("small", { class: "soft" }, `${loadWords(other)} · ${targetWords(other)}`));
    pile.append(made);
  });
  if (!item.swap.length) pile.append(h("p", {}, t("swap_none")));
  pile.append(button(t("keep", { name: item.name }), "quiet", () => emit({ kind: "mistake" })));
  return [title(t("swap_title")), pile];
}

const SIGNS = ["chest_pressure", "faint_or_breathless", "new_weakness_numbness", "sharp_tearing", "palpitations", "new_worst_headache", "saddle_numb", "bladder_bowel"] as const;

/** Who ended the set, when it was not the screen. */
function endedBy(state: State): HTMLElement | null {
  const how = state.screen.kind === "reason" ? state.screen.how : "screen";
  const told = how === "machine" ? t("by_machine") : how === "let_go" ? t("by_let_go") : how === "lowered" ? t("by_lowered") : "";
  return told ? h("p", { class: "lead", role: "status" }, told) : null;
}

export function reason(state: State, emit: Emit): Nodes {
  const because = (why: Reason, sign?: string): void => emit({ kind: "reason", id: uuid7(), reason: why, ...(sign ? { sign } : {}) });
  const pile = h("div", { class: "pile pairs" });
  for (const why of ["pain", "fatigue", "fear", "time", "other"] as const) pile.append(button(t(why), "big", () => because(why)));
  const signs = h("div", { class: "pile two" });
  for (const sign of SIGNS) signs.append(button(t(sign), "big", () => because("sign", sign)));
  const unwell = h("details", { class: "unwell" }, h("summary", { class: "button big halt" }, t("sign")), h("p", {}, t("sign_hint")), signs);
  return [title(t("reason_title")), endedBy(state), h("p", { class: "soft" }, t("reason_hint")), pile, unwell, button(t("mistake"), "quiet", () => emit({ kind: "mistake" }))];
}

export function care(state: State, emit: Emit): Nodes {
  const number = state.session.emergency || "112"; // nobody has to have told us one to be shown one
  return [
    h("div", { class: "notice care", role: "alert" }, title(t("care_title")), h("p", { class: "lead" }, t("care_text", { number }))),
    h("div", { class: "actions" }, h("a", { class: "button halt big", href: `tel:${number}` }, t("call", { number })), button(t("finish"), "big", () => emit({ kind: "finish" }))),
  ];
}

export function onward(state: State, emit: Emit): Nodes {
  const after = following(state);
  const pile = h("div", { class: "pile" });
  if (after) pile.append(button(t("next_exercise", { name: after.item.name }), "go big", () => emit({ kind: "next" })));
  pile.append(button(t("finish"), after ? "big" : "go big", () => emit({ kind: "finish" })));
  return [title(t("onward_title")), h("p", { class: "lead" }, t("onward_text", { done: state.touched.length, all: state.works.length })), pile];
}

export function askAfter(state: State, emit: Emit): Nodes {
  const item = current(state)?.item;
  if (!item) return [];
  const { last } = item;
  const effort = makePair("effort", t("effort"), EFFORT(), "effort", last?.effort);
  const peak = makePair("peak", t("peak"), PAIN(), "pain", last?.peak);
  const several = (item.places?.length ?? 0) > 1 ? item.places! : [];
  const pairs = several.map(({ region, words }): [string, ScorePair] => [region, makePair(`peak_${region}`, t("peak_in", { region: words }), PAIN(), "pain")]);
  const same = last && !pairs.length && button(t("same", { effort: last.effort, peak: last.peak }), "wide", () => {
    effort.choose(last.effort);
    peak.choose(last.peak);
    next.focus();
  });
  const next = nextStep(t("next"), () => {
    const told = pairs.filter(([, pair]) => pair.value !== null).map(([region, pair]): [string, number] => [region, pair.value as number]);
    const worst = told.length ? Math.max(...told.map(([, value]) => value)) : peak.value;
    emit({ kind: "answered", id: uuid7(), effort: effort.value, peak: worst, ...(told.length ? { peaks: Object.fromEntries(told) } : {}) });
  });
  const pains = pairs.length ? pairs.map(([, pair]) => pair) : [peak];
  return [title(t("ask_title", { name: item.whole && !state.hurt ? item.name : nameWords(item) })), same || null, effort, ...pains, recount(state, emit), next];
}

export function close(state: State, emit: Emit): Nodes {
  const pairs = (state.session.tracked ?? []).map(({ region, words, before }): [string, ScorePair] => [
    region,
    makePair(`now_${region}`, capital(t("close_region", { region: words })), PAIN(), "pain", before),
  ]);
  const words = h("fieldset", {}, h("legend", {}, t("word_title")));
  const row = h("div", { class: "choices row" });
  for (const key of ["word_1", "word_2", "word_3", "word_4"] as const) row.append(h("label", { class: "choice" }, h("input", { type: "radio", name: "word", value: t(key) }), t(key)));
  words.append(row);
  const save = nextStep(t("save"), () => {
    const answered = pairs.filter(([, pair]) => pair.value !== null).map(([region, pair]) => [region, pair.value as number]);
    const word = words.querySelector<HTMLInputElement>("input:checked")?.value ?? null;
    emit({ kind: "closed", id: uuid7(), checkId: uuid7(), pain: Object.fromEntries(answered), word });
  });
  return [title(t("close_title")), ...pairs.map(([, pair]) => pair), words, save];
}

export function done(state: State, home: string): Nodes {
  const [did, all] = [state.touched.length, state.works.length];
  return [
    title(did >= all ? t("done_title_all") : t("done_title", { done: did, all })),
    h("p", { class: "lead" }, t("done_text")),
    h("a", { class: "button go big", href: home, "data-act": "" }, t("home")),
  ];
}
