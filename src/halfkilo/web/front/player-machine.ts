/**
 * The player as a pure machine: `advance(state, event) -> { state, entries, release }`.
 *
 * It knows no clock, page or network: ids come in with the event, entries go out as drafts. Whatever the event,
 * the load of a running exercise only stays or falls; the one exception is the finder, where the person asks for the next step.
 */
import type { SetTold } from "./player/coaching.ts";
import { type Item, lighter, type PartKind, type Session } from "./player/session.ts";

/** One exercise of the session with what has become of it. */
export interface Work {
  readonly part: PartKind;
  readonly purpose: string;
  readonly item: Item;
  readonly insteadOf: string | null;
}

/** Why a set or session was stopped, as the journal's `stopped` knows it; `sign` comes with the stop sign's name. */
export type Reason = "pain" | "fatigue" | "fear" | "time" | "other" | "unknown" | "sign";

/** How a step of the comfortable-load finder ended. */
export type Found = "more" | "comfortable" | "hurts";

/** How it was stopped: by the screen, a key, a let-go handle, ... */
export type How = "screen" | "key" | "let_go" | "lowered" | "clicker" | "voice" | "machine";

/** What is on the screen. */
export type Screen =
  | { readonly kind: "welcome" }
  | { readonly kind: "intro" }
  | { readonly kind: "set"; readonly n: number }
  | { readonly kind: "find"; readonly n: number; readonly count: number }
  | { readonly kind: "rest"; readonly n: number; readonly seconds: number }
  | { readonly kind: "eased"; readonly n: number }
  | { readonly kind: "swap"; readonly back: Screen }
  | { readonly kind: "reason"; readonly how: How; readonly back: Screen }
  | { readonly kind: "onward"; readonly reason: Reason }
  | { readonly kind: "care" }
  | { readonly kind: "ask" }
  | { readonly kind: "close" }
  | { readonly kind: "done" };

/** An entry as the machine drafts it; the queue adds time and person. */
export interface Draft {
  readonly id: string;
  readonly kind: "session_opened" | "set_done" | "checked_in" | "corrected" | "stopped" | "session_closed" | "range_taught" | "baseline_taken";
  readonly body: Readonly<Record<string, unknown>>;
}

export interface State {
  readonly session: Session;
  readonly works: readonly Work[];
  readonly at: number;
  readonly screen: Screen;
  readonly hurt: boolean;
  readonly setsDone: number;
  readonly lastSet: { readonly id: string; readonly at: number; readonly body: Readonly<Record<string, unknown>> } | null;
  readonly touched: readonly number[]; // places in `works` where something was done
}

export type Event =
  | { readonly kind: "begin"; readonly id: string }
  | { readonly kind: "ready" }
  | { readonly kind: "set_done"; readonly id: string; readonly count: number; readonly form?: SetTold }
  | { readonly kind: "offered"; readonly grams: number }
  | { readonly kind: "recount"; readonly id: string; readonly count: number }
  | { readonly kind: "rested" }
  | { readonly kind: "found"; readonly id: string; readonly how: Found }
  | { readonly kind: "hurts"; readonly id: string; readonly count: number }
  | { readonly kind: "go_on_lighter" }
  | { readonly kind: "leave"; readonly id: string }
  | { readonly kind: "mistake" }
  | { readonly kind: "easier" }
  | { readonly kind: "swap" }
  | { readonly kind: "swap_for"; readonly index: number }
  | { readonly kind: "stop"; readonly id: string; readonly count: number; readonly how: How }
  | { readonly kind: "reason"; readonly id: string; readonly reason: Reason; readonly sign?: string }
  | { readonly kind: "answered"; readonly id: string; readonly effort: number | null; readonly peak: number | null; readonly peaks?: Readonly<Record<string, number>> }
  | { readonly kind: "next" }
  | { readonly kind: "finish" }
  | { readonly kind: "closed"; readonly id: string; readonly checkId: string; readonly pain: Readonly<Record<string, number>>; readonly word: string | null };

/** The next state, what to write down, and whether the machine must let go now. */
export interface Move {
  readonly state: State;
  readonly entries: readonly Draft[];
  readonly release: boolean;
}

/** The state a session begins in. */
export function begin(session: Session): State {
  const works = session.parts.flatMap((part) =>
    part.items.map((item): Work => ({ part: part.kind, purpose: part.purpose, item, insteadOf: null })),
  );
  return { session, works, at: 0, screen: { kind: "welcome" }, hurt: false, setsDone: 0, lastSet: null, touched: [] };
}

/** A state read back after a reload: never in the middle of a set, which begins again at "get ready"; every question is still there. */
export function resumed(state: State): State {
  return state.screen.kind === "set" ? show(state, { kind: "intro" }) : state;
}

/** The exercise the person is at; `null` once all are behind them. */
export function current(state: State): Work | null {
  return state.works[state.at] ?? null;
}

/** What comes after this exercise, for "next up". */
export function following(state: State): Work | null {
  return state.works[state.at + 1] ?? null;
}

/** True while a load may be on: the stop is big, and Space and Escape mean stop. */
export function loaded(state: State): boolean {
  const work = current(state);
  return state.screen.kind === "set" && work !== null && work.item.variant !== "body" && work.item.grams > 0;
}

const stay = (state: State): Move => ({ state, entries: [], release: false });
const go = (state: State, entries: readonly Draft[] = [], release = false): Move => ({ state, entries, release });

function show(state: State, screen: Screen): State {
  return { ...state, screen };
}

function setBody(state: State, work: Work, n: number, done: number): Record<string, unknown> {
  const { exercise, variant: tool, side, grams, target, sets } = work.item;
  return { session: state.session.session, exercise, tool, side, number: n, grams, done, target, sets };
}

function withItem(state: State, item: Item, insteadOf: string | null): State {
  const works = state.works.map((work, index) => (index === state.at ? { ...work, item, insteadOf } : work));
  return { ...state, works };
}

function toNext(state: State): State {
  const fresh = { ...state, at: state.at + 1, hurt: false };
  return show(fresh, current(fresh) ? { kind: "intro" } : { kind: "close" });
}

function afterLastSet(state: State): State {
  const asks = state.hurt || current(state)?.item.ask;
  return asks ? show(state, { kind: "ask" }) : toNext(state);
}

function afterSet(state: State, n: number): State {
  const work = current(state);
  if (!work || n >= work.item.sets) return afterLastSet(state);
  return show(state, { kind: "rest", n, seconds: work.item.rest_s });
}

function logged(state: State, id: string, n: number, count: number, finder?: Found, form?: SetTold): Move {
  const work = current(state);
  if (!work) return stay(state);
  const seen = form ? { form_lost: form.lost, form: form.form } : {};
  const body = { ...setBody(state, work, n, count), ...(finder ? { finder } : {}), ...seen };
  const touched = state.touched.includes(state.at) ? state.touched : [...state.touched, state.at];
  const kept = { ...state, lastSet: { id, at: state.at, body }, setsDone: state.setsDone + 1, touched };
  return go(kept, [{ id, kind: "set_done", body }], true);
}

function setDone(state: State, event: Extract<Event, { kind: "set_done" }>): Move {
  if (state.screen.kind !== "set") return stay(state);
  const { n } = state.screen;
  if (finding(state)) return go(show(state, { kind: "find", n, count: event.count }), [], true);
  const move = logged(state, event.id, n, event.count, undefined, event.form);
  return { ...move, state: afterSet(move.state, n) };
}

/** The gym gives less than planned: what is written down is what was held. Never more. */
function offered(state: State, grams: number): Move {
  const work = current(state);
  if (state.screen.kind !== "set" || !work || !Number.isInteger(grams) || grams <= 0 || grams >= work.item.grams) return stay(state);
  return go(withItem(state, { ...work.item, grams }, work.insteadOf));
}

/** True while the exercise is the comfortable-load finder: a few repetitions a step, and the person says how it was. */
export function finding(state: State): boolean {
  return Boolean(current(state)?.item.steps?.length);
}

/** The only place where a load goes up: the person has just said that this step was easy and asked for the next. */
function found(state: State, event: Extract<Event, { kind: "found" }>): Move {
  const work = current(state);
  if (state.screen.kind !== "find" || !work) return stay(state);
  const { n, count } = state.screen;
  const move = logged(state, event.id, n, count, event.how);
  const grams = work.item.steps?.[n];
  if (event.how !== "more" || grams === undefined) return { ...move, state: afterLastSet({ ...move.state, hurt: event.how === "hurts" }) };
  return { ...move, state: show(withItem(move.state, { ...work.item, grams }, work.insteadOf), { kind: "set", n: n + 1 }) };
}

function recount(state: State, event: Extract<Event, { kind: "recount" }>): Move {
  if (!state.lastSet || state.lastSet.body["done"] === event.count) return stay(state);
  const body = { ...state.lastSet.body, done: event.count };
  const draft: Draft = { id: event.id, kind: "corrected", body: { entry: state.lastSet.id, body } };
  return go({ ...state, lastSet: { ...state.lastSet, body } }, [draft]);
}

/** "Hurts": the load goes at once; what was done of the set is kept; what next is asked after. */
function hurts(state: State, event: Extract<Event, { kind: "hurts" }>): Move {
  const n = state.screen.kind === "set" || state.screen.kind === "rest" ? state.screen.n : 0;
  const eased = show({ ...state, hurt: true }, { kind: "eased", n });
  if (state.screen.kind === "set" && finding(state)) {
    const move = logged(state, event.id, n, event.count, "hurts");
    return { ...move, state: afterLastSet({ ...move.state, hurt: true }) };
  }
  if (state.screen.kind !== "set" || event.count === 0) return go(eased, [], true);
  const move = logged(state, event.id, n, event.count);
  return { ...move, state: { ...move.state, hurt: true, screen: { kind: "eased", n } } };
}

function goOnLighter(state: State): Move {
  const work = current(state);
  if (state.screen.kind !== "eased" || !work) return stay(state);
  const { n } = state.screen;
  const lower = withItem(state, { ...work.item, grams: lighter(work.item) }, work.insteadOf);
  return go(n === 0 ? show(lower, { kind: "intro" }) : afterSet(lower, n), [], true);
}

function stopped(state: State, id: string, why: Reason, how: How, sign?: string): Draft {
  const item = state.screen.kind === "close" ? undefined : current(state)?.item;
  const at = item ? { exercise: item.exercise, tool: item.variant, side: item.side } : {};
  const { session, on } = state.session;
  return { id, kind: "stopped", body: { on, why, how, session, ...at, ...(sign ? { sign } : {}) } };
}

/** Taking the easier neighbour, or where there is none the same exercise a little lighter. */
function easier(state: State): Move {
  const work = current(state);
  if (!work) return stay(state);
  const { item } = work;
  const next = item.easier ?? { ...item, grams: lighter(item) };
  const instead = item.easier ? (work.insteadOf ?? item.exercise) : work.insteadOf;
  return go(show(withItem(state, next, instead), { kind: "intro" }), [], true);
}

function swapFor(state: State, index: number): Move {
  const work = current(state);
  const item = work?.item.swap[index];
  if (!work || !item) return stay(state);
  return go(show(withItem(state, item, work.insteadOf ?? work.item.exercise), { kind: "intro" }), [], true);
}

/** The stop: load off first, whatever the screen; then, at rest, why. */
function stop(state: State, event: Extract<Event, { kind: "stop" }>): Move {
  const { screen } = state;
  if (screen.kind === "welcome" || screen.kind === "done" || screen.kind === "reason") return go(state, [], true);
  const asking: Screen = { kind: "reason", how: event.how, back: screen.kind === "close" ? screen : { kind: "intro" } };
  if (screen.kind !== "set" || event.count === 0 || finding(state)) return go(show(state, asking), [], true);
  const move = logged(state, event.id, screen.n, event.count);
  return { ...move, state: show(move.state, asking) };
}

function because(state: State, event: Extract<Event, { kind: "reason" }>): Move {
  if (state.screen.kind !== "reason") return stay(state);
  const entries = [stopped(state, event.id, event.reason, state.screen.how, event.sign)];
  if (event.reason === "sign") return go(show(state, { kind: "care" }), entries, true);
  if (event.reason === "pain") return go(show({ ...state, hurt: true }, { kind: "ask" }), entries, true);
  return go(show(state, { kind: "onward", reason: event.reason }), entries, true);
}

function leave(state: State, id: string): Move {
  if (state.screen.kind !== "eased") return stay(state);
  return go(show(state, { kind: "ask" }), [stopped(state, id, "pain", "screen")], true);
}

/** Effort and worst pain of the exercise just done, asked once. An unanswered question is simply missing. */
function answered(state: State, event: Extract<Event, { kind: "answered" }>): Move {
  const work = current(state);
  if (state.screen.kind !== "ask" || !work) return stay(state);
  const peaks = event.peaks && Object.keys(event.peaks).length ? { peaks: event.peaks } : {};
  const scores = { ...(event.effort === null ? {} : { effort: event.effort }), ...(event.peak === null ? {} : { peak: event.peak }), ...peaks };
  if (!Object.keys(scores).length) return go(toNext(state));
  const { session, on } = state.session;
  const { exercise, variant: tool, side } = work.item;
  const whose = work.item.whole && !state.hurt ? {} : { side };
  const body = { moment: "exercise", on, session, exercise, tool, ...whose, ...scores };
  return go(toNext(state), [{ id: event.id, kind: "checked_in", body }]);
}

function closed(state: State, event: Extract<Event, { kind: "closed" }>): Move {
  if (state.screen.kind !== "close") return stay(state);
  const { session, on } = state.session;
  const word = event.word ? { word: event.word } : {};
  const check: Draft = { id: event.checkId, kind: "checked_in", body: { moment: "cool_down", on, session, pain: event.pain, ...word } };
  const end: Draft = { id: event.id, kind: "session_closed", body: { session, done: state.touched.length, ...word } };
  const answers = Object.keys(event.pain).length ? [check] : [];
  return go(show(state, { kind: "done" }), [...answers, end], true);
}

function opened(state: State, id: string): Move {
  if (state.screen.kind !== "welcome") return stay(state);
  const first: Screen = current(state) ? { kind: "intro" } : { kind: "close" };
  const { session, mode, on, minutes } = state.session;
  return go(show(state, first), [{ id, kind: "session_opened", body: { session, on, mode, minutes, planned: state.works.length } }]);
}

function back(state: State): Move {
  if (state.screen.kind === "swap" || state.screen.kind === "reason") return go(show(state, state.screen.back));
  if (state.screen.kind === "eased") return go(show({ ...state, hurt: false }, { kind: "intro" }));
  return stay(state);
}

/** One step of the machine. Events that make no sense on the present screen change nothing. */
export function advance(state: State, event: Event): Move {
  switch (event.kind) {
    case "begin": return opened(state, event.id);
    case "ready": return state.screen.kind === "intro" ? go(show(state, { kind: "set", n: nextSet(state) })) : stay(state);
    case "set_done": return setDone(state, event);
    case "offered": return offered(state, event.grams);
    case "recount": return recount(state, event);
    case "rested": return state.screen.kind === "rest" ? go(show(state, { kind: "set", n: state.screen.n + 1 })) : stay(state);
    case "found": return found(state, event);
    case "hurts": return hurts(state, event);
    case "go_on_lighter": return goOnLighter(state);
    case "leave": return leave(state, event.id);
    case "mistake": return back(state);
    case "easier": return easier(state);
    case "swap": return go(show(state, { kind: "swap", back: { kind: "intro" } }), [], true);
    case "swap_for": return swapFor(state, event.index);
    case "stop": return stop(state, event);
    case "reason": return because(state, event);
    case "answered": return answered(state, event);
    case "next": return go(toNext(state));
    case "finish": return go(show(state, { kind: "close" }), [], true);
    case "closed": return closed(state, event);
  }
}

/** The number of the set to be done now: sets of this exercise already behind the person are not repeated. */
function nextSet(state: State): number {
  const work = current(state);
  const body = state.lastSet?.body;
  const same = work && body && body["exercise"] === work.item.exercise && body["side"] === work.item.side;
  const done = same ? Number(body["number"]) : 0;
  return Math.min(done + 1, work?.item.sets ?? 1);
}
