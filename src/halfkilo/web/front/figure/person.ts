/** One person in the picture: skin over bones, what they hold, what stands around them, shadow, ring. */
import { BufferAttribute, BufferGeometry, Group, Mesh, PlaneGeometry, type RawShaderMaterial, Vector3 } from "three";
import { type Attached, type Clip, type Hands, mirrored, type Prop, type Vec } from "./clip.ts";
import type { Seen } from "./camera.ts";
import type { FigureFile } from "./figure-file.ts";
import { Gear } from "./gear.ts";
import { type Row, Skeleton } from "./kinematics.ts";
import { light, plain, ringMaterial, shared, skinMaterial } from "./materials.ts";
import type { Muscles, Showing } from "./orders.ts";
import { Room } from "./room.ts";
import { extent, fill } from "./rounds.ts";
import type { Tone, Tones } from "./tones.ts";

const PARTS: Readonly<Record<string, Tone>> = { skin: "skin", top: "top", trousers: "trousers", shoe: "shoe", sole: "sole", hair: "hair" };
const MAIN = 0.62;
const ALSO = 0.3;
const REST: Hands = { right: "rest", left: "rest" };

/** The figure's triangles; shared by all who have the same shape. */
export function bodyOf({ arrays }: FigureFile): BufferGeometry {
  const geometry = new BufferGeometry();
  const add = (name: string, of: number, from: string, normalized: boolean): void => {
    geometry.setAttribute(name, new BufferAttribute(arrays[from] as Int8Array, of, normalized));
  };
  add("position", 3, "position", false);
  add("normal", 3, "normal", true);
  add("part", 1, "part", false);
  add("bone", 4, "bone", false);
  add("weight", 4, "weight", true);
  geometry.setIndex(new BufferAttribute(arrays.triangle as Uint16Array, 1));
  return geometry;
}

/** How much each vertex shows of muscles at work: 0 to 255. */
export function workOf({ arrays, muscles }: FigureFile, working: Muscles | null): Uint8Array {
  const strength = [0, ...muscles.map((name) => (working?.main.includes(name) ? MAIN : working?.also.includes(name) ? ALSO : 0))];
  const [muscle, weight] = [arrays.muscle as Uint8Array, arrays.muscle_weight as Uint8Array];
  const out = new Uint8Array(muscle.length);
  for (let at = 0; at < out.length; at++) out[at] = Math.round((strength[muscle[at] as number] ?? 0) * (weight[at] as number));
  return out;
}

/** The same things on the other side. */
function sided(load: Attached | undefined, props: readonly Prop[], mirror: boolean): readonly [Attached | undefined, readonly Prop[]] {
  if (!mirror) return [load, props];
  const place = (end: Vec | string): Vec | string => (typeof end === "string" ? mirrored(end) : [end[0], -end[1], end[2]]);
  const other = load && { ...load, at: load.at.map(mirrored), lines: load.lines.map(([from, to]) => [place(from), mirrored(to)] as const) };
  return [other, props.map(({ kind, boxes }) => ({ kind, boxes: boxes.map(([a, b, c, d, e, f]) => [a, -e, c, d, -b, f] as const) }))];
}

/** Things and furniture of one side. */
interface Setting {
  readonly room: Room;
  readonly gear: Gear;
}

export class Person {
  readonly group = new Group();
  readonly shared = shared();
  readonly #skeleton: Skeleton;
  readonly #clip: Clip;
  readonly #skin: RawShaderMaterial;
  readonly #body: Mesh;
  readonly #ring: Mesh;
  readonly #ringPaint = ringMaterial();
  #settings: readonly [Setting, Setting] | null = null;
  #showing: Showing;
  #mirror = false;

  constructor(figure: FigureFile, geometry: BufferGeometry, clip: Clip, showing: Showing) {
    this.#skeleton = new Skeleton(figure);
    [this.#clip, this.#showing] = [clip, showing];
    this.#skin = skinMaterial(figure.bones.length, figure.unit, this.shared);
    const own = geometry.clone();
    own.setAttribute("work", new BufferAttribute(workOf(figure, showing.muscles), 1, true));
    this.#body = new Mesh(own, this.#skin);
    this.#ring = new Mesh(new PlaneGeometry(2, 2), this.#ringPaint);
    this.#ring.renderOrder = 2;
    for (const mesh of [this.#body, this.#ring]) {
      mesh.frustumCulled = false;
      this.group.add(mesh);
    }
    this.#furnish();
    this.colour(showing.tones);
  }

  /** The rows that are played: the fault's, the load's own, or the clip's. */
  rows(fault: number | null): readonly Row[] {
    const own = this.#showing.load ? this.#clip.loads[this.#showing.load]?.angles : undefined;
    return (fault === null ? undefined : this.#clip.faults?.[fault]?.angles) ?? own ?? this.#clip.angles;
  }

  /** Another load, other muscles, another ring. */
  change(showing: Showing): void {
    const [old] = [this.#showing, (this.#showing = showing)];
    if (old.muscles !== showing.muscles) {
      this.#body.geometry.setAttribute("work", new BufferAttribute(workOf(this.#skeleton.figure, showing.muscles), 1, true));
    }
    if (old.load !== showing.load || (old.fault === null) !== (showing.fault === null)) this.#furnish();
    this.colour(showing.tones);
  }

  colour(tones: Tones): void {
    const { tones: skin, apricot } = this.#skin.uniforms as { tones: { value: Vector3[] }; apricot: { value: Vector3 } };
    this.#skeleton.figure.parts.forEach((part, at) => skin.value[at]?.copy(light(tones[PARTS[part] ?? "skin"])));
    apricot.value.copy(light(tones.glow));
    (this.#ringPaint.uniforms.tone as { value: Vector3 }).value.copy(plain(tones.indigo));
    this.shared.dusk.value = tones.dark ? 0.98 : 1.12;
    for (const { room, gear } of this.#settings ?? []) {
      room.colour(tones);
      gear.colour(tones);
    }
  }

  /** Takes a posture; `mirror`: right and left exchanged. */
  pose(row: Row, mirror: boolean): void {
    this.#mirror = mirror;
    this.#take(row, mirror);
    const { bones } = this.#skin.uniforms as { bones: { value: Float32Array } };
    this.#skeleton.matrices(bones.value);
    fill(this.#skeleton, this.shared.roundA.value, this.shared.roundB.value);
    this.#dress(mirror);
  }

  /** Where the viewer is decides the light and what is seen through. */
  face(near: Vec, key: Vec): void {
    this.shared.near.value.set(...near);
    this.shared.key.value.set(...key);
    this.shared.home.value.copy(this.group.position);
    this.#settings?.[this.#mirror ? 1 : 0].room.veil(near, this.#skeleton.site("pelvis"));
  }

  /** All places the body takes in these rows, and the machine's, for the camera. */
  places(rows: readonly Row[], mirrors: readonly boolean[]): { readonly body: Seen[]; readonly machine: Seen[] } {
    const body: Seen[] = [];
    const step = Math.max(1, Math.floor(rows.length / 8));
    for (const mirror of mirrors) {
      rows.filter((_, at) => at % step === 0 || at === rows.length - 1).forEach((row) => {
        this.#take(row, mirror);
        body.push(...extent(this.#skeleton));
      });
    }
    const [low, high] = bounds(body);
    for (const { room } of this.#settings ?? []) room.spread(low, high);
    for (const x of [low[0] - 0.16, high[0] + 0.16]) for (const y of [low[1], high[1]]) body.push([[x, y, 0], 0]); // the shadow belongs to the picture
    const machine = (this.#settings?.[mirrors[0] ? 1 : 0].gear.machine ?? []).map((at) => [at, 0.12] as const);
    return { body: [...body, ...(this.#settings?.[mirrors[0] ? 1 : 0].room.corners() ?? [])], machine };
  }

  /** Where the body's places are in a posture, metres. */
  outline(row: Row): readonly Vec[] {
    this.#take(row, false);
    return extent(this.#skeleton).map(([at]) => at);
  }

  dispose(): void {
    this.#strip();
    this.#body.geometry.dispose();
    this.#skin.dispose();
    this.#ring.geometry.dispose();
    this.#ringPaint.dispose();
    this.group.removeFromParent();
  }

  #take(row: Row, mirror: boolean): void {
    const hands = (this.#showing.load ? this.#clip.loads[this.#showing.load]?.hands : undefined) ?? this.#clip.hands ?? this.#closed();
    this.#skeleton.pose(mirror ? this.#skeleton.mirror(row) : row, mirror ? { right: hands.left, left: hands.right } : hands);
  }

  /** A clip that does not say how its hands are: closed around what is at them. */
  #closed(): Hands {
    const held = new Set([...(this.#showing.load ? (this.#clip.loads[this.#showing.load]?.at ?? []) : []), ...this.#clip.held.flatMap(({ at }) => at)]);
    return { right: held.has("right_knuckle") ? "hold" : REST.right, left: held.has("left_knuckle") ? "hold" : REST.left };
  }

  #dress(mirror: boolean): void {
    this.#settings?.forEach(({ room, gear }, at) => {
      room.group.visible = gear.group.visible = mirror === (at === 1);
      if (gear.group.visible) gear.pose(this.#skeleton);
    });
    const ring = this.#showing.ring;
    this.#ring.visible = ring !== null && this.#skeleton.has(ring);
    if (ring) this.#ring.position.set(...this.#skeleton.site(ring));
  }

  #furnish(): void {
    this.#strip();
    const { load: kind, tones } = this.#showing;
    const load = kind ? this.#clip.loads[kind] : undefined;
    const make = (mirror: boolean): Setting => {
      const [attached, props] = sided(load, load?.props ?? this.#clip.props, mirror);
      const held = mirror ? this.#clip.held.map((item) => ({ ...item, at: item.at.map(mirrored) })) : this.#clip.held;
      this.#take(this.rows(null)[0] ?? [], mirror); // things stand where the movement begins
      const gear = new Gear(attached, kind ?? undefined, held, tones, this.shared, this.#skeleton, this.#showing.fault !== null);
      const setting = { room: new Room(props, tones, this.shared), gear };
      this.group.add(setting.room.group, setting.gear.group);
      return setting;
    };
    this.#settings = [make(false), make(true)];
  }

  #strip(): void {
    for (const { room, gear } of this.#settings ?? []) {
      room.dispose();
      gear.dispose();
      this.group.remove(room.group, gear.group);
    }
    this.#settings = null;
  }
}

function bounds(seen: readonly Seen[]): readonly [Vec, Vec] {
  const edge = (pick: (...values: number[]) => number, sign: number): Vec =>
    [0, 1, 2].map((axis) => seen.reduce((most, [at, radius]) => pick(most, (at[axis as 0] as number) + sign * radius), sign * -1e3)) as unknown as Vec;
  return [edge(Math.min, -1), edge(Math.max, 1)];
}
