/** How often somebody went there and back: a guide for the screen, from one angle. The site reads the degrees from the points, not from here. */
import type { Seen } from "../form/wire.ts";

/** Degrees beyond the start below which a movement is none, as on the server. */
const MOVED = 20;
/** How much a new angle counts: a camera trembles by some degrees. */
const FRESH = 0.4;
const SURE = 0.5;

/** An angle at the middle one of three points (left side, MediaPipe's numbers), told as how far it is from where it rests. */
export interface Joint {
  readonly points: readonly [number, number, number];
  /** The angle at rest: an arm hangs along the trunk at 0, a straight hip or knee has 180. */
  readonly rest: 0 | 180;
}

export interface Turns {
  readonly n: number;
  readonly out: boolean;
  readonly now: number | null;
  readonly low: number;
  readonly high: number;
}

export const NONE: Turns = { n: 0, out: false, now: null, low: Infinity, high: 0 };

/** Degrees away from rest, of the side that went farther; null when neither is seen. */
export function bent({ world }: Seen, { points, rest }: Joint): number | null {
  const sides = [0, 1].map((side) => {
    const [one, middle, other] = points.map((at) => world[at + side]);
    if (!one || !middle || !other || Math.min(one[3], middle[3], other[3]) < SURE) return null;
    const [a, b] = [one, other].map((end) => [0, 1, 2].map((axis) => end[axis]! - middle[axis]!)) as [number[], number[]];
    const along = a.reduce((sum, part, axis) => sum + part * b[axis]!, 0) / (Math.hypot(...a) * Math.hypot(...b) || 1);
    return Math.abs(rest - (Math.acos(Math.max(-1, Math.min(1, along))) * 180) / Math.PI);
  });
  const known = sides.filter((angle): angle is number => angle !== null);
  return known.length ? Math.max(...known) : null;
}

/** One more angle: out when it is beyond its lowest since the last one by `MOVED`, back when half of the way is gone again. */
export function turn(before: Turns, angle: number | null): Turns {
  if (angle === null) return before;
  const now = before.now === null ? angle : before.now + FRESH * (angle - before.now);
  const low = Math.min(before.low, now);
  if (!before.out) return { ...before, now, low, out: now > low + MOVED, high: now };
  const high = Math.max(before.high, now);
  const back = now < (low + high) / 2;
  return { n: before.n + (back ? 1 : 0), out: !back, now, low: back ? now : low, high }; // on its way down: the next one begins where this one ends
}
