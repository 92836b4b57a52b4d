/** Many answers on few pixels: each stretch of days as its mean with the lowest and highest in it. What was not answered stays a gap. */

/** One thing to draw: `at` and `until` are its first and last day counted from the chart's start; one answer has `count` 1. */
export interface Stretch {
  readonly at: number;
  readonly until: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Days of a stretch that are easy to say: a day, a week, four weeks, a quarter. */
export const LENGTHS = [1, 7, 28, 91, 364] as const;

/** Pixels that a stretch needs to be seen as one. */
const LEAST_PIXELS = 2.5;

/** The shortest stretch of days that is still wide enough on so many pixels. */
export function lengthFor(days: number, pixels: number): number {
  return LENGTHS.find((length) => (days / length) * LEAST_PIXELS <= pixels) ?? (LENGTHS.at(-1) as number);
}

/** Answers by stretches of `length` days; a stretch without any answer is not there. `days` rise. */
export function thin(days: readonly number[], values: readonly number[], length: number): Stretch[] {
  const out: Stretch[] = [];
  for (let n = 0; n < days.length; ) {
    const at = Math.floor((days[n] as number) / length) * length;
    let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
    for (; n < days.length && (days[n] as number) < at + length; n++, count++) {
      const value = values[n] as number;
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
    }
    out.push({ at, until: at + length - 1, mean: sum / count, low, high, count });
  }
  return out;
}

/** Stretches with a hole (null) wherever more than `reach` days lie between two of them: a line must not cross what nobody answered. */
export function holed(stretches: readonly Stretch[], reach: number): (Stretch | null)[] {
  return stretches.flatMap((stretch, n) => {
    const before = stretches[n - 1];
    return before && stretch.at - before.until > reach ? [null, stretch] : [stretch];
  });
}
