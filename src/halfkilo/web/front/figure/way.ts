/** A movement that turns round before its end, because a person's limit says so, and still begins and ends softly. */
import type { Phase } from "./clip.ts";
import type { Row } from "./kinematics.ts";

/**
 * The frames of one way (there, or back), and how far along each of them is: 0 to 1, measured by how much the joints move.
 * A limited movement goes through the same places at the same pace of its own, only shorter: it slows down where it turns.
 */
class Way {
  readonly #from: number;
  readonly #along: readonly number[];

  constructor(rows: readonly Row[], from: number, to: number) {
    this.#from = from;
    const along = [0];
    for (let at = from + 1; at <= to; at++) along.push((along[along.length - 1] ?? 0) + apart(rows[at - 1] ?? [], rows[at] ?? []));
    const whole = along[along.length - 1] || 1;
    this.#along = along.map((value) => value / whole);
  }

  /** The frame at which `share` of what is done at `frame` is done. */
  limited(frame: number, share: number): number {
    return this.#frame(share * this.#share(frame));
  }

  #share(frame: number): number {
    const at = Math.max(0, Math.min(frame - this.#from, this.#along.length - 1));
    const low = Math.min(Math.floor(at), Math.max(0, this.#along.length - 2));
    const [a, b] = [this.#along[low] ?? 0, this.#along[low + 1] ?? this.#along[low] ?? 0];
    return a + (b - a) * (at - low);
  }

  #frame(share: number): number {
    const above = this.#along.findIndex((value) => value >= share);
    if (above <= 0) return this.#from + Math.max(0, above === 0 ? 0 : this.#along.length - 1);
    const [a, b] = [this.#along[above - 1] ?? 0, this.#along[above] ?? 1];
    return this.#from + above - 1 + (b > a ? (share - a) / (b - a) : 1);
  }
}

/** How much the joints move between two postures, degrees in all; what the pelvis travels counts a little, so that no way is of no length. */
function apart(a: Row, b: Row): number {
  return a.reduce((sum, value, at) => sum + Math.abs((b[at] ?? value) - value) * (at < 3 ? 0.01 : at < 7 ? 0 : 0.01), 0);
}

/** Where to stand when the movement's own frame is `frame` and it turns round at `range` (0 to 1) of the way there. */
export type Limit = (frame: number) => number;

/** The limit for a clip. A movement that comes back another way returns, when limited, the way it went. */
export function limitOf(rows: readonly Row[], phases: readonly Phase[], range: number): Limit {
  const share = Math.min(1, Math.max(0, range));
  const end = phases.find((phase) => phase.name === "there")?.to ?? 0;
  if (share >= 1 || !Number.isFinite(share) || end <= 0) return (frame) => frame;
  const way = new Way(rows, 0, end);
  const last = Math.max(end + 1, ...phases.map((phase) => Math.max(phase.from, phase.to)));
  return (frame) => way.limited(frame <= end ? frame : (end * (last - frame)) / (last - end - 1 || 1), share);
}
