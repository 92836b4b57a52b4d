/** What chart pages hand over in data blocks, and the same as columns for drawing. Dates are `YYYY-MM-DD`. */

/** Load that can be used in one exercise, grams; `low` and `high` are the band of what we know. */
export interface LoadData {
  readonly exercise: string;
  readonly step: number;
  readonly points: readonly { readonly on: string; readonly grams: number; readonly low: number | null; readonly high: number | null }[];
}

/** Seconds since 1970 of a day at noon UTC, so that no time zone moves it to its neighbour. */
export function noon(on: string): number {
  return Date.parse(`${on}T12:00:00Z`) / 1000;
}

/** Something that happened beside the line. Days are counted from the chart's start; `to` is the first day after it. */
export interface TrendMark {
  readonly kind: "flare" | "break" | "exercise" | "stop" | "plan";
  readonly from: number;
  readonly to: number | null;
  readonly open: boolean;
  readonly words: string;
}

/** A series with its level. `start` is a date; all days are counted from it; a day that is not in `days` was not answered.
 * `apart`: places in `days` that say nothing about the level. `band`: [day, low, level, high], null where too little was answered. */
export interface TrendData {
  readonly name: string;
  readonly unit: string;
  readonly look: "indigo" | "apricot" | "moss" | "teal";
  readonly start: string;
  readonly end: number;
  readonly every: number;
  readonly days: readonly number[];
  readonly values: readonly number[];
  readonly apart: readonly number[];
  readonly band: readonly (readonly [number, number, number, number] | null)[];
  readonly range: readonly [number, number];
  readonly bracket: { readonly from: number; readonly to: number } | null;
  readonly marks: readonly TrendMark[];
}
