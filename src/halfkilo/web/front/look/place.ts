/**
 * Whether the camera sees what a look needs, and the one thing that would help. The coach beside the player tells more of it, for every
 * exercise (`halfkilo.form.live.setup`); here are three or four ways to stand and no coach.
 */
import type { Light } from "../form/light.ts";
import type { Seen } from "../form/wire.ts";

export interface Wanted {
  readonly view: "front" | "side";
  /** Points that must be seen, MediaPipe's numbers of the left side; from the front both sides, from the side one of them. */
  readonly points: readonly number[];
}

/** A point counts as seen from this visibility on, as on the server. */
const SURE = 0.5;
/** Share of the picture within its border that counts as outside. */
const EDGE = 0.01;
/** Metres between left and right from above, below which nobody can say which way somebody faces. */
const LEAST_ACROSS = 0.12;
/** Degrees off the wanted view that still count as it: depth makes the estimate itself uncertain by 15 to 20. */
const WITHIN = 45;
const [SHOULDER, HIP, KNEE] = [11, 23, 25];

const known = ({ world }: Seen, at: number): boolean => (world[at]?.[3] ?? 0) >= SURE;

/** Degrees at which the camera stands from the person's front, towards their left; null where nobody can say. */
export function azimuth({ world }: Seen): number | null {
  const [x, z] = [0, 2].map((axis) => [SHOULDER, HIP].reduce((sum, at) => sum + (world[at]?.[axis] ?? 0) - (world[at + 1]?.[axis] ?? 0), 0)) as [number, number];
  return Math.hypot(x, z) < LEAST_ACROSS ? null : (Math.atan2(-z, x) * 180) / Math.PI;
}

/** The points that count: both sides from the front, from the side the one that is seen better. */
function points(seen: Seen, { view, points: left }: Wanted): number[] {
  const right = left.map((at) => at + 1);
  if (view === "front") return [...left, ...right];
  const sum = (side: readonly number[]): number => side.reduce((all, at) => all + (seen.world[at]?.[3] ?? 0), 0);
  return sum(left) >= sum(right) ? [...left] : right;
}

function cut({ picture }: Seen, wanted: readonly number[]): string {
  const out = (test: (at: readonly [number, number]) => boolean): number[] => wanted.filter((at) => picture[at] && test(picture[at]));
  const [left, right] = [out(([x]) => x < EDGE), out(([x]) => x > 1 - EDGE)];
  const [top, foot] = [out(([, y]) => y < EDGE), out(([, y]) => y > 1 - EDGE)];
  if ((left.length && right.length) || (top.length && foot.length) || foot.some((at) => at <= KNEE + 1)) return "step_back";
  if (left.length || right.length) return left.length ? "left" : "right";
  if (top.length || foot.length) return top.length ? "higher" : "lower";
  return "";
}

/** A key under `form.setup`; "" when all is well. */
export function amiss(seen: Seen | null, light: Light, wanted: Wanted): string {
  if (light.covered || light.dark) return light.covered ? "covered" : "dark";
  if (!seen || !known(seen, SHOULDER) && !known(seen, SHOULDER + 1)) return "nobody";
  const needed = points(seen, wanted);
  const out = cut(seen, needed);
  if (out) return out;
  const angle = azimuth(seen);
  if (angle !== null && (wanted.view === "front" ? Math.abs(angle) : Math.abs(Math.abs(angle) - 90)) > WITHIN) return wanted.view;
  return needed.every((at) => known(seen, at)) ? "" : "step_back";
}
