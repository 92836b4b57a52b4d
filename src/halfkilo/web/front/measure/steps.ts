/**
 * A test with a clock or a counter as a pure machine: which screen, and what was measured so far. It knows no clock and no page.
 * A practice round never counts; a try may be taken again; pain above the person's line ends it, and what was measured stays.
 */

/** What the page knows about this test; seconds, and pain as 0 to 10. */
export interface Terms {
  readonly way: "count" | "lap" | "hold" | "angle" | "gauge";
  readonly seconds: number;
  readonly tries: number;
  readonly practice: boolean;
  readonly rest: number;
  readonly line: number;
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly back: string;
}

export type Screen =
  | { readonly kind: "ready" }
  | { readonly kind: "go"; readonly practice: boolean }
  | { readonly kind: "run"; readonly practice: boolean }
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "rest" }
  | { readonly kind: "pain" }
  | { readonly kind: "done"; readonly over: boolean }
  | { readonly kind: "left" };

/** One try that counts. value: stands, or tenths of a second. */
export interface Try {
  readonly item: string;
  readonly n: number;
  readonly value: number;
}

export interface State {
  readonly terms: Terms;
  readonly screen: Screen;
  readonly tries: readonly Try[];
  readonly pain: number | null;
}

export type Event =
  | { readonly kind: "begin" }
  | { readonly kind: "start" }
  | { readonly kind: "ran"; readonly value: number }
  | { readonly kind: "change"; readonly by: number }
  | { readonly kind: "again" }
  | { readonly kind: "next" }
  | { readonly kind: "rested" }
  | { readonly kind: "felt"; readonly pain: number | null }
  | { readonly kind: "stop" };

export function begin(terms: Terms): State {
  return { terms, screen: { kind: "ready" }, tries: [], pain: null };
}

/** The item and the number of the try that comes now. */
export function place({ terms, tries }: State): { item: Terms["items"][number]; n: number } {
  const at = Math.min(tries.length, terms.items.length * terms.tries - 1);
  return { item: terms.items[Math.floor(at / terms.tries)] as Terms["items"][number], n: (at % terms.tries) + 1 };
}

const to = (state: State, screen: Screen): State => ({ ...state, screen });

function kept(state: State, value: number): State {
  const { item, n } = place(state);
  const tries = [...state.tries, { item: item.id, n, value }];
  const all = tries.length >= state.terms.items.length * state.terms.tries;
  return { ...state, tries, screen: { kind: all ? "pain" : state.terms.rest ? "rest" : "go", practice: false } as Screen };
}

/** The end for today: what was measured is asked about once and kept; nothing measured, nothing kept. */
function stop(state: State): State {
  const { kind } = state.screen;
  if (kind === "done" || kind === "left" || kind === "pain") return state;
  const held = state.screen.kind === "value" ? kept(state, state.screen.value) : state;
  return to(held, { kind: held.tries.length ? "pain" : "left" });
}

export function advance(state: State, event: Event): State {
  const { screen, terms } = state;
  switch (event.kind) {
    case "begin":
      return screen.kind === "ready" ? to(state, { kind: "go", practice: terms.practice }) : state;
    case "start":
      return screen.kind === "go" ? to(state, { kind: "run", practice: screen.practice }) : state;
    case "ran":
      if (screen.kind !== "run") return state;
      return to(state, screen.practice ? { kind: terms.rest ? "rest" : "go", practice: false } as Screen : { kind: "value", value: event.value });
    case "change":
      return screen.kind === "value" ? to(state, { kind: "value", value: Math.max(0, screen.value + event.by) }) : state;
    case "again":
      return screen.kind === "value" ? to(state, { kind: "go", practice: false }) : state;
    case "next":
      return screen.kind === "value" ? kept(state, screen.value) : state;
    case "rested":
      return screen.kind === "rest" ? to(state, { kind: "go", practice: false }) : state;
    case "felt":
      if (screen.kind !== "pain") return state;
      return { ...state, pain: event.pain, screen: { kind: "done", over: event.pain !== null && event.pain > terms.line } };
    case "stop":
      return stop(state);
  }
}

/** What a clock shows: whole seconds that are left of a count, tenths that have passed of everything else. */
export function face(terms: Terms, seconds: number): string {
  const passed = Math.max(0, Math.min(seconds, terms.seconds));
  return terms.way === "count" ? String(Math.ceil(terms.seconds - passed)) : (Math.floor(passed * 10) / 10).toFixed(1);
}
