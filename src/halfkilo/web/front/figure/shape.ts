/** The figure's shape: which circles are wrapped together into limbs, trunk, head and hands, and the order of depth. */
import type { Attached, Box, Clip, Pose, Vec } from "./clip.ts";

export type Tone = "skin" | "top" | "trousers" | "shoe" | "hair" | "prop" | "metal" | "load" | "wall";
export type Round = readonly [at: Vec, radius: number];
type Flat = readonly [number, number];

/** Something to draw: outlines (millimetres on the screen, y down), a tone, nearness to the viewer. */
export interface Shape {
  readonly outlines: readonly (readonly Flat[])[];
  readonly tone: Tone;
  readonly near: number;
  readonly name: string;
  /** A line of this width (mm) instead of a filled shape. */
  readonly line?: number;
  readonly faint?: boolean;
  readonly shade?: number;
}

/** Where the viewer stands: turned by `yaw` (0 from the right side, 90 degrees from the front), a little from above. */
export class Camera {
  readonly #right: Vec;
  readonly #up: Vec;
  readonly #near: Vec;

  readonly yaw: number;
  readonly pitch: number;

  constructor(yaw: number, pitch = 0.13) {
    [this.yaw, this.pitch] = [yaw, pitch];
    const [c, s, e, f] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
    this.#right = [c, s, 0];
    this.#up = [-s * f, c * f, e];
    this.#near = [s * e, -c * e, f];
  }

  flat(p: Vec): Flat {
    return [dot(p, this.#right), -dot(p, this.#up)];
  }

  near(p: Vec): number {
    return dot(p, this.#near);
  }
}

export type View = "side" | "front" | "turned";
const LYING: readonly string[] = ["supine", "crook", "prone", "side"];

/** Where to look from. A lying body is seen from the side and, for "front", from above. */
export function viewOf(view: View, base: string): Camera {
  const lying = LYING.includes(base);
  if (view === "side") return new Camera(0, lying ? 0.24 : 0.13);
  if (view === "front") return lying ? new Camera(0, 1.15) : new Camera(Math.PI / 2);
  return new Camera(lying ? 0.5 : 0.62, lying ? 0.5 : 0.16);
}

const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const mix = (a: Vec, b: Vec, t: number): Vec => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
const plus = (a: Vec, b: Vec, t = 1): Vec => [a[0] + b[0] * t, a[1] + b[1] * t, a[2] + b[2] * t];
const minus = (a: Vec, b: Vec): Vec => plus(a, b, -1);
const cross = (a: Vec, b: Vec): Vec => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a: Vec): Vec => {
  const size = Math.hypot(...a) || 1;
  return [a[0] / size, a[1] / size, a[2] / size];
};

/** The rubber band around circles: convex hull of points on their rims. */
export function hull(rounds: readonly Round[], camera: Camera): Flat[] {
  const rim: Flat[] = [];
  for (const [at, radius] of rounds) {
    const [x, y] = camera.flat(at);
    for (let k = 0; k < 28; k++) rim.push([x + radius * Math.cos(k * 0.2244), y + radius * Math.sin(k * 0.2244)]);
  }
  return wrap(rim);
}

function wrap(points: Flat[]): Flat[] {
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (list: readonly Flat[]): Flat[] => {
    const out: Flat[] = [];
    for (const p of list) {
      while (out.length > 1 && turn(out[out.length - 2] as Flat, out[out.length - 1] as Flat, p) <= 0) out.pop();
      out.push(p);
    }
    return out.slice(0, -1);
  };
  return [...chain(points), ...chain([...points].reverse())];
}

const turn = (a: Flat, b: Flat, c: Flat): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Everything in the picture, farthest first. */
export function shapes(clip: Clip, pose: Pose, camera: Camera, load: Attached | undefined): Shape[] {
  const gripping = new Set([...(load?.at ?? []), ...clip.held.filter((item) => item.kind === "stick").flatMap((item) => item.at)]);
  const body = new Body(clip, pose, camera, gripping);
  const all = [...body.shapes(), ...furniture(clip, camera), ...carried(clip, pose, camera)];
  if (load) all.push(...attached(load, pose, camera));
  return all.sort((a, b) => a.near - b.near);
}

class Body {
  readonly #thick = new Map<string, readonly [number, number]>();

  readonly pose: Pose;
  readonly camera: Camera;
  readonly gripping: ReadonlySet<string>;

  constructor(clip: Clip, pose: Pose, camera: Camera, gripping: ReadonlySet<string>) {
    [this.pose, this.camera, this.gripping] = [pose, camera, gripping];
    for (const [a, b, ra, rb] of clip.bones) this.#thick.set(`${a} ${b}`, [ra, rb]);
  }

  shapes(): Shape[] {
    const sides = ["right", "left"] as const;
    return [this.#trunk(), this.#neck(), ...this.#head(), ...sides.flatMap((side) => [...this.#arm(side), ...this.#leg(side)])];
  }

  #bone(side: string, a: string, b: string, from = 0, to = 1): Round[] {
    const [ra, rb] = this.#thick.get(`${side}_${a} ${side}_${b}`) ?? [30, 30];
    const [pa, pb] = [this.pose(`${side}_${a}`), this.pose(`${side}_${b}`)];
    return [[mix(pa, pb, from), ra + (rb - ra) * from], [mix(pa, pb, to), ra + (rb - ra) * to]];
  }

  #made(name: string, tone: Tone, groups: readonly (readonly Round[])[], toward = 0): Shape {
    const centres = groups.flat().map(([at]) => this.camera.near(at));
    const near = centres.reduce((sum, value) => sum + value, 0) / centres.length + toward;
    return { name, tone, near, outlines: groups.map((rounds) => hull(rounds, this.camera)) };
  }

  #trunk(): Shape {
    const p = this.pose;
    const two = (name: string, radius: number, t = 0): Round[] =>
      ["right", "left"].map((side) => [mix(p(`${side}_${name}`), p("pelvis"), t), radius] as const);
    const yoke: Round[] = [...two("shoulder", 52), [mix(p("neck"), p("pelvis"), 0.04), 48]];
    return this.#made("trunk", "top", [
      [...two("hip", 84), ...two("waist", 90)], [...two("waist", 90), ...two("ribs", 104)], [...two("ribs", 104), ...yoke],
    ]);
  }

  #neck(): Shape {
    return this.#made("neck", "skin", [[[mix(this.pose("neck"), this.pose("head"), 0.12), 52], [mix(this.pose("head"), this.pose("neck"), 0.3), 48]]], 10);
  }

  #head(): Shape[] {
    const [head, crown, nose] = [this.pose("head"), this.pose("crown"), this.pose("nose")];
    const up = unit(minus(crown, head));
    const face = unit(minus(nose, head));
    const aside = unit(cross(up, face));
    const at = (forward: number, upward: number, left = 0): Vec => plus(plus(plus(head, face, forward), up, upward), aside, left);
    const skull: Round[] = [[at(26, -6), 65], [at(14, -30), 60], [at(40, -72), 34]];
    const tip: Round[] = [[at(86, -18), 12], [at(74, 10), 14]];
    const made = this.#made("head", "skin", [skull, tip], 30);
    const hair = this.#made("hair", "hair", [[[at(4, 28), 82], [at(-24, 12), 76], [at(-34, -34), 46]]]);
    const behind = this.camera.near(face) < -0.35;
    const ears = [76, -76].map((left) => this.#made("ear", "skin", [[[at(-6, -14, left), 15], [at(-8, -30, left * 0.97), 10]]]));
    const seen = ears.filter((_, index) => this.camera.near(aside) * (index ? -1 : 1) > -0.3);
    return [{ ...hair, near: made.near + (behind ? 1 : -1) }, made, ...seen.map((ear) => ({ ...ear, near: made.near + 2 }))];
  }

  #arm(side: "right" | "left"): Shape[] {
    const wrist = this.#bone(side, "wrist", "knuckle");
    const fist = this.gripping.has(`${side}_knuckle`);
    const [p, hand] = [this.pose, [wrist] as Round[][]];
    const knuckle = p(`${side}_knuckle`);
    if (fist) hand.push([[knuckle, 36], [mix(knuckle, p(`${side}_thumb`), 0.55), 24]]);
    else hand.push(this.#bone(side, "knuckle", "fingertip"), [[mix(p(`${side}_wrist`), knuckle, 0.4), 18], [p(`${side}_thumb`), 12]]);
    const upper = this.#bone(side, "shoulder", "elbow");
    const bare = this.#made(`${side} upper arm`, "skin", [upper], 36);
    const cloth = this.#bone(side, "shoulder", "elbow", 0.1, 0.5).map(([at, radius]) => [at, radius + 5] as const);
    return [
      bare,
      { ...this.#made(`${side} sleeve`, "top", [[[p(`${side}_shoulder`), 54], ...cloth]]), near: bare.near + 0.5 },
      this.#made(`${side} forearm`, "skin", [this.#bone(side, "elbow", "wrist"), ...hand], 40),
    ];
  }

  #leg(side: "right" | "left"): Shape[] {
    const calf: Round = [plus(mix(this.pose(`${side}_knee`), this.pose(`${side}_ankle`), 0.3), this.#behind(side), 16), 53];
    const shank = this.#bone(side, "knee", "ankle");
    const foot = [this.#bone(side, "heel", "ankle"), [...this.#bone(side, "ankle", "ball"), ...this.#bone(side, "heel", "ball")], this.#bone(side, "ball", "toe")];
    const lifted = foot.map((rounds) => rounds.map(([at, radius]) => [plus(at, this.#sole(side, at), radius * 0.55), radius] as const));
    return [
      this.#made(`${side} foot`, "shoe", lifted, -75),
      this.#made(`${side} leg`, "trousers", [this.#bone(side, "hip", "knee"), [...shank.slice(0, 1), calf], [calf, ...shank.slice(1)]], -70),
    ];
  }

  /** From the shin towards the calf. */
  #behind(side: string): Vec {
    const [heel, toe] = [this.pose(`${side}_heel`), this.pose(`${side}_ball`)];
    return unit(minus(heel, toe));
  }

  /** Up from the sole, so that shoes stand on the floor and not in it; nothing for the ankle itself. */
  #sole(side: string, at: Vec): Vec {
    const ankle = this.pose(`${side}_ankle`);
    if (Math.hypot(...minus(ankle, at)) < 5) return [0, 0, 0];
    const [heel, ball] = [this.pose(`${side}_heel`), this.pose(`${side}_ball`)];
    return unit(minus(ankle, mix(heel, ball, 0.2)));
  }
}

function furniture(clip: Clip, camera: Camera): Shape[] {
  return clip.props.flatMap(({ kind, boxes }) => boxes.flatMap((box) => faces(kind, box, camera)));
}

/** The three sides of a box that the viewer sees. */
function faces(kind: string, box: Box, camera: Camera): Shape[] {
  const [x0, y0, z0, x1, y1, z1] = box;
  const corner = (i: number, j: number, k: number): Vec => [i ? x1 : x0, j ? y1 : y0, k ? z1 : z0];
  const centre = mix(corner(0, 0, 0), corner(1, 1, 1), 0.5);
  const upright = kind === "wall" || z1 - z0 > 200;
  const near = camera.near(centre) - (upright ? 0 : 900) - (kind === "mat" ? 4000 : 0);
  const [ex, ey] = [camera.near([1, 0, 0]) > 0 ? 1 : 0, camera.near([0, 1, 0]) > 0 ? 1 : 0];
  const quads: readonly (readonly [number, readonly Vec[]])[] = [
    [0.1, [corner(0, 0, 1), corner(1, 0, 1), corner(1, 1, 1), corner(0, 1, 1)]],
    [-0.06, [corner(ex, 0, 0), corner(ex, 1, 0), corner(ex, 1, 1), corner(ex, 0, 1)]],
    [0, [corner(0, ey, 0), corner(1, ey, 0), corner(1, ey, 1), corner(0, ey, 1)]],
  ];
  const faint = upright && near > 150;
  return quads.map(([shade, quad]) => (
    { name: kind, tone: kind === "wall" ? "wall" : "prop", near, faint, shade, outlines: [quad.map((p) => camera.flat(p))] }));
}

function carried(clip: Clip, pose: Pose, camera: Camera): Shape[] {
  return clip.held.map(({ kind, at, size }) => {
    const [one, two] = [pose(at[0] ?? "pelvis"), pose(at[1] ?? at[0] ?? "pelvis")];
    const middle = mix(one, two, 0.5);
    const along = unit(minus(two, one));
    const ends: Round[] = kind === "ball" || one === two ? [[middle, size / 2]]
      : kind === "stick" ? [[plus(one, along, -160), size / 2], [plus(two, along, 160), size / 2]] : [[one, size / 2], [two, size / 2]];
    return { name: kind, tone: kind === "stick" ? "metal" : "prop", near: camera.near(middle) + 45, outlines: [hull(ends, camera)] };
  });
}

function attached(load: Attached, pose: Pose, camera: Camera): Shape[] {
  const out: Shape[] = load.lines.map(([from, to]) => {
    const [a, b] = [typeof from === "string" ? pose(from) : from, grip(to, pose)];
    const line: Shape = { name: "line", tone: "load", line: 9, near: camera.near(b) + 20, outlines: [[camera.flat(a), camera.flat(b)]] };
    const wheel: Shape = { name: "pulley", tone: "metal", near: camera.near(a), outlines: [hull([[a, 34]], camera)] };
    return typeof from === "string" ? [line] : [line, wheel];
  }).flat();
  const hands = load.at.map((name) => [grip(name, pose), across(name, pose)] as const);
  const [first, second] = hands;
  if (first && second && (load.held === "bar" || (load.held === "dumbbell" && load.pieces === 1))) {
    const middle = mix(first[0], second[0], 0.5);
    return [...out, ...piece(load.held, middle, unit(minus(second[0], first[0])), camera, Math.hypot(...minus(second[0], first[0])))];
  }
  return [...out, ...hands.flatMap(([at, axis]) => piece(load.held, at, axis, camera, 0))];
}

const grip = (name: string, pose: Pose): Vec => (name.endsWith("_knuckle") ? mix(pose(name), pose(name.replace("knuckle", "thumb")), 0.35) : pose(name));

/** The direction in which a hand holds a rod. */
function across(name: string, pose: Pose): Vec {
  return name.endsWith("_knuckle") ? unit(minus(pose(name.replace("knuckle", "thumb")), pose(name))) : [0, 1, 0];
}

function piece(kind: string, at: Vec, axis: Vec, camera: Camera, apart: number): Shape[] {
  const near = camera.near(at);
  const rod = (half: number, radius: number, tone: Tone, toward: number): Shape => (
    { name: kind, tone, near: near + toward, outlines: [hull([[plus(at, axis, -half), radius], [plus(at, axis, half), radius]], camera)] });
  if (kind === "dumbbell") {
    const half = Math.max(85, apart / 2 + 20);
    const disc = (end: number): Shape => ({ ...rod(0, 1, "metal", 44), outlines: [hull([[plus(at, axis, end), 44], [plus(at, axis, end * 1.35), 44]], camera)] });
    return [rod(half, 14, "metal", 34), disc(half * 0.75), disc(-half * 0.75)];
  }
  if (kind === "bar") return [rod(apart / 2 + 70, 13, "metal", 34)];
  if (kind === "rope") return [rod(60, 20, "load", 44)];
  return kind === "grip" ? [rod(62, 15, "metal", 34)] : [rod(34, 24, "load", 44)];
}
