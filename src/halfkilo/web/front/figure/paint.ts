/** Paints shapes with the page's own colours, on a canvas or, where there is none, as one SVG still. */
import type { Attached, Clip, Pose } from "./clip.ts";
import { poseAt } from "./clip.ts";
import { Camera, type Shape, shapes } from "./shape.ts";
import type { Rgb, Tones } from "./tones.ts";

/** Left, top, width, height in millimetres on the screen. */
export type Frame = readonly [number, number, number, number];

/** What the picture shows beside the movement. */
export interface Look {
  readonly load?: string | undefined;
  /** Names of shapes to show at work, such as `right leg` or `trunk`. */
  readonly work?: readonly string[] | undefined;
  /** A point with a soft ring around it, such as `right_knee`. */
  readonly ring?: string | undefined;
}

const blend = (a: Rgb, b: Rgb, t: number): Rgb => [0, 1, 2].map((i) => Math.round((a[i] as number) + ((b[i] as number) - (a[i] as number)) * t)) as unknown as Rgb;
const css = (colour: Rgb): string => `rgb(${colour.join(" ")})`;
const lit = (colour: Rgb, amount: number): Rgb => blend(colour, amount > 0 ? [255, 255, 255] : [0, 0, 0], Math.abs(amount));

/** What has to fit into the picture in this view: the whole movement, both sides if they alternate, the furniture. */
export function frameOf(clip: Clip, camera: Camera, mirror: boolean, look: Look): Frame {
  const xs: number[] = [];
  const ys: number[] = [];
  const add = (p: readonly [number, number], margin: number): void => void (xs.push(p[0] - margin, p[0] + margin), ys.push(p[1] - margin, p[1] + margin));
  const sides = clip.phases.some((phase) => phase.mirror) ? [false, true] : [mirror];
  for (const side of sides) for (let index = 0; index < clip.frames.length; index += 4) {
    const pose = poseAt(clip, index, side);
    for (const name of clip.points) add(camera.flat(pose(name)), 90);
  }
  for (const { kind, boxes } of clip.props) if (kind !== "wall" && kind !== "counter") for (const box of boxes) {
    add(camera.flat([box[0], box[1], box[2]]), 10);
    add(camera.flat([box[3], box[4], box[5]]), 10);
  }
  const load = look.load ? clip.loads[look.load] : undefined;
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let [wideLeft, wideRight] = [left, right];
  for (const [from] of load?.lines ?? []) if (typeof from !== "string") {
    const x = camera.flat(from)[0];  // a hint of the machine, not all of the way to it
    [wideLeft, wideRight] = [Math.min(wideLeft, Math.max(x, left - 420)), Math.max(wideRight, Math.min(x, right + 420))];
  }
  return [wideLeft, top, wideRight - wideLeft, bottom + 30 - top];
}

/** Everything to paint at one moment, farthest first, with colours worked out. */
interface Painted {
  readonly shape: Shape;
  readonly from: string;
  readonly to: string;
  readonly edge: string;
  readonly alpha: number;
}

function painted(list: readonly Shape[], colours: Tones, look: Look): Painted[] {
  const body = list.filter((shape) => !["prop", "wall", "metal", "load"].includes(shape.tone)).map((shape) => shape.near);
  const [far, near] = [Math.min(...body), Math.max(...body)];
  return list.map((shape) => {
    const worked = look.work?.includes(shape.name) ? blend(colours[shape.tone], colours.apricot, 0.62) : colours[shape.tone];
    const haze = near > far ? 0.3 * Math.min(1, Math.max(0, (near - shape.near) / Math.max(300, near - far))) : 0;
    const base = blend(lit(worked, shape.shade ?? 0), colours.paper, shape.tone === "wall" ? 0 : haze);
    const flat = shape.shade !== undefined || shape.line !== undefined;
    return { shape, from: css(flat ? base : lit(base, 0.13)), to: css(flat ? base : lit(base, -0.15)), edge: css(lit(base, -0.24)), alpha: shape.faint ? 0.14 : 1 };
  });
}

/** Paints one moment on a canvas that is `width` by `height` pixels. */
export function paint(canvas: CanvasRenderingContext2D, width: number, height: number, clip: Clip, pose: Pose, camera: Camera,
  frame: Frame, colours: Tones, look: Look): void {
  const scale = Math.min(width / frame[2], height / frame[3]);
  canvas.save();
  canvas.translate(width / 2 - (frame[0] + frame[2] / 2) * scale, height / 2 - (frame[1] + frame[3] / 2) * scale);
  canvas.scale(scale, scale);
  canvas.lineJoin = canvas.lineCap = "round";
  shadow(canvas, clip, pose, camera, colours);
  for (const item of painted(shapes(clip, pose, camera, attachedTo(clip, look)), colours, look)) stroke(canvas, item, 1.6 / scale);
  if (look.ring) ring(canvas, camera.flat(pose(look.ring)), colours);
  canvas.restore();
}

const attachedTo = (clip: Clip, look: Look): Attached | undefined => (look.load ? clip.loads[look.load] : undefined);

function stroke(canvas: CanvasRenderingContext2D, item: Painted, hair: number): void {
  const path = new Path2D(item.shape.outlines.map((outline) => track(outline, item.shape.line === undefined)).join(""));
  canvas.globalAlpha = item.alpha;
  canvas.lineWidth = item.shape.line ?? hair * 2;
  canvas.strokeStyle = item.shape.line === undefined ? item.edge : item.from;
  canvas.stroke(path);
  if (item.shape.line === undefined) {
    const [x0, y0, x1, y1] = bounds(item.shape);
    const light = canvas.createLinearGradient(x0, y0, x0 + (x1 - x0) * 0.7, y1);
    light.addColorStop(0.1, item.from);
    light.addColorStop(1, item.to);
    canvas.fillStyle = light;
    canvas.fill(path, "nonzero");
  }
  canvas.globalAlpha = 1;
}

function bounds(shape: Shape): Frame {
  const all = shape.outlines.flat();
  const [xs, ys] = [all.map((p) => p[0]), all.map((p) => p[1])];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

const track = (outline: readonly (readonly [number, number])[], closed: boolean): string =>
  `M${outline.map((p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("L")}${closed ? "Z" : ""}`;

/** A soft shadow where the body is above the floor. */
function shadow(canvas: CanvasRenderingContext2D, clip: Clip, pose: Pose, camera: Camera, colours: Tones): void {
  const points = clip.points.map(pose);
  const span = (axis: 0 | 1): readonly [number, number] => {
    const all = points.map((p) => p[axis]);
    return [(Math.min(...all) + Math.max(...all)) / 2, (Math.max(...all) - Math.min(...all)) / 2 + 90];
  };
  const [[x, rx], [y, ry]] = [span(0), span(1)];
  const [cx, cy] = camera.flat([x, y, 0]);
  const [wide, deep] = [Math.hypot(rx * Math.cos(camera.yaw), ry * Math.sin(camera.yaw)), Math.hypot(rx * Math.sin(camera.yaw), ry * Math.cos(camera.yaw)) * Math.sin(camera.pitch) + 16];
  canvas.save();
  canvas.translate(cx, cy);
  canvas.scale(wide, deep);
  const soft = canvas.createRadialGradient(0, 0, 0, 0, 0, 1);
  const dark = colours.shadow;
  soft.addColorStop(0, `rgb(${dark.join(" ")} / 0.22)`);
  soft.addColorStop(1, `rgb(${dark.join(" ")} / 0)`);
  canvas.fillStyle = soft;
  canvas.fillRect(-1, -1, 2, 2);
  canvas.restore();
}

function ring(canvas: CanvasRenderingContext2D, [x, y]: readonly [number, number], colours: Tones): void {
  canvas.strokeStyle = css(colours.indigo);
  canvas.globalAlpha = 0.75;
  canvas.lineWidth = 12;
  canvas.beginPath();
  canvas.arc(x, y, 105, 0, 7);
  canvas.stroke();
  canvas.globalAlpha = 1;
}

/** One still as SVG, for browsers that give no canvas. */
export function still(clip: Clip, pose: Pose, camera: Camera, frame: Frame, colours: Tones, look: Look): SVGSVGElement {
  const make = (tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    return made;
  };
  const svg = make("svg", { viewBox: frame.map((value) => value.toFixed(0)).join(" "), "aria-hidden": "true" });
  for (const { shape, from, edge, alpha } of painted(shapes(clip, pose, camera, attachedTo(clip, look)), colours, look)) {
    const line = shape.line !== undefined;
    const d = shape.outlines.map((outline) => track(outline, !line)).join("");
    svg.append(make("path", { d, fill: "none", stroke: line ? from : edge, "stroke-width": shape.line ?? 6, opacity: alpha }));
    if (!line) svg.append(make("path", { d, fill: from, opacity: alpha }));
  }
  return svg as SVGSVGElement;
}
