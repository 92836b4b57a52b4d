/**
 * Cardio minutes by the talk test: the same rules as `gym/trials/cardio.py`, for a player that may be without the site; one file of cases
 * holds both. How talking feels leads; the heart only guides, never upwards, and not at all where something may hold it back (H43).
 */

/** What the page knows about this person, from `cardio.terms`. */
export interface Terms {
  readonly heart: boolean;
  readonly ask_every_s: number;
  readonly holds_s: number;
  readonly lost_s: number;
  readonly settled_s: number;
  readonly comfortable_least: number;
  readonly bpm_least: number;
  readonly bpm_most: number;
}

export type Talk = "easy" | "comfortable" | "hard";
export type Pace = "may_rise" | "stay" | "slower" | "talk";

/** Times are seconds of one clock. */
export interface Beat {
  readonly at: number;
  readonly bpm: number;
}

export interface Answer {
  readonly at: number;
  readonly talk: Talk;
  readonly bpm: number | null;
}

/** Whether a reading is a heart and not a loose strap. */
export function trusted(bpm: number, contact: unknown, of: Terms): boolean {
  return contact !== false && bpm >= of.bpm_least && bpm <= of.bpm_most;
}

/** The heart rate to show; `null` when the last one is too old. */
export function heartNow(beats: readonly Beat[], now: number, of: Terms): number | null {
  const last = beats.at(-1);
  return last && now - last.at <= of.lost_s ? last.bpm : null;
}

/** The heart rate that goes with an answer; `null` with less than half of the time before it heard. */
export function around(beats: readonly Beat[], moment: number, of: Terms): number | null {
  const near = beats.filter((beat) => beat.at >= moment - of.settled_s && beat.at <= moment);
  const [first, last] = [near[0], near.at(-1)];
  if (!first || !last || last.at - first.at < of.settled_s / 2) return null;
  return Math.round(near.reduce((sum, beat) => sum + beat.bpm, 0) / near.length);
}

/** Lowest and highest heart rate at which talking was comfortable, below every one at which it was hard. */
export function guide(answers: readonly Answer[], of: Terms): readonly [number, number] | null {
  const at = (talk: Talk): number[] => answers.filter((answer) => answer.talk === talk).flatMap(({ bpm }) => (bpm === null ? [] : [bpm]));
  const hard = Math.min(of.bpm_most + 1, ...at("hard"));
  const calm = at("comfortable").filter((bpm) => bpm < hard);
  return of.heart && calm.length >= of.comfortable_least ? [Math.min(...calm), Math.max(...calm)] : null;
}

/** What to do now. */
export function pace(answers: readonly Answer[], beats: readonly Beat[], now: number, of: Terms): Pace {
  const last = answers.at(-1);
  if (!last || now - last.at >= of.ask_every_s) return "talk";
  if (last.talk === "hard") return "slower";
  const [band, bpm] = [guide(answers, of), heartNow(beats, now, of)];
  if (band && bpm !== null && bpm > band[1] && now - last.at >= of.settled_s) return "talk";
  return last.talk === "easy" ? "may_rise" : "stay";
}

/** Seconds at a comfortable pace, by the answers alone. */
export function comfortableSeconds(answers: readonly Answer[], until: number, of: Terms): number {
  const end = (n: number): number => answers[n + 1]?.at ?? until;
  return Math.round(answers.reduce((sum, one, n) => sum + (one.talk === "comfortable" ? Math.max(0, Math.min(end(n) - one.at, of.holds_s)) : 0), 0));
}
