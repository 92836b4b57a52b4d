/** Today's session as the site hands it over (data block `session`). Loads in grams, per cable or dumbbell. */

import type { View } from "../figure/camera.ts";
import type { Muscles } from "../figure/orders.ts";
import type { Shape, Skin } from "../figure/shapes.ts";
import type { Terms as TalkTerms } from "./talk.ts";

export type PartKind = "warm_up" | "strength" | "cardio" | "calm";
export type Count = "reps" | "seconds" | "minutes";
export type Variant = "cable" | "dumbbell" | "band" | "body";

/** Seconds there, held, back, held. */
export type Tempo = readonly [number, number, number, number];

/** One exercise with its dose for today. */
export interface Item {
  readonly exercise: string;
  readonly name: string;
  readonly variant: Variant;
  readonly side: "left" | "right" | "both";
  readonly sets: number;
  readonly target: number;
  readonly count: Count;
  readonly grams: number;
  readonly step: number;
  readonly ceiling: number;
  readonly tempo: Tempo;
  readonly rest_s: number;
  readonly ask: boolean;
  readonly last: { readonly effort: number; readonly peak: number; readonly grams?: number } | null;
  readonly setup: readonly string[];
  readonly cues: readonly string[];
  readonly breathe: string;
  readonly faults: readonly { readonly see: string; readonly try: string }[];
  readonly clip: string;
  /** How the figure shows it: from where, how high its picture is, muscles at work, what it holds, the place to ring. */
  readonly view?: View;
  readonly room?: string;
  readonly muscles?: Muscles;
  readonly load?: string;
  readonly ring?: string;
  readonly pulley: string | null;
  readonly pieces: number;
  readonly why: readonly string[];
  readonly easier: Item | null;
  /** Loads of the comfortable-load finder, lightest first; missing or empty for a usual exercise. */
  readonly steps?: readonly number[];
  /** Dumbbells, plates, bands: every load that the person's own can make up to the heaviest of today, lightest first, and what to pick up. */
  readonly picks?: readonly Picked[];
  readonly swap: readonly Item[];
  /** Percent of the usual range today; missing means all of it. */
  readonly range?: number;
  /** Effort (0-10) to keep to today. */
  readonly effort_most?: number;
  /** Places asked about one by one, where the exercise loads several that are tracked. */
  readonly places?: readonly { readonly region: string; readonly words: string }[];
  /** The answers after this item are about both sides. */
  readonly whole?: boolean;
}

/** What to pick up for a load, in words. */
export interface Picked {
  readonly grams: number;
  readonly say: string;
}

/** A stretch of the session with one purpose. */
export interface Part {
  readonly kind: PartKind;
  readonly purpose: string;
  readonly items: readonly Item[];
}

/** The whole of today. `tracked` are the regions asked about at cool-down, with their names in the person's words. */
export interface Session {
  readonly session: string;
  readonly on: string;
  readonly minutes: number;
  readonly mode: string;
  readonly parts: readonly Part[];
  readonly tracked?: readonly { readonly region: string; readonly words: string; readonly before?: number }[];
  readonly emergency?: string;
  /** The talk test of cardio minutes: its figures, and whether a heart rate may guide this person. */
  readonly talk?: TalkTerms;
  /** Whom the person wants to see, and the words of the buttons beside it. */
  readonly figure?: { readonly shape: Shape; readonly skin: Skin; readonly words: Readonly<Record<string, string>> };
}

/** The load for "a little lighter": a fifth and at least one step less; for dumbbells and bands one that the person can make. 0: none. */
export function lighter({ grams, step, picks = [] }: { readonly grams: number; readonly step: number; readonly picks?: readonly Picked[] }): number {
  const own = picks.map((pick) => pick.grams).filter((one) => one < grams);
  if (picks.length) return own.filter((one) => one <= (grams * 4) / 5).at(-1) ?? own.at(-1) ?? 0;
  if (grams <= 0 || step <= 0) return 0;
  const fifthOff = Math.floor((grams * 4) / 5 / step) * step;
  return Math.max(0, Math.min(fifthOff, grams - step));
}
