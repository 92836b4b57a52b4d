/** A clip as `clip.json` holds it, and where every point is at a moment. Millimetres; x forward, y left, z up. */

export type Vec = readonly [number, number, number];
export type PhaseName = "there" | "hold" | "back" | "rest";
export type Box = readonly [number, number, number, number, number, number];

export interface Phase {
  readonly name: PhaseName;
  readonly seconds: number;
  readonly from: number;
  readonly to: number;
  readonly mirror: boolean;
}

/** How a hand is: closed around something, open on a surface, or at ease. */
export type Grip = "rest" | "flat" | "hold";
export type Hands = { readonly right: Grip; readonly left: Grip };

export interface Prop {
  readonly kind: string;
  readonly boxes: readonly Box[];
}

export interface Carried {
  readonly kind: string;
  readonly at: readonly string[];
  readonly size: number;
}

/** A way of loading. Where it has a form or a room of its own, it brings its own rows and props. */
export interface Attached {
  readonly held: string;
  readonly at: readonly string[];
  readonly pieces: number;
  readonly lines: readonly (readonly [Vec | string, string])[];
  readonly hands?: Hands;
  readonly frames?: readonly (readonly number[])[];
  readonly angles?: readonly (readonly number[])[];
  readonly props?: readonly Prop[];
}

/** A fault often seen: which words go with it, and its rows for the phases of the good form. */
export interface Fault {
  readonly words: number;
  /** From where it shows best, where the exercise says so; else it is worked out. */
  readonly view?: "side" | "front" | "turned";
  readonly angles: readonly (readonly number[])[];
}

export interface Clip {
  readonly version: number;
  readonly slug: string;
  readonly base: string;
  readonly view: "side" | "front";
  readonly sides: "both" | "each" | "alternate";
  readonly points: readonly string[];
  readonly bones: readonly (readonly [string, string, number, number])[];
  readonly frames: readonly (readonly number[])[];
  readonly phases: readonly Phase[];
  readonly angles: readonly (readonly number[])[];
  readonly hands?: Hands;
  readonly faults?: readonly Fault[];
  readonly props: readonly Prop[];
  readonly held: readonly Carried[];
  readonly loads: Readonly<Record<string, Attached>>;
}

/** Finds a point by name. */
export type Pose = (name: string) => Vec;

const OTHER: Readonly<Record<string, string>> = { right: "left", left: "right" };

/** `right_knee` is `left_knee` and the other way round; central points stay. */
export function mirrored(name: string): string {
  const [side = "", ...rest] = name.split("_");
  return side in OTHER ? [OTHER[side], ...rest].join("_") : name;
}

/** The clip as it is with a load: where the load has a form or a room of its own, in that. */
export function formed(clip: Clip, load: string | undefined): Clip {
  const own = load ? clip.loads[load] : undefined;
  return own?.frames || own?.props ? { ...clip, frames: own.frames ?? clip.frames, props: own.props ?? clip.props } : clip;
}

/** The posture at a frame (between two: in a straight line), with right and left exchanged if asked. */
export function poseAt(clip: Clip, frame: number, mirror: boolean): Pose {
  const last = clip.frames.length - 1;
  const low = Math.min(last, Math.max(0, Math.floor(frame)));
  const a = clip.frames[low] ?? [];
  const b = clip.frames[Math.min(last, low + 1)] ?? a;
  const share = Math.min(1, Math.max(0, frame - low));
  const at = (index: number): number => (a[index] ?? 0) + ((b[index] ?? 0) - (a[index] ?? 0)) * share;
  return (name) => {
    const start = 3 * clip.points.indexOf(mirror ? mirrored(name) : name);
    return [at(start), mirror ? -at(start + 1) : at(start + 1), at(start + 2)];
  };
}

/** A moment of the loop: the phase, the share of it that has passed, and the frame to show. */
export interface Moment {
  readonly phase: Phase;
  readonly through: number;
  readonly frame: number;
}

/** The frame of a phase when `through` (0 to 1) of it has passed. */
export function inPhase(phase: Phase, through: number): Moment {
  return { phase, through, frame: phase.from + (phase.to - phase.from) * through };
}

/** The moment `seconds` after the loop began; it repeats. */
export function momentAt(phases: readonly Phase[], seconds: number): Moment {
  const whole = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  let within = whole > 0 ? seconds % whole : 0;
  for (const phase of phases) {
    if (within < phase.seconds) return inPhase(phase, within / phase.seconds);
    within -= phase.seconds;
  }
  const last = phases[phases.length - 1] ?? { name: "rest", seconds: 1, from: 0, to: 0, mirror: false };
  return inPhase(last, 1);
}

/** The same phases in other seconds (there, hold, back, rest); a phase of no seconds is skipped. */
export function atTempo(phases: readonly Phase[], tempo: readonly number[]): Phase[] {
  const names: readonly PhaseName[] = ["there", "hold", "back", "rest"];
  const end = phases.find((phase) => phase.name === "there")?.to ?? 0;
  const home = phases.find((phase) => phase.name === "back")?.to ?? 0;
  const out: Phase[] = [];
  for (const mirror of phases.some((phase) => phase.mirror) ? [false, true] : [false]) {
    names.forEach((name, index) => {
      const known = phases.find((phase) => phase.name === name && phase.mirror === mirror);
      const still = name === "hold" ? end : home;
      const seconds = tempo[index] ?? 0;
      if (seconds > 0) out.push({ ...(known ?? { name, from: name === "there" ? 0 : still, to: still, mirror }), seconds });
    });
  }
  return out;
}
