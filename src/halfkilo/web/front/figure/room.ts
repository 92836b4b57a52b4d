/** What stands in the room: chair, bench, step, mat, counter, wall; and the floor, which is only where shadow falls. */
import { Group, Mesh, PlaneGeometry, type RawShaderMaterial, Vector3, Vector4 } from "three";
import type { Box, Prop, Vec } from "./clip.ts";
import { floorMaterial, light, plain, setAlpha, type Shared, thingMaterial } from "./materials.ts";
import { BOXES } from "./shaders.ts";
import { box, dot, middle, minus, unit } from "./solids.ts";
import type { Tone, Tones } from "./tones.ts";

const mm = (box: Box, at: 0 | 3): Vec => [box[at] / 1000, box[at + 1] as number / 1000, box[at + 2] as number / 1000];
const ROUND: Readonly<Record<string, number>> = { mat: 0.004, wall: 0.006, chair: 0.016, step: 0.02 };
/** How far shadow reaches beyond what leaves it, metres. */
const SHADOW = 0.34;

interface Piece {
  readonly kind: string;
  readonly tone: Tone;
  readonly low: Vec;
  readonly high: Vec;
  readonly material: RawShaderMaterial;
}

/** Seat and back of a chair, the top of a bench and a mat are soft. */
function toneOf(kind: string, { 0: low, 1: high }: readonly [Vec, Vec]): Tone {
  if (kind === "wall") return "wall";
  const flat = high[0] - low[0] > 0.2 && high[1] - low[1] > 0.2;
  return kind === "mat" || (kind === "bench" && flat) ? "cushion" : "prop";
}

/** Walls, and what is as broad and high as a cupboard: a person could not be seen behind them. */
function hides(kind: string, low: Vec, high: Vec): boolean {
  return kind === "wall" || (high[2] - low[2] > 0.5 && Math.max(high[0] - low[0], high[1] - low[1]) > 0.3);
}

export class Room {
  readonly group = new Group();
  readonly #pieces: readonly Piece[];
  readonly #floor: Mesh;
  readonly #paint: RawShaderMaterial;

  constructor(props: readonly Prop[], tones: Tones, of: Shared) {
    this.#pieces = props.flatMap(({ kind, boxes }) => boxes.map((one) => this.#piece(kind, [mm(one, 0), mm(one, 3)], tones, of)));
    this.#paint = floorMaterial(of);
    this.#floor = new Mesh(new PlaneGeometry(2, 2, 56, 40), this.#paint);
    this.#floor.frustumCulled = false;
    this.#floor.renderOrder = -1;
    this.#floor.position.z = Math.min(0, ...this.#pieces.filter(({ kind }) => kind === "mat").map(({ low }) => low[2] - 0.001)); // under a mat, not in it
    this.group.add(this.#floor);
    this.#stand();
    this.colour(tones);
  }

  #piece(kind: string, [low, high]: readonly [Vec, Vec], tones: Tones, of: Shared): Piece {
    const tone = toneOf(kind, [low, high]);
    const material = thingMaterial(tones[tone], of);
    this.group.add(box(low, high, material, ROUND[kind] ?? 0.012));
    return { kind, tone, low, high, material };
  }

  /** Which things leave a shadow where they stand. */
  #stand(): void {
    const { boxes, lifts } = this.#paint.uniforms as { boxes: { value: Float32Array }; lifts: { value: Float32Array } };
    this.#pieces.filter(({ kind, high }) => kind !== "mat" && kind !== "wall" && high[2] > 0.02).slice(0, BOXES).forEach(({ low, high }, at) => {
      boxes.value.set([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (high[0] - low[0]) / 2, (high[1] - low[1]) / 2], at * 4);
      lifts.value[at] = Math.max(0, low[2]);
    });
  }

  colour(tones: Tones): void {
    for (const { tone, material } of this.#pieces) (material.uniforms.tone as { value: Vector3 }).value.copy(light(tones[tone]));
    const { shadow, strength } = this.#paint.uniforms as { shadow: { value: Vector3 }; strength: { value: number } };
    shadow.value.copy(plain(tones.shadow));
    strength.value = tones.dark ? 0.7 : 0.46;
  }

  /** What stands between the viewer and the person lets both be seen. `near`: towards the viewer; `body`: about where the person is. */
  veil(near: Vec, body: Vec): void {
    for (const { kind, low, high, material } of this.#pieces) {
      if (!hides(kind, low, high)) continue;
      const away = minus(middle(low, high), body);
      const before = dot(unit([away[0], away[1], 0]), near);
      setAlpha(material, 1 - 0.86 * Math.min(1, Math.max(0, (before - 0.3) / 0.3)));
    }
  }

  /** Where shadow may fall: the rectangle of the body and the things, with room around it. */
  spread(low: Vec, high: Vec): void {
    const [x0, y0, x1, y1] = this.#pieces.filter(({ kind }) => kind !== "wall").reduce(
      (all, piece) => [Math.min(all[0], piece.low[0]), Math.min(all[1], piece.low[1]), Math.max(all[2], piece.high[0]), Math.max(all[3], piece.high[1])],
      [low[0], low[1], high[0], high[1]] as [number, number, number, number]);
    const { span } = this.#paint.uniforms as { span: { value: Vector4 } };
    span.value.set((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2 + SHADOW, (y1 - y0) / 2 + SHADOW);
  }

  /** Corners of what has to be in the picture: not all of a wall or worktop. */
  corners(): (readonly [Vec, number])[] {
    return this.#pieces.filter(({ kind }) => kind !== "wall").flatMap(({ low, high }) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [[k & 1 ? high[0] : low[0], k & 2 ? high[1] : low[1], k & 4 ? high[2] : low[2]] as Vec, 0.01] as const));
  }

  dispose(): void {
    for (const child of this.group.children) (child as Mesh).geometry.dispose();
    for (const { material } of this.#pieces) material.dispose();
    this.#paint.dispose();
  }
}
