/** The figure's outline in the mirror: where to stand, and how, before a set begins. */
import type { Outline } from "./wire.ts";

/** A part of a canvas, in its pixels. */
export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** The coach's sixteen joints by their places in its list. */
const HEAD = 0, NECK = 1, LEFT = 2, RIGHT = 9;
const [SHOULDER, ELBOW, WRIST, HIP, KNEE, ANKLE, TOE] = [0, 1, 2, 3, 4, 5, 6] as const;

/** How far the skin lies from the line between two joints, metres: a grown body of middle size. */
const TRUNK = 0.1;
const LIMBS: readonly (readonly [number, number, number])[] = [
  [SHOULDER, ELBOW, 0.05], [ELBOW, WRIST, 0.042], [WRIST, WRIST, 0.05], [HIP, KNEE, 0.08], [KNEE, ANKLE, 0.055], [ANKLE, TOE, 0.042],
];
const THICK: readonly (readonly [number, number, number])[] = [
  [HEAD, HEAD, 0.11], [HEAD, NECK, 0.06], ...[LEFT, RIGHT].flatMap((side) => LIMBS.map(([one, other, thick]) => [side + one, side + other, thick] as const)),
];
/** Round the trunk. */
const ROUND = [LEFT + SHOULDER, RIGHT + SHOULDER, RIGHT + HIP, LEFT + HIP];

/** A picture of the outline, as large as the canvas; null where the browser has no room for it. `paper` goes round it, so that it shows before any room. */
export function figureOutline(outline: Outline, at: Box, canvas: { readonly width: number; readonly height: number }, ink: string, paper: string): OffscreenCanvas | null {
  const picture = new OffscreenCanvas(canvas.width, canvas.height);
  const brush = picture.getContext("2d");
  if (!brush) return null;
  const metre = outline.metre * at.height;
  const edge = Math.max(2, canvas.width / 130);
  const joints = outline.joints.map(([x, y]) => [at.x + x * at.width, at.y + y * at.height] as const);
  brush.lineCap = brush.lineJoin = "round";
  for (const [colour, more] of [[paper, 2 * edge], [ink, 1.5 * edge], [paper, 0.5 * edge]] as const) body(brush, joints, metre, colour, more);
  brush.globalCompositeOperation = "destination-out";
  body(brush, joints, metre, ink, 0);
  return picture;
}

type Joint = readonly [number, number];

function body(brush: OffscreenCanvasRenderingContext2D, joints: readonly Joint[], metre: number, colour: string, more: number): void {
  brush.strokeStyle = brush.fillStyle = colour;
  for (const [one, other, thick] of THICK) line(brush, [joints[one]!, joints[other]!], thick * metre + more);
  line(brush, [...ROUND, ROUND[0]!].map((joint) => joints[joint]!), TRUNK * metre + more);
  brush.fill();
}

/** A line with round ends; where it has no length, its end alone (a canvas draws none). */
function line(brush: OffscreenCanvasRenderingContext2D, points: readonly Joint[], reach: number): void {
  const [[x, y], ...more] = points as [Joint, ...Joint[]];
  brush.lineWidth = 2 * reach;
  brush.beginPath();
  brush.arc(x, y, 0.01, 0, 2 * Math.PI);
  brush.moveTo(x, y);
  for (const joint of more) brush.lineTo(...joint);
  brush.stroke();
}
