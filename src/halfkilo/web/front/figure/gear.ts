/** What is held or worn: dumbbells, handles with their cable and pulley, bands, and balls, sticks, towels, cushions. Metres. */
import { Group, type Mesh, type RawShaderMaterial, type Vector3 } from "three";
import { type Attached, type Carried, mirrored, type Vec } from "./clip.ts";
import type { Skeleton } from "./kinematics.ts";
import { light, type Shared, thingMaterial } from "./materials.ts";
import { across, CORNERS, gripOf, isHand, level, loopRound, metres, resting, roundBoth, wornAt } from "./on-body.ts";
import { Pad, Strip } from "./soft.ts";
import { Ball, cross, Cuff, dot, long, middle, minus, plus, Rod, unit } from "./solids.ts";
import type { Tone, Tones } from "./tones.ts";

const USED = ["metal", "load", "prop", "cushion", "wall"] as const satisfies readonly Tone[];
type Paints = Record<(typeof USED)[number], RawShaderMaterial>;
type Move = (skeleton: Skeleton) => void;
/** Length from a hand to where the straps of its handle meet. */
const REACH = 0.12;
/** Length of a line that is only hinted. */
const HINT = 0.42;
/** Two hands as near as this hold one grip. */
const CLASPED = 0.16;
/** From the middle of a head that lies on its side to where it rests, and from the middle of a knee to its skin. */
const [CHEEK, LEG] = [0.062, 0.055];
const PILLOW = [0.15, 0.23] as const;
const ROLL = 0.15;
const UP: Vec = [0, 0, 1];
const BESIDE_HEAD = /(shoulder|head|neck|nose|ear)$/;

export class Gear {
  readonly group = new Group();
  readonly #paints: Paints;
  readonly #moves: Move[] = [];
  /** Places of the machine: pulleys. */
  readonly machine: Vec[] = [];

  readonly #short: boolean;
  /** The body as the movement begins: what stands in the room was put there for it, and stays. Only while this is made. */
  readonly #start: Skeleton;

  /** `short`: lines are only hinted, because somebody else stands where the machine would be. `start`: the body, posed as it begins. */
  constructor(load: Attached | undefined, kind: string | undefined, held: readonly Carried[], tones: Tones, of: Shared, start: Skeleton, short = false) {
    [this.#short, this.#start] = [short, start];
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
    for (const name of at) this.#dumbbell((body) => isHand(name) ? [gripOf(body, name), across(body, name)] : resting(body, name));
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
      if (roundBoth(from, to)) {
        this.#loop(from, to);
        continue;
      }
      const band = this.#rod("load");
      const ends = [this.#ball("load"), this.#ball("load")] as const;
      const shortest = { is: Infinity };
      if (typeof from !== "string") this.#anchor(metres(from), to);
      this.#end(held, to, () => null);
      this.#moves.push((body) => {
        const [a, b] = [typeof from === "string" ? gripOf(body, from) : metres(from), gripOf(body, to)];
        const length = Math.max(0.05, long(minus(b, a)));
        const begin = this.#begin(a, b, typeof from === "string");
        shortest.is = Math.min(shortest.is, length);
        const radius = 0.0095 * Math.sqrt(Math.max(0.3, shortest.is) / Math.max(0.3, length)); // rubber keeps its volume
        band.put(begin, b, radius);
        ends.forEach((end, at) => end.put(at ? b : begin, radius * 1.5));
      });
    }
  }

  /** A flat closed band round both legs. */
  #loop(one: string, other: string): void {
    const strips = Array.from({ length: CORNERS }, () => new Strip(this.group, this.#paints.load));
    this.#moves.push((body) => {
      const [corners, along] = loopRound(body, one, other);
      strips.forEach((strip, at) => strip.put(corners[at] as Vec, corners[(at + 1) % CORNERS] as Vec, along, 0.021, 0.0026));
    });
  }

  #cables(load: Attached): void {
    const { lines, held } = load;
    const [pair, [from]] = [this.#pair(load), lines[0] ?? []];
    if (pair && from && typeof from !== "string") return this.#shared(metres(from), held, ...pair, load.at.length === 2 && held !== "bar");
    for (const [from, to] of lines) {
      const line = this.#rod("load");
      const place = typeof from === "string" ? null : metres(from);
      if (place) this.#pulley(place, to);
      const start = (body: Skeleton): Vec => place ?? gripOf(body, from as string);
      this.#end(held, to, start);
      this.#moves.push((body) => {
        const [a, b] = [start(body), gripOf(body, to)];
        line.put(this.#begin(a, b, place === null), isHand(to) && held !== "strap" ? plus(b, unit(minus(a, b)), REACH) : b, 0.0042);
      });
    }
  }

  /** The two hands that hold one cable: both named for one piece, or one named and the other at it from the first. */
  #pair({ lines, held, at, pieces }: Attached): readonly [string, string] | null {
    const [one = "", two = mirrored(one)] = at;
    if (pieces !== 1 || held === "strap" || !isHand(one) || !isHand(two) || new Set(lines.map(([from]) => String(from))).size !== 1) return null;
    return at.length === 2 || long(minus(gripOf(this.#start, one), gripOf(this.#start, two))) < CLASPED ? [one, two] : null;
  }

  /** One cable for both hands: a grip they clasp, a bar across, or a rope whose two ends meet before them. */
  #shared(place: Vec, held: string, one: string, two: string, rope: boolean): void {
    this.#pulley(place, one);
    if (rope) return this.#rope(place, one, two);
    const [line, bar] = [this.#rod("load"), this.#rod("metal")];
    const straps = [this.#rod("cushion"), this.#rod("cushion")] as const;
    this.#moves.push((body) => {
      const [a, b] = [gripOf(body, one), gripOf(body, two)];
      const [centre, apart] = [middle(a, b), long(minus(b, a))];
      const axis = held === "bar" ? unit(minus(b, a)) : unit(plus(across(body, one), across(body, two)));
      const half = held === "bar" ? apart / 2 + 0.12 : 0.066 + apart / 3;
      const apex = plus(centre, unit(minus(place, centre)), REACH);
      line.put(this.#begin(place, apex, false), apex, 0.0042);
      bar.put(plus(centre, axis, -half), plus(centre, axis, half), 0.0145);
      straps.forEach((strap, side) => strap.put(plus(centre, axis, (side ? 1 : -1) * (half - 0.006)), apex, 0.0065));
    });
  }

  #rope(place: Vec, one: string, two: string): void {
    const [line, ring] = [this.#rod("load"), this.#rod("metal")];
    const ends = [one, two].map((name) => [name, this.#rod("cushion"), this.#rod("cushion"), this.#ball("metal")] as const);
    this.#moves.push((body) => {
      const centre = middle(gripOf(body, one), gripOf(body, two));
      const apex = plus(centre, unit(minus(place, centre)), 0.19);
      line.put(this.#begin(place, apex, false), apex, 0.0042);
      ring.put(plus(apex, UP, 0.014), plus(apex, UP, -0.014), 0.017);
      for (const [name, rope, tail, knob] of ends) {
        const [at, axis] = [gripOf(body, name), across(body, name)];
        const below = plus(at, axis, dot(axis, minus(apex, at)) > 0 ? -0.062 : 0.062);
        rope.put(apex, at, 0.0105);
        tail.put(at, below, 0.0105);
        knob.put(below, 0.019);
      }
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

  /** The machine's arm: a slender post with a wheel at its height, behind where the line to `to` comes from at first. It only stands there. */
  #pulley(at: Vec, to: string): void {
    if (this.#short) return;
    const [, , z] = at;
    const back = this.#away(at, to);
    const [behind, side] = [plus(at, back, 0.12), cross(UP, back)];
    const top: Vec = [behind[0], behind[1], z + 0.14];
    const [post, arm, wheel, hub, foot] = [this.#rod("wall"), this.#rod("metal"), this.#rod("metal"), this.#rod("prop"), this.#rod("wall")];
    const axle = plus(at, back, 0.036);
    post.put(level(behind), top, 0.019);
    foot.put(level(behind), plus(level(behind), UP, 0.02), 0.11);
    arm.put(behind, axle, 0.014);
    wheel.put(plus(axle, side, -0.011), plus(axle, side, 0.011), 0.036);
    hub.put(plus(axle, side, -0.016), plus(axle, side, 0.016), 0.014);
    this.machine.push(at, top, level(behind));
  }

  /** The level direction from the body to where its line comes from, as the movement begins. */
  #away(at: Vec, to: string): Vec {
    const way = level(minus(at, gripOf(this.#start, to)));
    return unit(long(way) > 0.05 ? way : plus(level(at), [1e-6, 0, 0]));
  }

  /** Where a band is made fast: a small loop at a door or post. */
  #anchor(at: Vec, to: string): void {
    if (this.#short) return;
    const back = this.#away(at, to);
    const behind = plus(at, back, 0.06);
    this.#rod("metal").put(at, plus(at, back, 0.05), 0.012);
    this.#rod("wall").put(level(behind), plus(behind, UP, 0.1), 0.024);
    this.machine.push(at, plus(behind, UP, 0.1), level(behind));
  }

  #carry({ kind, at, size }: Carried): void {
    const [one = "pelvis", two = one] = at;
    const thick = size / 1000;
    if (kind === "ball") {
      const ball = this.#ball("cushion");
      this.#moves.push((body) => ball.put(middle(gripOf(body, one), gripOf(body, two)), thick / 2));
    } else if (kind === "cushion") this.#cushion(one, two, thick);
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

  /** A towel rolled up, pale to be seen on a mat: in the hand, or lying under a part from the start on, squeezed as far as there is room. */
  #roll(name: string, thick: number): void {
    const rod = this.#rod("wall");
    if (isHand(name)) {
      this.#moves.push((body) => rod.put(plus(gripOf(body, name), across(body, name), -0.09), plus(gripOf(body, name), across(body, name), 0.09), Math.min(0.024, thick / 2)));
      return;
    }
    const part = this.#start.site(name);
    const under = part[2] - LEG;
    const radius = Math.min(Math.max(under / 2, thick * 0.4), thick * 0.65);
    const at = plus(level(part), UP, under - radius);
    rod.put(plus(at, [0, 1, 0], -ROLL), plus(at, [0, 1, 0], ROLL), radius);
  }

  /** A pillow at the head; otherwise between two parts, as thick as the room between them, or under one. */
  #cushion(one: string, two: string, thick: number): void {
    if (BESIDE_HEAD.test(one)) return this.#pillow();
    const pad = new Pad(this.group, this.#paints.wall);
    this.#moves.push((body) => {
      const [a, b] = [gripOf(body, one), gripOf(body, two)];
      if (one === two) return pad.put(plus(a, UP, -LEG - thick * 0.4), [1, 0, 0], UP, [0.15, 0.15, thick / 2]);
      const up = unit(minus(b, a));
      const along = unit(cross(up, Math.abs(up[1]) < 0.8 ? [0, 1, 0] : [1, 0, 0]));
      pad.put(middle(a, b), along, up, [0.15, 0.13, Math.max(0.03, long(minus(b, a)) / 2 - LEG * 0.6)]);
    });
  }

  /** Between the floor and the head where that lies at first: a thick middle and two soft ends. */
  #pillow(): void {
    const [head, neck] = [this.#start.site("head"), this.#start.site("neck")];
    const top = Math.max(0.05, head[2] - CHEEK);
    const along = unit(level(minus(head, neck)));
    const [at, side] = [plus(level(head), UP, top / 2), cross(UP, along)];
    const [length, wide] = PILLOW;
    new Pad(this.group, this.#paints.wall).put(at, along, UP, [length, wide, top / 2]);
    for (const way of [-1, 1]) {
      new Pad(this.group, this.#paints.wall).put(plus(at, side, way * wide * 0.42), along, UP, [length * 0.97, wide * 0.56, top * 0.45]);
    }
  }
}
