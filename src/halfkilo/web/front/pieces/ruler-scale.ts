/** Where things stand on the half-kilo ruler: pure, so that it can be tested. */

/** What a ruler shows, in grams. `low` and `high` are the corridor that the limits allow. */
export interface RulerData {
  readonly step: number;
  readonly today: number;
  readonly last: number | null;
  readonly next: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One notch: its load in grams and its place in pixels from the left. */
export interface Notch {
  readonly grams: number;
  readonly x: number;
  readonly allowed: boolean;
}

/** The visible part of the rule. */
export interface RulerScale {
  readonly from: number;
  readonly to: number;
  readonly notches: readonly Notch[];
  readonly at: (grams: number) => number;
}

const CLOSEST = 20; // px between notches: nearer than this they can't be told apart from two metres
const AROUND = 3; // notches shown on either side of what matters

function reach(data: RulerData, fit: number): [number, number] {
  const named = [data.today, data.last ?? data.today, data.next ?? data.today];
  let least = Math.floor(Math.min(...named) / data.step) - AROUND;
  let most = Math.ceil(Math.max(...named) / data.step) + AROUND;
  while (most - least + 1 < fit) {
    if (least > 0) least -= 1;
    most += 1;
  }
  return [Math.max(0, least), most];
}

/**
 * Lays the rule out over `width` pixels with `margin` free at both ends.
 * A wide screen shows more notches; when the named loads lie too far apart, notches are thinned to every 2nd, 4th, ...
 */
export function layOut(data: RulerData, width: number, margin: number): RulerScale {
  if (!(data.step > 0)) throw new RangeError(`a ruler needs a step above zero, got ${data.step} g`);
  const fit = Math.max(5, Math.floor((width - 2 * margin) / (CLOSEST + 6)));
  const [least, most] = reach(data, Math.min(fit, 17));
  const at = (grams: number): number => margin + ((grams / data.step - least) / (most - least)) * (width - 2 * margin);
  let every = 1;
  while ((at(data.step * every) - at(0)) < CLOSEST && every < 1024) every *= 2;
  const notches: Notch[] = [];
  for (let n = Math.ceil(least / every) * every; n <= most; n += every) {
    const grams = n * data.step;
    const allowed = grams >= (data.low ?? 0) && grams <= (data.high ?? Infinity);
    notches.push({ grams, x: at(grams), allowed });
  }
  return { from: least * data.step, to: most * data.step, notches, at };
}
