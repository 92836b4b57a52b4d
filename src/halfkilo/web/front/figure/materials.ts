/** The few materials of the picture, and what they share: light, colours, and the rounds that take light away. */
import { CustomBlending, DoubleSide, GLSL3, OneFactor, OneMinusSrcAlphaFactor, RawShaderMaterial, Vector3, Vector4 } from "three";
import { BOXES, CAPSULES, FLOOR_FRAGMENT, FLOOR_VERTEX, RING_FRAGMENT, RING_VERTEX, SKIN_FRAGMENT, SKIN_VERTEX, THING_FRAGMENT, THING_VERTEX } from "./shaders.ts";
import type { Rgb } from "./tones.ts";

type Uniforms = Record<string, { value: unknown }>;

/** Light and the body's rounds, one object for all materials of one person: changed once, seen by all. */
export interface Shared {
  readonly key: { value: Vector3 };
  readonly near: { value: Vector3 };
  readonly dusk: { value: number };
  readonly roundA: { value: Float32Array };
  readonly roundB: { value: Float32Array };
  readonly home: { value: Vector3 };
}

export function shared(): Shared {
  return {
    key: { value: new Vector3(0, 0, 1) }, near: { value: new Vector3(1, 0, 0) }, dusk: { value: 1 },
    roundA: { value: new Float32Array(CAPSULES * 4) }, roundB: { value: new Float32Array(CAPSULES * 3) }, home: { value: new Vector3() },
  };
}

/** A page's colour as light: linear, as a shader reckons. */
export function light([r, g, b]: Rgb): Vector3 {
  return new Vector3(linear(r), linear(g), linear(b));
}

const linear = (value: number): number => (value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** Paint that is mixed in already and goes straight to the page: no light in it. */
export const plain = ([r, g, b]: Rgb): Vector3 => new Vector3(r / 255, g / 255, b / 255);

function made(vertexShader: string, fragmentShader: string, uniforms: Uniforms, see: "solid" | "through" = "solid"): RawShaderMaterial {
  const through = see === "through";
  return new RawShaderMaterial({
    vertexShader, fragmentShader, uniforms, glslVersion: GLSL3, transparent: through, depthWrite: !through,
    blending: CustomBlending, blendSrc: OneFactor, blendDst: OneMinusSrcAlphaFactor, ...(through ? { side: DoubleSide } : {}),
  });
}

export function skinMaterial(bones: number, unit: number, of: Shared): RawShaderMaterial {
  const uniforms = { bones: { value: new Float32Array(bones * 12) }, tones: { value: Array.from({ length: 6 }, () => new Vector3()) }, apricot: { value: new Vector3() },
    unit: { value: unit }, ...of };
  return made(SKIN_VERTEX(bones), SKIN_FRAGMENT, uniforms);
}

export function thingMaterial(tone: Rgb, of: Shared, shaded = 1): RawShaderMaterial {
  return made(THING_VERTEX, THING_FRAGMENT, { tone: { value: light(tone) }, alpha: { value: 1 }, shaded: { value: shaded }, ...of });
}

export function floorMaterial(of: Shared): RawShaderMaterial {
  return made(FLOOR_VERTEX, FLOOR_FRAGMENT, { shadow: { value: new Vector3() }, strength: { value: 0.5 }, span: { value: new Vector4(0, 0, 1, 1) },
    boxes: { value: new Float32Array(BOXES * 4) }, lifts: { value: new Float32Array(BOXES) }, ...of }, "through");
}

export function ringMaterial(): RawShaderMaterial {
  const material = made(RING_VERTEX, RING_FRAGMENT, { tone: { value: new Vector3() }, size: { value: 0.12 } }, "through");
  material.depthTest = false;
  return material;
}

/** Lets a thing be seen through, or not. */
export function setAlpha(material: RawShaderMaterial, alpha: number): void {
  (material.uniforms.alpha as { value: number }).value = alpha;
  material.transparent = alpha < 1;
  material.depthWrite = alpha >= 1;
}
