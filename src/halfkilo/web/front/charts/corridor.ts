/** `<corridor-chart data="ID">`: pain as a line within a soft band around the person's own usual; flares with a name. */
import uPlot from "uplot";
import { column, everyDay, noon, type PainData } from "./data.ts";
import { axes, Chart, font, type Ink, shortDate } from "./frame.ts";

const DAY = 86_400;

function drawFlares(data: PainData, ink: Ink) {
  return (plot: uPlot): void => {
    const { ctx, bbox } = plot;
    ctx.save();
    for (const flare of data.flares) {
      const from = plot.valToPos(noon(flare.from) - DAY / 2, "x", true);
      const to = plot.valToPos(flare.to ? noon(flare.to) + DAY / 2 : (plot.scales["x"]?.max ?? 0), "x", true);
      bump(ctx, Math.max(bbox.left, from), Math.min(bbox.left + bbox.width, to), bbox.top + bbox.height, ink, flare.name);
    }
    ctx.restore();
  };
}

/** A flare: a quiet hill on the time axis with its name over it. */
function bump(ctx: CanvasRenderingContext2D, from: number, to: number, foot: number, ink: Ink, name: string): void {
  if (to <= from) return;
  const unit = devicePixelRatio;
  const crown = foot - 40 * unit;
  ctx.beginPath();
  ctx.moveTo(from, foot);
  ctx.bezierCurveTo(from + (to - from) * 0.25, crown, to - (to - from) * 0.25, crown, to, foot);
  ctx.strokeStyle = ink["indigo"] as string;
  ctx.fillStyle = ink["indigo-wash"] as string;
  ctx.lineWidth = 1.5 * unit;
  ctx.fill();
  ctx.stroke();
  ctx.font = font(14, true);
  ctx.textAlign = "center";
  const half = ctx.measureText(name).width / 2;
  const at: [number, number] = [Math.min(ctx.canvas.width - half, Math.max(half, (from + to) / 2)), foot - 7 * unit];
  ctx.strokeStyle = ink["paper"] as string; // a rim of paper, so that a line behind the name never crosses it out
  ctx.lineWidth = 4 * unit;
  ctx.lineJoin = "round";
  ctx.strokeText(name, ...at);
  ctx.fillStyle = ink["indigo"] as string;
  ctx.fillText(name, ...at);
}

/** The change that matters, as a bracket at the right end: how far down from the start the line would have to move. Its words stand under the chart. */
function drawBracket(data: PainData, ink: Ink) {
  return (plot: uPlot): void => {
    if (!data.matters) return;
    const { ctx, bbox } = plot;
    const unit = devicePixelRatio;
    const x = bbox.left + bbox.width + 8 * unit;
    const [y0, y1] = [data.matters.from, Math.max(0, data.matters.from - Math.abs(data.matters.by))].map((value) => plot.valToPos(value, "y", true)) as [number, number];
    ctx.save();
    ctx.strokeStyle = ink["ink"] as string;
    ctx.lineWidth = 1.5 * unit;
    ctx.beginPath();
    ctx.moveTo(x - 5 * unit, y0);
    ctx.lineTo(x, y0);
    ctx.lineTo(x, y1);
    ctx.lineTo(x - 5 * unit, y1);
    ctx.stroke();
    ctx.restore();
  };
}

/** Days without an answered neighbour: a line alone would not show them. */
function alone(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const known = (n: number): boolean => values[n] !== null && values[n] !== undefined;
  return [...values.keys()].filter((n) => known(n) && !known(n - 1) && !known(n + 1));
}

export class CorridorChart extends Chart<PainData> {
  #days: string[] = [];

  protected columns(data: PainData): uPlot.AlignedData {
    this.#days = everyDay([...data.days, ...data.usual].map((row) => row.on));
    const usual = (value: (row: PainData["usual"][number]) => number): (number | null)[] => column(this.#days, data.usual, (row) => row.on, value);
    return [
      this.#days.map(noon),
      usual((row) => row.high),
      usual((row) => row.low),
      usual((row) => row.middle),
      column(this.#days, data.days, (row) => row.on, (row) => row.pain),
    ];
  }

  protected options(data: PainData, ink: Ink): Omit<uPlot.Options, "width" | "height"> {
    const quiet = { width: 0, points: { show: false }, stroke: "transparent" };
    const colour = ink["indigo"] as string;
    return {
      padding: [12, data.matters ? 20 : 10, 0, 0],
      scales: { x: { time: true }, y: { range: [0, 10] } },
      axes: axes(ink, (value) => String(value), [2, 5, 10]),
      series: [
        {}, quiet, quiet,
        { stroke: colour, width: 1, dash: [2, 5], points: { show: false } },
        { stroke: colour, width: 2.25, spanGaps: false, points: { ...(data.days.length * 9 < this.clientWidth ? {} : { filter: alone }), show: true, size: 6, fill: colour, stroke: colour } },
      ],
      bands: [{ series: [1, 2], fill: ink["indigo-wash"] as string }],
      hooks: { draw: [drawFlares(data, ink), drawBracket(data, ink)] },
    };
  }

  protected reading(data: PainData, plot: uPlot, index: number): string {
    const pain = plot.data[4]?.[index];
    const on = this.#days[index] ?? "";
    const flare = data.flares.find((row) => row.from <= on && (!row.to || on <= row.to));
    const words = pain === null || pain === undefined ? "no answer" : `${pain} of 10`;
    return `${shortDate(noon(on))}: ${words}${flare ? `, ${flare.name}` : ""}`;
  }
}

customElements.define("corridor-chart", CorridorChart);
