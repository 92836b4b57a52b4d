/** Where a movement at a given tempo stands after some time: pure arithmetic, shared by the bar and the figure. */
import type { Tempo } from "./session.ts";

export type Phase = "there" | "hold" | "back" | "rest";
const PHASES: readonly Phase[] = ["there", "hold", "back", "rest"];

/** A moment of a set. `along` runs 0..1 out and 1..0 back; `through` is the share of the phase that has passed. */
export interface Beat {
  readonly rep: number;
  readonly phase: Phase;
  readonly through: number;
  readonly along: number;
  readonly left: number;
}

/** Seconds one repetition takes. */
export function repSeconds(tempo: Tempo): number {
  return tempo[0] + tempo[1] + tempo[2] + tempo[3];
}

/** The beat `seconds` after the first repetition began. A tempo of zeros stands still. */
export function beatAt(tempo: Tempo, seconds: number): Beat {
  const whole = repSeconds(tempo);
  if (!(whole > 0) || !(seconds >= 0)) return { rep: 0, phase: "there", through: 0, along: 0, left: 0 };
  let within = seconds % whole;
  const rep = Math.floor(seconds / whole);
  for (const [index, length] of tempo.entries()) {
    if (within < length) return beat(rep, PHASES[index] ?? "rest", within / length, length - within);
    within -= length;
  }
  return beat(rep, "rest", 1, 0);
}

/** Seconds since the first repetition began at this moment: `beatAt` the other way round. */
export function secondsAt(tempo: Tempo, { rep, phase, through }: Pick<Beat, "rep" | "phase" | "through">): number {
  const at = PHASES.indexOf(phase);
  const before = tempo.slice(0, at).reduce((sum, length) => sum + length, 0);
  return rep * repSeconds(tempo) + before + through * (tempo[at] ?? 0);
}

function beat(rep: number, phase: Phase, through: number, left: number): Beat {
  const along = { there: through, hold: 1, back: 1 - through, rest: 0 }[phase];
  return { rep, phase, through, along, left };
}
