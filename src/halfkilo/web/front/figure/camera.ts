/** Where the viewer stands. A long lens, turned about the upright axis; near enough that all that matters just fits. Metres, radians. */
import type { Clip, Vec } from "./clip.ts";

export type View = "side" | "front" | "turned";

export interface Stand {
  readonly yaw: number;
  readonly pitch: number;
  readonly zoom: number;
}

/** Half of the picture's height over its distance: a field of 22 degrees. */
export const LENS = Math.tan((11 * Math.PI) / 180);
const LYING: readonly string[] = ["supine", "crook", "prone", "side"];
const LOW = -0.05;
const HIGH = 1.35;
const FAR = 1;
const NEAR = 2.4;

/** What stands before the person: nothing, a wall, or posts that would hide the face in the view from this yaw on. */
export interface Ahead {
  readonly wall: boolean;
  readonly front: number;
}

const NOTHING: Ahead = { wall: false, front: Math.PI / 2 - 0.1 };
/** With a wall ahead from a little behind, so that it is beyond the hands; through it nothing would be seen. */
const BESIDE_WALL: Readonly<Record<View, number>> = { side: -0.28, turned: -0.52, front: -0.52 };
/** With a cable or band coming from ahead, the front is one of these: the first in which no post hides the face. */
const PAST_POST = [1.01, 0.87, 0.73, 0.63, 0.52] as const;
const FACE = 180;

/** What stands before the person in a clip, with a way of loading. */
export function aheadOf(clip: Clip, load: string | null): Ahead {
  const attached = load ? clip.loads[load] : undefined;
  const box = (attached?.props ?? clip.props).find(({ kind }) => kind === "wall")?.boxes[0];
  const wall = box !== undefined && box[3] - box[0] < box[4] - box[1] && box[0] > 0;
  const starts = (attached?.lines ?? []).flatMap(([from]) => (typeof from !== "string" && from[0] > 300 && from[0] > Math.abs(from[1]) ? [from] : []));
  if (!starts.length) return { ...NOTHING, wall };
  const front = PAST_POST.find((yaw) => !starts.some((from) => beforeFace(clip, from, yaw))) ?? PAST_POST[PAST_POST.length - 1] ?? NOTHING.front;
  return { wall, front };
}

/** Whether the post behind `from` (mm) hides the face as the movement begins or ends. */
function beforeFace({ points, frames }: Clip, [x, y, z]: Vec, yaw: number): boolean {
  const [c, s, at] = [Math.cos(yaw), Math.sin(yaw), 3 * points.indexOf("head")];
  return [frames[0], frames[frames.length - 1]].some((frame) => {
    const [hx, hy, hz] = [frame?.[at] ?? 0, frame?.[at + 1] ?? 0, frame?.[at + 2] ?? 0];
    return z + 140 > hz - FACE && Math.abs((x + 120 - hx) * c + (y - hy) * s) < FACE;
  });
}

/** Where to look from: 0 is from the right side, a quarter turn from the front. A lying body's "front" is seen from above. */
export function standFor(view: View, base: string, ahead: Ahead = NOTHING): Stand {
  const lying = LYING.includes(base);
  if (ahead.wall) return { yaw: BESIDE_WALL[view], pitch: 0.16, zoom: 1 };
  if (view === "side") return { yaw: 0.12, pitch: lying ? 0.3 : 0.14, zoom: 1 };
  if (view === "front") return lying ? { yaw: 0.06, pitch: 1.15, zoom: 1 } : { yaw: ahead.front, pitch: 0.14, zoom: 1 };
  return { yaw: lying ? 0.55 : 0.72, pitch: lying ? 0.5 : 0.2, zoom: 1 };
}

/** Turned, tilted and brought nearer, within what looks right. */
export function moved(from: Stand, yaw: number, pitch = 0, zoom = 1): Stand {
  return {
    yaw: from.yaw + yaw,
    pitch: Math.min(HIGH, Math.max(LOW, from.pitch + pitch)),
    zoom: Math.min(NEAR, Math.max(FAR, from.zoom * zoom)),
  };
}

/** Air around all that is seen; and where there is more of it, most is above: a person stands on the ground. */
const MARGIN = 1.04;
const LOW_DOWN = 0.7;

/** Part of the way from one stand to another, slowing down towards it. */
export function eased(from: Stand, to: Stand, share: number): Stand {
  const t = 1 - (1 - Math.min(1, Math.max(0, share))) ** 3;
  const mix = (a: number, b: number): number => a + (b - a) * t;
  return { yaw: mix(from.yaw, to.yaw), pitch: mix(from.pitch, to.pitch), zoom: mix(from.zoom, to.zoom) };
}

/** The camera's own directions: to the right, up, and from what it sees towards itself. */
export interface Axes {
  readonly right: Vec;
  readonly up: Vec;
  readonly near: Vec;
}

export function axesOf({ yaw, pitch }: Stand): Axes {
  const [c, s, e, f] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return { right: [c, s, 0], up: [-s * f, c * f, e], near: [s * e, -c * e, f] };
}

const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Something round that has to be in the picture: place and radius. */
export type Seen = readonly [at: Vec, radius: number];

/** What the camera looks at, in its own right and up, and how far away it is. */
export interface Fit {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

/** The nearest place from which everything is in the picture (`aspect`: width over height), exactly. */
export function fitOf(seen: readonly Seen[], axes: Axes, aspect: number): Fit {
  const most = [-Infinity, -Infinity, -Infinity, -Infinity];
  const [tall, wide] = [LENS, LENS * aspect];
  for (const [at, radius] of seen) {
    const [x, y, z] = [dot(at, axes.right), dot(at, axes.up), dot(at, axes.near)];
    [x + z * wide, z * wide - x, y + z * tall, z * tall - y].forEach((value, side) => {
      most[side] = Math.max(most[side] as number, value + radius);
    });
  }
  const [right, left, up, down] = most as [number, number, number, number];
  const distance = MARGIN * Math.max((right + left) / (2 * wide), (up + down) / (2 * tall));
  return { x: (right - left) / 2, y: (up - down) / 2 + LOW_DOWN * (distance * tall - (up + down) / 2), distance };
}

/** Most that the machine beside a person may make the person smaller. */
const ASIDE = 1.7;

/** Fits the body, and as much of the machine as leaves the body large; coming nearer leaves the machine out first. */
export function fitBoth(body: readonly Seen[], machine: readonly Seen[], axes: Axes, aspect: number, zoom = 1): Fit {
  const near = fitOf(body, axes, aspect);
  if (!machine.length) return { ...near, distance: near.distance / zoom };
  const all = fitOf([...body, ...machine], axes, aspect);
  const most = Math.max(1, Math.min(ASIDE, all.distance / near.distance) / zoom);
  const share = all.distance > near.distance ? Math.min(1, (near.distance * (most - 1)) / (all.distance - near.distance)) : 1;
  const distance = (near.distance * most) / Math.max(1, zoom / Math.min(ASIDE, Math.max(1, all.distance / near.distance)));
  return { x: near.x + (all.x - near.x) * share, y: near.y + (all.y - near.y) * share, distance };
}
