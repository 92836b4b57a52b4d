/** Where on the body things are held, worn and laid. Metres. */
import type { Vec } from "./clip.ts";
import type { Skeleton } from "./kinematics.ts";
import { cross, dot, middle, minus, plus, unit } from "./solids.ts";

export const metres = ([x, y, z]: Vec): Vec => [x / 1000, y / 1000, z / 1000];
export const isHand = (name: string): boolean => name.endsWith("_knuckle");
const sideOf = (name: string): string => (name.startsWith("left") ? "left" : "right");
export const gripOf = (body: Skeleton, name: string): Vec => body.site(isHand(name) ? `${sideOf(name)}_grip` : name);
export const level = ([x, y]: Vec): Vec => [x, y, 0];

const boneOf = (body: Skeleton, name: string): number => body.figure.sites[name]?.[0] ?? 0;

/** The direction in which a closed hand holds a rod: from the little finger to the thumb. */
export function across(body: Skeleton, name: string): Vec {
  return isHand(name) ? body.direction(boneOf(body, `${sideOf(name)}_grip`), [1, 0, 0]) : [0, 1, 0];
}

/** Half the length of a dumbbell. */
const DUMBBELL = 0.116;

/** Where a weight rests and along what it lies: upright on the thigh just above the knee, or across the hips. */
export function resting(body: Skeleton, name: string): readonly [Vec, Vec] {
  if (!name.endsWith("_knee")) {
    const pelvis = boneOf(body, "pelvis");
    return [plus(body.site("pelvis"), body.direction(pelvis, [0.145, 0, 0.035])), body.direction(pelvis, [0, 1, 0])];
  }
  const hip = `${sideOf(name)}_hip`;
  const outward = body.direction(boneOf(body, hip), [1, 0, 0]);
  return [plus(middle(body.site(name), body.site(hip), 0.19), outward, 0.062 + DUMBBELL), outward];
}

/** Where a cuff or band sits, along what, and how wide. */
export function wornAt(body: Skeleton, name: string): readonly [Vec, Vec, number] {
  const side = sideOf(name);
  const [hip, knee, ankle] = ["hip", "knee", "ankle"].map((part) => body.site(`${side}_${part}`)) as [Vec, Vec, Vec];
  if (name.endsWith("_knee")) return [middle(knee, hip, 0.14), minus(hip, knee), 0.066];
  if (name.endsWith("_ball")) {
    const [ball, foot] = [body.site(name), boneOf(body, name)];
    return [plus(plus(ball, body.direction(foot, [0, 0, 1]), 0.026), body.direction(foot, [1, 0, 0]), -0.02), body.direction(foot, [1, 0, 0]), 0.044];
  }
  return [middle(ankle, knee, 0.1), minus(knee, ankle), 0.047];
}

const LEGS: readonly string[] = ["knee", "ankle", "ball"];
const partOf = (name: string): string => name.replace(/^(right|left)_/, "");

/** Whether a line goes from one leg to the same part of the other: then it is a loop round both. */
export function roundBoth(from: Vec | string, to: string): from is string {
  return typeof from === "string" && partOf(from) === partOf(to) && LEGS.includes(partOf(to));
}

/** Pieces of a loop that go around the outer half of one leg. */
const STEPS = 9;
/** Corners of a loop round both legs. */
export const CORNERS = 2 * (STEPS + 1);

/** The tightest loop round both legs: its corners, and the way across the band. */
export function loopRound(body: Skeleton, one: string, other: string): readonly [readonly Vec[], Vec] {
  const [[a, up, radius], [b, also]] = [wornAt(body, one), wornAt(body, other)];
  const along = unit(plus(unit(up), unit(also)));
  const way = minus(b, a);
  const out = unit(plus(way, along, -dot(way, along)));
  const before = cross(along, out);
  const arc = Array.from({ length: STEPS + 1 }, (_, at): Vec => {
    const turn = Math.PI * (at / STEPS - 0.5);
    return plus(plus([0, 0, 0], out, Math.cos(turn) * radius), before, Math.sin(turn) * radius);
  });
  return [[...arc.map((far) => plus(b, far)), ...arc.map((far) => minus(a, far))], along];
}
