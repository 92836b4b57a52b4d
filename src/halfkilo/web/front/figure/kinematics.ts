/** Where every bone is when the joints have given angles: MuJoCo's own rule, so that viewer, film and loads agree. */
import type { Hands, Vec } from "./clip.ts";
import type { FigureFile } from "./figure-file.ts";

/** Numbers of the pelvis before the hinges: place (0.1 mm) and quaternion w, x, y, z (1/10,000). */
export const ROOT = 7;
const PLACE = 10_000;
const DEGREE = Math.PI / 180;

/** One posture as a clip's row: whole numbers, or between two rows any number. */
export type Row = readonly number[];

/** A row between two others. The hinges in a straight line; the pelvis's turn on the shorter way. */
export function between(a: Row, b: Row, share: number): Row {
  if (share <= 0 || a === b) return a;
  const dot = [3, 4, 5, 6].reduce((sum, at) => sum + (a[at] ?? 0) * (b[at] ?? 0), 0);
  return a.map((value, at) => {
    const other = (b[at] ?? value) * (dot < 0 && at >= 3 && at < ROOT ? -1 : 1);
    return value + (other - value) * share;
  });
}

const OTHER: Readonly<Record<string, string>> = { right: "left", left: "right" };
const swapped = (name: string): string => name.replace(/^(right|left)(?=_)/, (side) => OTHER[side] ?? side);

/** The figure's joints: poses rows, and says where its bones and sites then are. */
export class Skeleton {
  readonly figure: FigureFile;
  /** Per bone: place x, y, z and turn w, x, y, z. */
  readonly #now: Float64Array;
  readonly #rest: Float64Array;
  readonly #order: readonly number[];
  readonly #signs: readonly number[];

  constructor(figure: FigureFile) {
    this.figure = figure;
    this.#now = new Float64Array(figure.bones.length * ROOT);
    this.#rest = origins(figure);
    [this.#order, this.#signs] = mirrorOrder(figure);
  }

  /** The same posture with right and left exchanged. Exact: numbers change place or sign, nothing is reckoned. */
  mirror(row: Row): Row {
    const root = [1, -1, 1, 1, -1, 1, -1].map((sign, at) => (row[at] ?? 0) * sign);
    return [...root, ...this.#order.map((from, at) => (row[ROOT + from] ?? 0) * (this.#signs[at] ?? 1))];
  }

  /** Takes a posture. */
  pose(row: Row, hands: Hands): void {
    this.figure.bones.forEach((bone, index) => {
      if (bone.parent < 0) this.#root(row, index);
      else this.#hang(index, bone.parent, bone.at);
      for (const { axis, angle, share = 1 } of bone.hinges ?? []) this.#turn(index, axis, ((row[ROOT + angle] ?? 0) / 100) * DEGREE * share);
      if (bone.curl) this.#turn(index, bone.curl.axis, bone.curl[hands[bone.name.startsWith("left") ? "left" : "right"]] * DEGREE);
    });
  }

  /** Where a site is, metres. */
  site(name: string): Vec {
    const [bone, x, y, z] = this.figure.sites[name] ?? [0, 0, 0, 0];
    return this.place(bone, [x, y, z]);
  }

  /** Whether the figure has a site of this name. */
  has(name: string): boolean {
    return name in this.figure.sites;
  }

  /** A point given in a bone's frame, in the room. */
  place(bone: number, point: Vec): Vec {
    const at = bone * ROOT;
    const [x, y, z] = this.direction(bone, point);
    return [x + (this.#now[at] as number), y + (this.#now[at + 1] as number), z + (this.#now[at + 2] as number)];
  }

  /** A direction given in a bone's frame, in the room. */
  direction(bone: number, [x, y, z]: Vec): Vec {
    const at = bone * ROOT + 3;
    const [w, i, j, k] = [this.#now[at], this.#now[at + 1], this.#now[at + 2], this.#now[at + 3]] as [number, number, number, number];
    const [a, b, c] = [2 * (j * z - k * y), 2 * (k * x - i * z), 2 * (i * y - j * x)];
    return [x + w * a + j * c - k * b, y + w * b + k * a - i * c, z + w * c + i * b - j * a];
  }

  /** What moves skin from the rest posture to this one: per bone three rows of four, for the shader. */
  matrices(into: Float32Array): void {
    for (let bone = 0; bone < this.figure.bones.length; bone++) {
      const [x, y, z] = [this.direction(bone, [1, 0, 0]), this.direction(bone, [0, 1, 0]), this.direction(bone, [0, 0, 1])];
      const rest = [0, 1, 2].map((i) => this.#rest[bone * 3 + i] as number);
      for (const row of [0, 1, 2] as const) {
        const [a, b, c] = [x[row], y[row], z[row]];
        const moved = (this.#now[bone * ROOT + row] as number) - a * (rest[0] as number) - b * (rest[1] as number) - c * (rest[2] as number);
        into.set([a, b, c, moved], bone * 12 + row * 4);
      }
    }
  }

  #root(row: Row, index: number): void {
    const size = Math.hypot(row[3] ?? 1, row[4] ?? 0, row[5] ?? 0, row[6] ?? 0) || 1;
    for (let at = 0; at < ROOT; at++) this.#now[index * ROOT + at] = (row[at] ?? 0) / (at < 3 ? PLACE : size);
  }

  #hang(index: number, parent: number, at: Vec): void {
    const turn = this.#now.subarray(parent * ROOT + 3, parent * ROOT + ROOT);
    this.#now.set(this.place(parent, at), index * ROOT);
    this.#now.set(turn, index * ROOT + 3);
  }

  #turn(index: number, axis: Vec, angle: number): void {
    const at = index * ROOT + 3;
    const [w, x, y, z] = [this.#now[at], this.#now[at + 1], this.#now[at + 2], this.#now[at + 3]] as [number, number, number, number];
    const [c, s] = [Math.cos(angle / 2), Math.sin(angle / 2) / (Math.hypot(...axis) || 1)];
    const [i, j, k] = [axis[0] * s, axis[1] * s, axis[2] * s];
    this.#now.set([w * c - x * i - y * j - z * k, w * i + x * c + y * k - z * j, w * j - x * k + y * c + z * i, w * k + x * j - y * i + z * c], at);
  }
}

/** Every bone's origin in the rest posture: all turns none, the soles on the floor (which says how high the pelvis is). */
function origins({ bones, sites }: FigureFile): Float64Array {
  const out = new Float64Array(bones.length * 3);
  bones.forEach(({ parent, at }, index) => {
    for (const i of [0, 1, 2] as const) out[index * 3 + i] = at[i] + (parent < 0 ? 0 : (out[parent * 3 + i] as number));
  });
  const sole = sites.right_sole;
  const lift = sole ? -(out[sole[0] * 3 + 2] as number) - sole[3] : 0;
  for (let at = 2; at < out.length; at += 3) out[at] = (out[at] as number) + lift;
  return out;
}

/** For each hinge, whose angle it takes in the mirror and with which sign: a central hinge that tilts sideways or turns changes its sign. */
function mirrorOrder(figure: FigureFile): readonly [readonly number[], readonly number[]] {
  const order: number[] = [];
  const signs: number[] = [];
  for (const bone of figure.bones) {
    const partner = figure.bones.find(({ name }) => name === swapped(bone.name)) ?? bone;
    (bone.hinges ?? []).forEach(({ axis, angle }, at) => {
      order[angle] = partner.hinges?.[at]?.angle ?? angle;
      signs[angle] = partner === bone && Math.abs(axis[1]) < 0.5 ? -1 : 1;
    });
  }
  return [order, signs];
}
