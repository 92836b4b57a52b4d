/** The skeleton on a canvas, in the page's own colours: the left side, the right side, and the middle told apart by line as well. */
import type { Frame, Spot } from "./track.ts";

const THICK = 0.014;
const DOT = 0.017;

export interface Ink { readonly middle: string; readonly left: string; readonly right: string; readonly floor: string }

/** The page's colours as they are now, light or dark. */
export function ink(on: Element): Ink {
  const style = getComputedStyle(on);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return { middle: colour("--ink"), left: colour("--teal"), right: colour("--apricot"), floor: colour("--line") };
}

/** One frame. bones: pairs of joints; joints 2 to 8 are the left side, from 9 on the right one. */
export function draw(canvas: HTMLCanvasElement, spots: readonly Spot[], bones: readonly (readonly [number, number])[], to: Frame, by: Ink): void {
  const board = canvas.getContext("2d");
  if (!board) return;
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const size = Math.max(1, Math.round(canvas.clientWidth * ratio));
  if (canvas.width !== size) canvas.width = canvas.height = size;
  board.clearRect(0, 0, size, size);
  const scale = size / (2 * to.half);
  const place = ([x, z]: readonly [number, number]): [number, number] => [size / 2 + x * scale, size / 2 - z * scale];
  board.lineCap = "round";
  for (const [one, other] of bones) {
    const [from, end] = [spots[one], spots[other]];
    if (!from || !end) continue;
    board.strokeStyle = colourOf(one, other, by);
    board.lineWidth = size * THICK;
    board.beginPath();
    board.moveTo(...place(from));
    board.lineTo(...place(end));
    board.stroke();
  }
  spots.forEach((spot, at) => {
    if (!spot) return;
    board.fillStyle = colourOf(at, at, by);
    board.beginPath();
    board.arc(...place(spot), size * DOT * (at === 0 ? 2.6 : 1), 0, 2 * Math.PI);
    board.fill();
  });
}

function side(joint: number): "middle" | "left" | "right" {
  return joint < 2 ? "middle" : joint < 9 ? "left" : "right";
}

function colourOf(one: number, other: number, by: Ink): string {
  return side(one) === side(other) ? by[side(one)] : by.middle;
}
