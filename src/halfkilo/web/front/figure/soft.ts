/** Soft things that keep their place: the flat pieces of a band, and pillows. Metres. */
import { type Group, type Mesh, type RawShaderMaterial, Vector3 } from "three";
import type { Vec } from "./clip.ts";
import { Ball, cross, dot, middle, minus, plus, Rod, unit } from "./solids.ts";

function basis(mesh: Mesh, axes: readonly [Vec, Vec, Vec], sizes: Vec, at: Vec): void {
  const [x, y, z] = axes.map((axis, i) => new Vector3(...axis).multiplyScalar(sizes[i as 0 | 1 | 2])) as [Vector3, Vector3, Vector3];
  mesh.matrix.makeBasis(x, y, z).setPosition(...at);
  mesh.matrixWorldNeedsUpdate = true;
}

/** A flat piece of a band from place to place, wide along `across`. */
export class Strip {
  readonly #rod: Rod;
  constructor(group: Group, material: RawShaderMaterial) {
    this.#rod = new Rod(group, material);
  }
  put(a: Vec, b: Vec, across: Vec, wide: number, thick: number): void {
    const along = unit(minus(b, a));
    const flat = unit(plus(across, along, -dot(across, along)));
    basis(this.#rod.mesh, [flat, along, cross(flat, along)], [wide, Math.hypot(...minus(b, a)), thick], middle(a, b));
  }
}

/** Something soft and round, with half its sizes along `along`, across it and along `up`. */
export class Pad {
  readonly #ball: Ball;
  constructor(group: Group, material: RawShaderMaterial) {
    this.#ball = new Ball(group, material);
  }
  put(at: Vec, along: Vec, up: Vec, sizes: Vec): void {
    basis(this.#ball.mesh, [along, cross(up, along), up], sizes, at);
  }
}
