/** What is held or worn: dumbbells, handles with their cable and pulley, bands, and balls, sticks, towels, cushions. Metres. */
import { Group, type Mesh, type RawShaderMaterial, type Vector3 } from "three";
import type { Attached, Carried, Vec } from "./clip.ts";
import type { Skeleton } from "./kinematics.ts";
import { light, type Shared, thingMaterial } from "./materials.ts";
import { Ball, Cuff, long, middle, minus, plus, Rod, unit } from "./solids.ts";
import type { Tone, Tones } from "./tones.ts";

const USED = ["metal", "load", "prop", "cushion", "wall"] as const satisfies readonly Tone[];
type Paints = Record<(typeof USED)[number], RawShaderMaterial>;
type Move = (skeleton: Skeleton) => void;
/** Length from a hand to where the straps of its handle meet. */
const REACH = 0.12;
/** Length of a line that is only hinted. */
const HINT = 0.42;

export class Gear {
  readonly group = new Group();
  readonly #paints: Paints;
  readonly #moves: Move[] = [];
  /** Places of the machine: pulleys. */
  readonly machine: Vec[] = [];

  readonly #short: boolean;

  /** `short`: lines are only hinted, because somebody else stands where the machine would be. */
  constructor(load: Attached | undefined, kind: string | undefined, held: readonly Carried[], tones: Tones, of: Shared, short = false) {
    this.#short = short;
    this.#paints = Object.fromEntries(USED.map((tone) => [tone, thingMaterial(tones[tone], of, tone === "load" ? 0 : 0.6)])) as Paints;
    for (const item of held) this.#carry(item);
    if (!load) return;
    if (kind === "dumbbell") this.#dumbbells(load);
    else if (kind === "band") this.#bands(load);
    else this.#cables(load);
  }

  /** Goes with the body. */
  pose(skeleton: Skeleton): void {
    for (const move of this.#moves) move(skeleton);
  }

  colour(tones: Tones): void {
    for (const tone of USED) (this.#paints[tone].uniforms.tone as { value: Vector3 }).value.copy(light(tones[tone]));
  }

  dispose(): void {
    for (const paint of Object.values(this.#paints)) paint.dispose();
    for (const child of this.group.children) if ((child as Mesh).geometry?.type === "RoundedBoxGeometry") (child as Mesh).geometry.dispose();
  }

  #rod(tone: keyof Paints): Rod {
    return new Rod(this.group, this.#paints[tone]);
  }

  #ball(tone: keyof Paints): Ball {
    return new Ball(this.group, this.#paints[tone]);
  }

  #dumbbells({ at, pieces }: Attached): void {
    const [one, two] = at;
    if (one && two && pieces === 1) {
      return this.#dumbbell((body) => {
        const [a, b] = [gripOf(body, one), gripOf(body, two)];
        const apart = minus(b, a);
        return [middle(a, b), long(apart) > 0.24 ? unit(apart) : [0, 0, 1]];
      });
    }
    for (const name of at) this.#dumbbell((body) => isHand(name) ? [gripOf(body, name), across(body, name)] : [resting(body, name), [0, 1, 0]]);
  }

  #dumbbell(where: (body: Skeleton) => readonly [Vec, Vec]): void {
    const bar = this.#rod("prop");
    const heads = [0.062, 0.078, 0.1].flatMap((from) => [from, -from]).map((from) => [this.#rod("metal"), from] as const);
    this.#moves.push((body) => {
      const [at, axis] = where(body);
      bar.put(plus(at, axis, -0.07), plus(at, axis, 0.07), 0.014);
      for (const [head, from] of heads) {
        const sign = Math.sign(from);
        const size = Math.abs(from) === 0.078 ? 0.048 : 0.04;
        const thick = Math.abs(from) === 0.078 ? 0.021 : 0.016;
        head.put(plus(at, axis, from), plus(at, axis, from + sign * thick), size);
      }
    });
  }

  #bands({ lines, held }: Attached): void {
    for (const [from, to] of lines) {
      const band = this.#rod("load");
      const ends = [this.#ball("load"), this.#ball("load")] as const;
      const shortest = { is: Infinity };
      if (typeof from !== "string") this.#anchor(metres(from));
      this.#end(held, to, () => null);
      this.#moves.push((body) => {
        const [a, b] = [typeof from === "string" ? endOf(body, from) : metres(from), endOf(body, to)];
        const length = Math.max(0.05, long(minus(b, a)));
        const begin = this.#begin(a, b, typeof from === "string");
        shortest.is = Math.min(shortest.is, length);
        const radius = 0.0095 * Math.sqrt(Math.max(0.3, shortest.is) / Math.max(0.3, length)); // rubber keeps its volume
        band.put(begin, b, radius);
        ends.forEach((end, at) => end.put(at ? b : begin, radius * 1.5));
      });
    }
  }

  #cables({ lines, held, at, pieces }: Attached): void {
    const [one, two] = at;
    if (one && two && pieces === 1 && lines[0] && typeof lines[0][0] !== "string") return this.#shared(metres(lines[0][0]), held, one, two);
    for (const [from, to] of lines) {
      const line = this.#rod("load");
      const place = typeof from === "string" ? null : metres(from);
      if (place) this.#pulley(place);
      const start = (body: Skeleton): Vec => place ?? endOf(body, from as string);
      this.#end(held, to, start);
      this.#moves.push((body) => {
        const [a, b] = [start(body), endOf(body, to)];
        line.put(this.#begin(a, b, place === null), isHand(to) && held !== "strap" ? plus(b, unit(minus(a, b)), REACH) : b, 0.0042);
      });
    }
  }

  /** One cable for both hands: a bar across, or a rope whose two ends meet before them. */
  #shared(place: Vec, held: string, one: string, two: string): void {
    this.#pulley(place);
    const [line, left, right, bar] = [this.#rod("load"), this.#rod("cushion"), this.#rod("cushion"), this.#rod("metal")];
    const knobs = [this.#ball("metal"), this.#ball("metal")] as const;
    this.#moves.push((body) => {
      const [a, b] = [gripOf(body, one), gripOf(body, two)];
      const [centre, axis] = [middle(a, b), unit(minus(b, a))];
      const apex = plus(centre, unit(minus(place, centre)), held === "bar" ? 0.1 : 0.2);
      line.put(this.#begin(place, apex, false), apex, 0.0042);
      left.put(apex, a, 0.011);
      right.put(apex, b, 0.011);
      if (held === "bar") bar.put(plus(a, axis, -0.12), plus(b, axis, 0.12), 0.014);
      else bar.put(plus(apex, [0, 0, 0.012]), plus(apex, [0, 0, -0.012]), 0.016);
      knobs.forEach((knob, at) => knob.put(plus(at ? b : a, across(body, at ? two : one), -0.065), 0.019));
    });
  }

  /** Where a line begins that is drawn from its far end `a` to `b`. */
  #begin(a: Vec, b: Vec, onBody: boolean): Vec {
    return this.#short && !onBody ? plus(b, unit(minus(a, b)), Math.min(HINT, long(minus(a, b)))) : a;
  }

  /** What is at the body's end of a line: a handle in the hand, or a cuff. `start`: where the line comes from. */
  #end(held: string, name: string, start: (body: Skeleton) => Vec | null): void {
    if (!isHand(name)) {
      const cuff = new Cuff(this.group, this.#paints.cushion);
      this.#moves.push((body) => cuff.put(...wornAt(body, name)));
      return;
    }
    const rod = this.#rod(held === "strap" ? "load" : "metal");
    const straps = [this.#rod("cushion"), this.#rod("cushion")] as const;
    this.#moves.push((body) => {
      const [at, axis, from] = [gripOf(body, name), across(body, name), start(body)];
      const half = held === "strap" ? 0.05 : 0.066;
      rod.put(plus(at, axis, -half), plus(at, axis, half), held === "strap" ? 0.01 : 0.0155);
      const apex = from && held !== "strap" ? plus(at, unit(minus(from, at)), REACH) : null;
      straps.forEach((strap, side) => {
        const end = plus(at, axis, (side ? 1 : -1) * (half - 0.006));
        strap.mesh.visible = apex !== null;
        if (apex) strap.put(end, apex, 0.0065);
      });
    });
  }

  /** The machine's arm: a slender post with a wheel at its height. It only stands there. */
  #pulley([x, y, z]: Vec): void {
    if (this.#short) return;
    this.machine.push([x, y, z]);
    const out = Math.sign(x) || 1;
    const top = Math.max(2.08, z + 0.1);
    const [post, arm, wheel, hub] = [this.#rod("wall"), this.#rod("metal"), this.#rod("metal"), this.#rod("prop")];
    const back = x + out * 0.09;
    post.put([back, y, 0], [back, y, top], 0.019);
    arm.put([back, y, z], [x, y, z], 0.014);
    wheel.put([x, y - 0.011, z], [x, y + 0.011, z], 0.036);
    hub.put([x, y - 0.016, z], [x, y + 0.016, z], 0.014);
  }

  /** Where a band is made fast: a small loop at a door or post. */
  #anchor(at: Vec): void {
    if (this.#short) return;
    this.machine.push(at);
    const out = Math.sign(at[0]) || 1;
    this.#rod("metal").put(at, [at[0] + out * 0.05, at[1], at[2]], 0.012);
    this.#rod("wall").put([at[0] + out * 0.06, at[1], 0], [at[0] + out * 0.06, at[1], Math.max(2.0, at[2] + 0.1)], 0.024);
  }

  #carry({ kind, at, size }: Carried): void {
    const [one = "pelvis", two = one] = at;
    const thick = size / 1000;
    if (kind === "ball") {
      const ball = this.#ball("cushion");
      this.#moves.push((body) => ball.put(middle(endOf(body, one), endOf(body, two)), thick / 2));
    } else if (kind === "cushion") this.#cushion(one, thick);
    else if (one === two) this.#roll(one, thick);
    else this.#between(kind, one, two, thick);
  }

  /** A stick reaches beyond both hands; a towel hangs between them. */
  #between(kind: string, one: string, two: string, thick: number): void {
    const rod = this.#rod(kind === "stick" ? "prop" : "cushion");
    const beyond = kind === "stick" ? 0.22 : 0.07;
    this.#moves.push((body) => {
      const [a, b] = [gripOf(body, one), gripOf(body, two)];
      const axis = unit(minus(b, a));
      rod.put(plus(a, axis, -beyond), plus(b, axis, beyond), Math.min(thick / 2, 0.018));
    });
  }

  /** A towel rolled up: in the hand, or under a knee. */
  #roll(name: string, thick: number): void {
    const rod = this.#rod("cushion");
    this.#moves.push((body) => {
      const hand = isHand(name);
      const axis: Vec = hand ? across(body, name) : [0, 1, 0];
      const at = hand ? gripOf(body, name) : plus(endOf(body, name), [0, 0, -0.055 - thick / 2]);
      const half = hand ? 0.09 : 0.17;
      rod.put(plus(at, axis, -half), plus(at, axis, half), hand ? Math.min(0.024, thick / 2) : thick / 2);
    });
  }

  #cushion(name: string, thick: number): void {
    const pad = this.#ball("cushion");
    this.#moves.push((body) => {
      const [x, y] = endOf(body, name);
      pad.put([x, y, thick / 2], thick / 2);
      pad.mesh.matrix.elements[0] = 0.2;
      pad.mesh.matrix.elements[5] = 0.2;
      pad.mesh.matrix.elements[1] = pad.mesh.matrix.elements[4] = 0;
      pad.mesh.matrix.elements[2] = pad.mesh.matrix.elements[6] = pad.mesh.matrix.elements[8] = pad.mesh.matrix.elements[9] = 0;
      pad.mesh.matrix.elements[10] = thick / 2;
    });
  }
}

const metres = ([x, y, z]: Vec): Vec => [x / 1000, y / 1000, z / 1000];
const isHand = (name: string): boolean => name.endsWith("_knuckle");
const sideOf = (name: string): string => (name.startsWith("left") ? "left" : "right");
const gripOf = (body: Skeleton, name: string): Vec => body.site(isHand(name) ? `${sideOf(name)}_grip` : name);
const endOf = gripOf;

/** The direction in which a closed hand holds a rod: from the little finger to the thumb. */
function across(body: Skeleton, name: string): Vec {
  const site = body.figure.sites[`${sideOf(name)}_grip`];
  return site && isHand(name) ? body.direction(site[0], [1, 0, 0]) : [0, 1, 0];
}

/** A weight that rests on a thigh or across the hips. */
function resting(body: Skeleton, name: string): Vec {
  if (!name.endsWith("_knee")) return plus(body.site(body.has("belly") ? "belly" : name), [0, 0, 0.05]);
  return plus(middle(body.site(name), body.site(`${sideOf(name)}_hip`), 0.14), [0, 0, 0.1]);
}

/** Where a cuff sits, along what, and how wide. */
function wornAt(body: Skeleton, name: string): readonly [Vec, Vec, number] {
  const side = sideOf(name);
  const [hip, knee, ankle] = ["hip", "knee", "ankle"].map((part) => body.site(`${side}_${part}`)) as [Vec, Vec, Vec];
  if (name.endsWith("_knee")) return [middle(knee, hip, 0.14), minus(hip, knee), 0.066];
  if (name.endsWith("_ball")) {
    const [ball, foot] = [body.site(name), body.figure.sites[name]?.[0] ?? 0];
    return [plus(plus(ball, body.direction(foot, [0, 0, 1]), 0.026), body.direction(foot, [1, 0, 0]), -0.02), body.direction(foot, [1, 0, 0]), 0.044];
  }
  return [middle(ankle, knee, 0.1), minus(knee, ankle), 0.047];
}
