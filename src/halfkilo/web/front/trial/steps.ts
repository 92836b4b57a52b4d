/**
 * A guided test as a pure machine: which screen, and what counts so far. It knows no device and no page. A disturbed pull or stand is
 * taken again, never counted low; pain above the person's line ends it.
 */

/** What the page knows about this test; seconds, and pain as 0 to 10. */
export interface Terms {
  readonly trial: "strength" | "balance";
  readonly series: string;
  readonly line: number;
  readonly wanted: number;
  readonly most: number;
  readonly least: number;
  readonly pull_s: number;
  readonly stand_s: number;
  readonly settle_s: number;
  readonly rest_s: number;
  readonly judge: string;
  readonly ticket: string;
  readonly back: string;
}

export type Screen =
  | { readonly kind: "ready" }
  | { readonly kind: "zero"; readonly again: boolean }
  | { readonly kind: "go"; readonly practice: boolean }
  | { readonly kind: "run"; readonly practice: boolean }
  | { readonly kind: "checking" }
  | { readonly kind: "verdict"; readonly clean: boolean; readonly value: number; readonly words: readonly string[]; readonly asks: boolean; readonly zero: boolean }
  | { readonly kind: "rest"; readonly zero: boolean }
  | { readonly kind: "done"; readonly over: boolean }
  | { readonly kind: "left"; readonly over: boolean };

export interface State {
  readonly terms: Terms;
  readonly screen: Screen;
  readonly values: readonly number[];
  readonly tries: number;
  readonly pain: number | null;
}

export type Event =
  | { readonly kind: "begin"; readonly device: boolean }
  | { readonly kind: "zeroed"; readonly steady: boolean }
  | { readonly kind: "start" }
  | { readonly kind: "ran" }
  | { readonly kind: "judged"; readonly clean: boolean; readonly value: number; readonly words: readonly string[]; readonly zero?: boolean }
  | { readonly kind: "typed"; readonly value: number }
  | { readonly kind: "practised" }
  | { readonly kind: "unanswered" }
  | { readonly kind: "next"; readonly pain: number | null }
  | { readonly kind: "rested"; readonly device: boolean }
  | { readonly kind: "stop" };

export function begin(terms: Terms): State {
  return { terms, screen: { kind: "ready" }, values: [], tries: 0, pain: null };
}

/** The number of the pull or stand that comes now. */
export function number(state: State): number {
  return Math.min(state.values.length + 1, state.terms.wanted);
}

const to = (state: State, screen: Screen): State => ({ ...state, screen });
const strong = (state: State): boolean => state.terms.trial === "strength";

/** The end: what is clean is kept when it is enough for a result, else nothing is. */
function end(state: State, over: boolean): State {
  return to(state, { kind: state.values.length >= state.terms.least ? "done" : "left", over });
}

function judged(state: State, clean: boolean, value: number, words: readonly string[], zero: boolean): State {
  const values = clean ? [...state.values, value] : state.values;
  return { ...state, values, tries: state.tries + 1, screen: { kind: "verdict", clean, value, words, asks: strong(state), zero } };
}

/** Pain above the line ends it: what was measured stays, and no pull follows. */
function next(state: State, said: number | null): State {
  if (state.screen.kind !== "verdict") return state;
  const pain = said === null ? state.pain : Math.max(said, state.pain ?? 0);
  const told = { ...state, pain };
  if (said !== null && said > state.terms.line) return end(told, true);
  if (state.values.length >= state.terms.wanted || state.tries >= state.terms.most) return end(told, false);
  return to(told, { kind: "rest", zero: state.screen.zero });
}

export function advance(state: State, event: Event): State {
  const { screen } = state;
  switch (event.kind) {
    case "begin":
      return screen.kind === "ready" ? to(state, event.device ? { kind: "zero", again: false } : { kind: "go", practice: strong(state) }) : state;
    case "zeroed":
      if (screen.kind !== "zero") return state;
      return to(state, event.steady ? { kind: "go", practice: strong(state) && state.tries === 0 } : { kind: "zero", again: true });
    case "start":
      return screen.kind === "go" ? to(state, { kind: "run", practice: screen.practice }) : state;
    case "ran":
      if (screen.kind !== "run") return state;
      return to(state, screen.practice ? { kind: "rest", zero: false } : { kind: "checking" });
    case "judged":
      return screen.kind === "checking" ? judged(state, event.clean, event.value, event.words, event.zero ?? false) : state;
    case "unanswered":
      return screen.kind === "checking" ? to(state, { kind: "go", practice: false }) : state;
    case "typed":
      return screen.kind === "go" && !screen.practice ? judged(state, true, event.value, [], false) : state;
    case "practised":
      return screen.kind === "go" && screen.practice ? to(state, { kind: "rest", zero: false }) : state;
    case "next":
      return next(state, event.pain);
    case "rested":
      if (screen.kind !== "rest") return state;
      return to(state, screen.zero && event.device ? { kind: "zero", again: false } : { kind: "go", practice: false });
    case "stop":
      return screen.kind === "done" || screen.kind === "left" ? state : end(state, false);
  }
}

/** What the pull's clock says `seconds` after it began: build up, hold, ease off. */
export function cue(seconds: number, pull_s: number): "build" | "hold" | "ease" | "off" {
  if (seconds >= pull_s) return "off";
  if (seconds < 1.5) return "build";
  return seconds < pull_s - 1 ? "hold" : "ease";
}
