/** What else happened, under the line: flares as hills on the axis, breaks as a span, the rest as small shapes. Names are read out and listed. */
import type uPlot from "uplot";
import { noon, type TrendData, type TrendMark } from "./data.ts";
import type { Ink } from "./frame.ts";

const DAY = 86_400;

/** First and last day of a mark, counted from the chart's start; a flare's or a break's last day is the one before it was over. */
export function spanOf(mark: TrendMark, end: number): [number, number] {
  if (mark.open) return [mark.from, end];
  return [mark.from, mark.to === null ? mark.from : Math.max(mark.from, mark.to - 1)];
}

/** The words of what happened within a stretch of days. */
export function marksOn(data: TrendData, from: number, to: number): string[] {
  const words = data.marks.filter((mark) => {
    const [first, last] = spanOf(mark, data.end);
    return first <= to && last >= from;
  });
  return words.slice(0, 3).map((mark) => mark.words);
}

export function drawMarks(data: TrendData, ink: Ink) {
  return (plot: uPlot): void => {
    const { ctx, bbox } = plot;
    const start = noon(data.start);
    const place = (day: number): number => Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(start + day * DAY, "x", true)));
    const foot = bbox.top + bbox.height;
    ctx.save();
    ctx.lineWidth = 1.25 * devicePixelRatio;
    for (const mark of data.marks) {
      const [first, last] = spanOf(mark, data.end);
      if (last < 0 || first > data.end) continue;
      if (mark.kind === "flare") hill(ctx, place(first - 0.5), place(last + 0.5), foot, ink);
      else sign(ctx, mark.kind, place(first), place(last), bbox.top - 7 * devicePixelRatio, ink["edge"] as string);
    }
    ctx.restore();
  };
}

/** A flare: a quiet hill on the time axis. */
function hill(ctx: CanvasRenderingContext2D, from: number, to: number, foot: number, ink: Ink): void {
  const wide = Math.max(to, from + 4 * devicePixelRatio);
  const crown = foot - Math.min(34 * devicePixelRatio, 9 * devicePixelRatio + (wide - from)); // a narrow one stays a hill
  ctx.beginPath();
  ctx.moveTo(from, foot);
  ctx.bezierCurveTo(from + (wide - from) * 0.25, crown, wide - (wide - from) * 0.25, crown, wide, foot);
  ctx.strokeStyle = ink["indigo"] as string;
  ctx.fillStyle = ink["indigo-wash"] as string;
  ctx.fill();
  ctx.stroke();
}

/** The small shapes above the line: plus, square, triangle, and a span for a break. */
function sign(ctx: CanvasRenderingContext2D, kind: TrendMark["kind"], x: number, to: number, y: number, colour: string): void {
  const r = 4 * devicePixelRatio;
  ctx.strokeStyle = colour;
  ctx.beginPath();
  if (kind === "break") {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x, y + r);
    ctx.moveTo(x, y);
    ctx.lineTo(to, y);
    ctx.moveTo(to, y - r);
    ctx.lineTo(to, y + r);
  } else if (kind === "exercise") {
    ctx.moveTo(x - r, y);
    ctx.lineTo(x + r, y);
    ctx.moveTo(x, y - r);
    ctx.lineTo(x, y + r);
  } else if (kind === "stop") ctx.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  else {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.lineTo(x - r, y + r);
    ctx.closePath();
  }
  ctx.stroke();
}
