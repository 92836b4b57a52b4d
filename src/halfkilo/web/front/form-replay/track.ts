/** A kept set as numbers: which frame is shown when, which repetition that is, and where its points lie on a plane. No page needed. */

/** [number, start, turn, end], milliseconds. */
export type Rep = readonly [number, number, number, number];
/** x, y, z of every joint in turn, whole millimetres, z up; `null` where it was not seen. */
export type Row = readonly (number | null)[];
export interface Track { readonly ms: readonly number[]; readonly at: readonly Row[] }
export type Spot = readonly [number, number] | null;
/** Where the drawing's edges lie: what the view turns about (x, y), the middle of the height and half of the longer side, millimetres. */
export interface Frame { readonly x: number; readonly y: number; readonly z: number; readonly half: number }

const ROOM = 1.12; // a little air round the body
const LEAST = 600; // mm: nobody fills the picture with one hand

/** The place of the newest frame that is not after `ms`. */
export function frameAt(times: readonly number[], ms: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle] ?? 0) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The repetition that is under way, or null between two. */
export function repAt(reps: readonly Rep[], ms: number): Rep | null {
  return reps.find(([, start, , end]) => start <= ms && ms <= end) ?? null;
}

/** Where the repetition before (-1) or after (1) begins; the beginning and the last one where there is no other. */
export function jump(reps: readonly Rep[], ms: number, way: 1 | -1): number {
  const starts = reps.map(([, start]) => start);
  if (way === 1) return starts.find((start) => start > ms) ?? starts.at(-1) ?? 0;
  return starts.findLast((start) => start < ms - 400) ?? 0;
}

/** The joints of one frame seen from `degrees` round the upright axis through `about`: across from the middle, and up. Millimetres. */
export function seen(row: Row, degrees: number, about: Frame): Spot[] {
  const turn = (degrees * Math.PI) / 180;
  const spots: Spot[] = [];
  for (let at = 0; at + 2 < row.length; at += 3) {
    const [x, y, z] = [row[at], row[at + 1], row[at + 2]];
    spots.push(x == null || y == null || z == null ? null : [(x - about.x) * Math.cos(turn) - (y - about.y) * Math.sin(turn), z - about.z]);
  }
  return spots;
}

/** How much the body as it was recorded must be turned so that 0 is the front: by the line across hips and shoulders, on average. */
export function facing(track: Track, pairs: readonly (readonly [number, number])[]): number {
  let [x, y] = [0, 0];
  const step = Math.max(1, Math.floor(track.at.length / 60));
  for (let frame = 0; frame < track.at.length; frame += step) {
    const row = track.at[frame] ?? [];
    for (const [left, right] of pairs) {
      const [lx, ly, rx, ry] = [row[3 * left], row[3 * left + 1], row[3 * right], row[3 * right + 1]];
      if (lx == null || ly == null || rx == null || ry == null) continue;
      x += lx - rx;
      y += ly - ry;
    }
  }
  return x === 0 && y === 0 ? 0 : (-Math.atan2(y, x) * 180) / Math.PI;
}

/** A square that holds every point from every side, so that the picture neither jumps nor leaves the middle. */
export function frame(track: Track): Frame {
  const [x, y, z] = [0, 1, 2].map((axis) => middle(track, axis)) as [number, number, number];
  let half = LEAST / 2;
  for (const row of track.at) {
    for (let at = 0; at + 2 < row.length; at += 3) {
      const [px, py, pz] = [row[at], row[at + 1], row[at + 2]];
      if (px == null || py == null || pz == null) continue;
      half = Math.max(half, Math.hypot(px - x, py - y), Math.abs(pz - z));
    }
  }
  return { x, y, z, half: half * ROOM };
}

/** Half way between the lowest and the highest of one axis. */
function middle(track: Track, axis: number): number {
  let [low, high] = [Infinity, -Infinity];
  for (const row of track.at) {
    for (let at = axis; at < row.length; at += 3) {
      const value = row[at];
      if (value == null) continue;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  }
  return low <= high ? (low + high) / 2 : 0;
}
