/** From where a fault shows best: the view in which the body is seen to be elsewhere than in the good form. */
import { axesOf, standFor, type View } from "./camera.ts";
import type { Vec } from "./clip.ts";
import type { Row } from "./kinematics.ts";

const MOMENTS = 6;
/** How much more another view has to show before the usual one is left. */
const WORTH = 1.25;

/** Where the body's places are in a posture, metres. */
export type Places = (row: Row) => readonly Vec[];

/** The usual view of the exercise, or the other one where that shows clearly more. */
export function bestView(places: Places, good: readonly Row[], fault: readonly Row[], base: string, usual: "side" | "front"): View {
  const other = usual === "side" ? "front" : "side";
  const moves = differences(places, good, fault);
  return shows(moves, other, base) > WORTH * shows(moves, usual, base) ? other : usual;
}

/** By how much each place differs, at some moments on the way. */
function differences(places: Places, good: readonly Row[], fault: readonly Row[]): Vec[] {
  const last = Math.min(good.length, fault.length) - 1;
  return Array.from({ length: MOMENTS }, (_, at) => Math.round((at / (MOMENTS - 1)) * last)).flatMap((frame) => {
    const [a, b] = [places(good[frame] ?? []), places(fault[frame] ?? [])];
    return a.map(([x, y, z], at) => [(b[at]?.[0] ?? x) - x, (b[at]?.[1] ?? y) - y, (b[at]?.[2] ?? z) - z] as const);
  });
}

function shows(moves: readonly Vec[], view: View, base: string): number {
  const { right, up } = axesOf(standFor(view, base));
  const along = (move: Vec, axis: Vec): number => move[0] * axis[0] + move[1] * axis[1] + move[2] * axis[2];
  return moves.reduce((sum, move) => sum + Math.hypot(along(move, right), along(move, up)), 0);
}
