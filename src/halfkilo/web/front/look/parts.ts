/** What is looked at, by the measure's name: how to stand for it, and which angle tells that somebody moves. */
import type { Wanted } from "./place.ts";
import type { Part } from "./take.ts";
import type { Joint } from "./turns.ts";

interface Known {
  readonly wanted: Wanted;
  readonly joint: Joint | null;
}

const [SHOULDER, ELBOW, HIP, KNEE, ANKLE] = [11, 13, 23, 25, 27] as const;

export const KNOWN: Readonly<Record<string, Known>> = {
  camera_posture: { wanted: { view: "front", points: [SHOULDER, HIP, KNEE, ANKLE] }, joint: null },
  camera_arms: { wanted: { view: "front", points: [SHOULDER, ELBOW, HIP] }, joint: { points: [ELBOW, SHOULDER, HIP], rest: 0 } },
  camera_hinge: { wanted: { view: "side", points: [SHOULDER, HIP, KNEE] }, joint: { points: [SHOULDER, HIP, KNEE], rest: 180 } },
  camera_squat: { wanted: { view: "side", points: [SHOULDER, HIP, KNEE, ANKLE] }, joint: { points: [HIP, KNEE, ANKLE], rest: 180 } },
};

/** The parts that a page asks for, of those that are known here. */
export function partsOf(names: string): Part[] {
  return names.split(" ").filter((name) => name in KNOWN).map((name) => ({ name, still: KNOWN[name]!.joint === null }));
}
