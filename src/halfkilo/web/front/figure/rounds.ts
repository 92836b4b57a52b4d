/** The body as a handful of rounds, for shadows and for what has to be in the picture: from site to site, radius in metres. */
import type { Vec } from "./clip.ts";
import type { Skeleton } from "./kinematics.ts";
import { CAPSULES } from "./shaders.ts";

type Round = readonly [from: string, to: string, radius: number];

const CENTRE: readonly Round[] = [
  ["right_hip", "left_hip", 0.1], ["right_waist", "left_waist", 0.095], ["right_ribs", "left_ribs", 0.11], ["neck", "head", 0.055], ["head", "crown", 0.075],
];
const SIDE: readonly Round[] = [
  ["neck", "shoulder", 0.05], ["shoulder", "elbow", 0.044], ["elbow", "wrist", 0.034], ["wrist", "fingertip", 0.03],
  ["hip", "knee", 0.07], ["knee", "ankle", 0.046], ["heel", "toe", 0.036],
];
const sided = (side: string): readonly Round[] => SIDE.map(([a, b, radius]) => [a === "neck" ? a : `${side}_${a}`, `${side}_${b}`, radius]);

/** All of them; as many as the shaders have room for. */
export const ROUNDS: readonly Round[] = [...CENTRE, ...sided("right"), ...sided("left")];

if (ROUNDS.length !== CAPSULES) throw new RangeError(`the shaders have room for ${CAPSULES} rounds, not ${ROUNDS.length}`);

/** Writes where the rounds are for the shaders. */
export function fill(skeleton: Skeleton, a: Float32Array, b: Float32Array): void {
  ROUNDS.forEach(([from, to, radius], at) => {
    a.set([...skeleton.site(from), radius], at * 4);
    b.set(skeleton.site(to), at * 3);
  });
}

/** Where the body is, for fitting it into the picture. */
export function extent(skeleton: Skeleton): (readonly [Vec, number])[] {
  return ROUNDS.flatMap(([from, to, radius]) => [[skeleton.site(from), radius], [skeleton.site(to), radius]] as const);
}
