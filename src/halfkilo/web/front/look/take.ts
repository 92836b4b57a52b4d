/**
 * A guided take as a pure machine: hands free from the first tap to the end, because who stands three metres away can't tap. Each part waits
 * until the person is well seen, counts down, looks, and goes on to the next by itself. It knows no clock, no camera and no page.
 */
import { NONE, turn, type Turns } from "./turns.ts";

export type Phase = "place" | "ready" | "take" | "got" | "review";

export interface Part {
  readonly name: string;
  readonly still: boolean;
}

export interface State {
  readonly parts: readonly Part[];
  readonly at: number;
  readonly phase: Phase;
  /** Milliseconds at which the phase began, and since when what it waits for is so without a break: well seen, or all repetitions done. */
  readonly since: number;
  readonly met: number | null;
  readonly turns: Turns;
  /** Looks of this take, and in how many of them somebody was seen. */
  readonly looks: number;
  readonly seen: number;
  /** Parts that were taken, and whether the last take told too little. */
  readonly taken: readonly string[];
  readonly again: boolean;
  /** Whether only this one part is taken anew. */
  readonly only: boolean;
}

export type Event =
  | { readonly kind: "tick" }
  | { readonly kind: "see"; readonly well: boolean; readonly seen: boolean; readonly angle: number | null }
  /** opened: the camera looks from now on. enough: of this movement. finish: of all. */
  | { readonly kind: "opened" | "begin" | "leave" | "enough" | "finish" }
  /** redo: take this one again. drop: what was taken of it tells nothing. */
  | { readonly kind: "redo" | "drop"; readonly name: string };

export const SECONDS = {
  /** To read or hear what comes. */
  read: 5,
  /** How long somebody is well seen before it goes on. */
  well: 1.5,
  ready: 3,
  still: 5,
  /** A movement ends by itself after so long, however far it came. */
  moves: 60,
  /** After the last repetition, so that its end is in the recording. */
  rest: 1,
  thanks: 2,
} as const;

/** Repetitions of a movement: the site tells the middle one of three turning points. */
export const REPEATS = 3;

/** A recording of fewer looks, or with nobody in more than a third of them, tells nothing (the site's own bounds). */
const LEAST_LOOKS = 10;
const LEAST_SEEN = 0.7;

export function begin(parts: readonly Part[], now: number): State {
  return { parts, at: 0, phase: "place", since: now, met: null, turns: NONE, looks: 0, seen: 0, taken: [], again: false, only: false };
}

export function part(state: State): Part {
  return state.parts[Math.min(state.at, state.parts.length - 1)] as Part;
}

/** Whole seconds that are left of a countdown. */
export function left(state: State, now: number): number {
  const all = state.phase === "ready" ? SECONDS.ready : SECONDS.still;
  return Math.max(0, Math.ceil(all - (now - state.since) / 1000));
}

const to = (state: State, phase: Phase, now: number): State => ({ ...state, phase, since: now, met: null });

/** The next part, or the end. */
function next(state: State, now: number): State {
  const last = state.only || state.at + 1 >= state.parts.length;
  const fresh = { ...state, turns: NONE, looks: 0, seen: 0, again: false };
  return last ? { ...to(fresh, "review", now), only: false } : { ...to(fresh, "place", now), at: state.at + 1 };
}

/** The end of a take: kept when it can tell something, else once more. */
function over(state: State, now: number): State {
  const { still, name } = part(state);
  const enough = state.looks >= LEAST_LOOKS && state.seen >= LEAST_SEEN * state.looks && (still || state.turns.n > 0);
  if (!enough) return { ...to(state, "place", now), again: true };
  return { ...to(state, "got", now), again: false, taken: [...state.taken.filter((other) => other !== name), name] };
}

function tick(state: State, now: number): State {
  const seconds = (now - state.since) / 1000;
  switch (state.phase) {
    case "place":
      return seconds >= SECONDS.read && state.met !== null && now - state.met >= 1000 * SECONDS.well ? to(state, "ready", now) : state;
    case "ready":
      return seconds >= SECONDS.ready ? { ...to(state, "take", now), turns: NONE, looks: 0, seen: 0 } : state;
    case "take":
      if (part(state).still) return seconds >= SECONDS.still ? over(state, now) : state;
      if (state.turns.n >= REPEATS && state.met !== null && now - state.met >= 1000 * SECONDS.rest) return over(state, now);
      return seconds >= SECONDS.moves ? over(state, now) : state;
    case "got":
      return seconds >= SECONDS.thanks ? next(state, now) : state;
    case "review":
      return state;
  }
}

function see(state: State, { well, seen, angle }: Extract<Event, { kind: "see" }>, now: number): State {
  if (state.phase === "place") return { ...state, met: well ? (state.met ?? now) : null };
  if (state.phase !== "take") return state;
  const turns = part(state).still ? state.turns : turn(state.turns, angle);
  const done = turns.n >= REPEATS ? (state.met ?? now) : null;
  return { ...state, turns, looks: state.looks + 1, seen: state.seen + (seen ? 1 : 0), met: done };
}

export function advance(state: State, event: Event, now: number): State {
  const { phase } = state;
  switch (event.kind) {
    case "tick": return tick(state, now);
    case "see": return see(state, event, now);
    case "opened": return phase === "place" ? to(state, "place", now) : state;
    case "begin": return phase === "place" ? to(state, "ready", now) : state;
    case "leave": return phase === "review" ? state : next(state, now);
    case "enough": return phase === "take" && !part(state).still ? over(state, now) : state;
    case "finish": return phase === "review" ? state : { ...to(state, "review", now), only: false };
    case "drop": return { ...state, taken: state.taken.filter((other) => other !== event.name) };
    case "redo": {
      const at = state.parts.findIndex(({ name }) => name === event.name);
      return phase === "review" && at >= 0 ? { ...to(state, "place", now), at, only: true, turns: NONE, looks: 0, seen: 0, again: false } : state;
    }
  }
}
