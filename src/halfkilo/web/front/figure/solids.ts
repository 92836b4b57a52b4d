/** Plain solids to build things of: rods, balls, discs and rounded boxes, each put where it belongs. Metres. */
import { BufferGeometry, CylinderGeometry, Group, Matrix4, Mesh, type RawShaderMaterial, SphereGeometry, TorusGeometry, Vector3 } from "three";
import { RoundedBoxGeometry } from "three/addons/geometries/RoundedBoxGeometry.js";
import type { Vec } from "./clip.ts";

export const plus = (a: Vec, b: Vec, t = 1): Vec => [a[0] + b[0] * t, a[1] + b[1] * t, a[2] + b[2] * t];
export const minus = (a: Vec, b: Vec): Vec => plus(a, b, -1);
export const middle = (a: Vec, b: Vec, t = 0.5): Vec => plus(a, minus(b, a), t);
export const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const long = (a: Vec): number => Math.hypot(...a);
export const unit = (a: Vec): Vec => plus([0, 0, 0], a, 1 / (long(a) || 1));
export const cross = (a: Vec, b: Vec): Vec => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

const ROD = new CylinderGeometry(1, 1, 1, 20, 1);
const BALL = new SphereGeometry(1, 28, 18);
const CUFF = new TorusGeometry(1, 0.2, 10, 32);

function solid(geometry: BufferGeometry, material: RawShaderMaterial): Mesh {
  const mesh = new Mesh(geometry, material);
  mesh.matrixAutoUpdate = false;
  mesh.frustumCulled = false;
  return mesh;
}

/** Puts a mesh at a place: `axis` is where its own y goes, sizes along x, y, z of its own. */
function put(mesh: Mesh, at: Vec, axis: Vec, sizes: Vec): void {
  const up = unit(axis);
  const side = unit(cross(up, Math.abs(up[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]));
  const third = cross(side, up);
  const [x, y, z] = [side, up, third].map((vec, i) => new Vector3(...plus([0, 0, 0], vec, sizes[i as 0 | 1 | 2])));
  mesh.matrix.copy(new Matrix4().makeBasis(x as Vector3, y as Vector3, z as Vector3).setPosition(...at));
  mesh.matrixWorldNeedsUpdate = true;
}

/** A rod from place to place. */
export class Rod {
  readonly mesh: Mesh;
  constructor(group: Group, material: RawShaderMaterial) {
    this.mesh = solid(ROD, material);
    group.add(this.mesh);
  }
  put(a: Vec, b: Vec, radius: number): void {
    put(this.mesh, middle(a, b), minus(b, a), [radius, long(minus(b, a)), radius]);
  }
}

/** A ball. */
export class Ball {
  readonly mesh: Mesh;
  constructor(group: Group, material: RawShaderMaterial) {
    this.mesh = solid(BALL, material);
    group.add(this.mesh);
  }
  put(at: Vec, radius: number): void {
    put(this.mesh, at, [0, 0, 1], [radius, radius, radius]);
  }
}

/** A cuff round a limb. */
export class Cuff {
  readonly mesh: Mesh;
  constructor(group: Group, material: RawShaderMaterial) {
    this.mesh = solid(CUFF, material);
    group.add(this.mesh);
  }
  put(at: Vec, axis: Vec, radius: number): void {
    const up = unit(axis);
    const side = unit(cross(up, Math.abs(up[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0]));
    const basis = [plus([0, 0, 0], side, radius), plus([0, 0, 0], cross(up, side), radius), plus([0, 0, 0], up, 0.075)] as const;
    const [x, y, z] = basis.map((vec) => new Vector3(...vec));
    this.mesh.matrix.copy(new Matrix4().makeBasis(x as Vector3, y as Vector3, z as Vector3).setPosition(...at));
    this.mesh.matrixWorldNeedsUpdate = true;
  }
}

/** A box with soft edges, upright in the room, between its two corners. */
export function box(low: Vec, high: Vec, material: RawShaderMaterial, round = 0.014): Mesh {
  const sizes = minus(high, low);
  const mesh = solid(new RoundedBoxGeometry(...sizes, 3, Math.min(round, ...sizes.map((size) => size * 0.49))), material);
  mesh.matrix.setPosition(...middle(low, high));
  return mesh;
}
