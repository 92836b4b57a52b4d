/** `<trend-chart data="ID">`: answers over time with the level they tell of, how sure that is, the change that matters, and what else happened. */
import uPlot from "uplot";
import { t } from "../words.ts";
import type { TrendData } from "./data.ts";
import { noon } from "./data.ts";
import { amount, axes, Chart, type Ink, longDate } from "./frame.ts";
import { holed, lengthFor, type Stretch, thin } from "./thin.ts";
import { drawMarks, marksOn } from "./marks.ts";

const DAY = 86_400;

export class TrendChart extends Chart<TrendData> {
  #shown: (Stretch | null)[] = [];
  #apart = new Set<number>();

  protected columns(data: TrendData): uPlot.AlignedData {
    const length = lengthFor(data.end, this.clientWidth - 60);
    const start = noon(data.start);
    const reach = Math.max(length, data.every === 1 ? 1 : data.every * 2);
    this.#shown = holed(thin(data.days, data.values, length), reach);
    this.#apart = length === 1 ? new Set(data.apart.map((place) => data.days[place] as number)) : new Set();
    const answers = this.#shown.map((one, n) => ({ x: middle(one ?? this.#shown[n - 1]) + (one ? 0 : 0.004), one }));
    const band = data.band.map((row, n) => ({ x: (row ?? data.band[n - 1])?.[0] ?? 0, row }));
    // Every band point stands a hair after the answer of its day, so that both have a column of their own.
    const all = [...answers.map(({ x, one }) => ({ x, one, row: undefined })), ...band.map(({ x, row }) => ({ x: x + (row ? 0.01 : 0.014), one: undefined, row }))];
    all.sort((a, b) => a.x - b.x);
    const of = <T,>(pick: (row: (typeof all)[number]) => T | null | undefined): (T | null | undefined)[] => all.map(pick);
    this.places = all.map((row) => row.one ?? null);
    return [
      all.map((row) => start + row.x * DAY),
      of((row) => (row.row === undefined ? undefined : (row.row?.[3] ?? null))),
      of((row) => (row.row === undefined ? undefined : (row.row?.[1] ?? null))),
      of((row) => (row.row === undefined ? undefined : (row.row?.[2] ?? null))),
      of((row) => (row.one === undefined ? undefined : (row.one?.high ?? null))),
      of((row) => (row.one === undefined ? undefined : (row.one?.low ?? null))),
      of((row) => (row.one === undefined ? undefined : (row.one?.mean ?? null))),
    ] as uPlot.AlignedData;
  }

  /** What stands in each column: a stretch that can be read out, or nothing. */
  places: (Stretch | null)[] = [];

  protected override stops(): number[] {
    return this.places.flatMap((one, n) => (one ? [n] : []));
  }

  protected options(data: TrendData, ink: Ink): Omit<uPlot.Options, "width" | "height"> {
    const colour = ink[data.look] as string;
    const wash = ink[`${data.look}-wash`] as string;
    const quiet = { width: 0, points: { show: false }, stroke: "transparent", spanGaps: false };
    const thinned = this.#shown.some((one) => one && one.count > 1);
    this.closest("figure")?.toggleAttribute("data-many", thinned);
    const size = this.#shown.length * 9 < this.clientWidth ? 7 : 4;
    const [low, high] = data.range;
    return {
      padding: [18, data.bracket ? 20 : 10, 0, 0],
      scales: { x: { time: true, range: [noon(data.start) - DAY, noon(data.start) + (data.end + 1) * DAY] }, y: { range: [low, high] } },
      axes: axes(ink, (value) => amount(value), steps(high - low), 44, data.end),
      series: [
        {}, quiet, quiet,
        { stroke: colour, width: 2.5, points: { show: false }, spanGaps: false },
        quiet, quiet,
        { stroke: colour, width: thinned ? 0 : 0.75, alpha: 0.85, spanGaps: false, points: { show: !thinned || this.#shown.length < 3, size, width: 1.25, stroke: colour, fill: ink["paper"] as string } },
      ],
      bands: [{ series: [1, 2], fill: wash }, ...(thinned ? [{ series: [4, 5] as [number, number], fill: `${colour}38` }] : [])],
      hooks: {
        drawAxes: [drawMarks(data, ink)],
        draw: [(plot) => this.#fill(plot, colour), drawBracket(data, ink)],
      },
    };
  }

  /** Answers of the level are full dots; those in a flare stay open. */
  #fill(plot: uPlot, colour: string): void {
    if (this.#shown.some((one) => one && one.count > 1)) return;
    const { ctx } = plot;
    const radius = (this.#shown.length * 9 < this.clientWidth ? 3 : 1.75) * devicePixelRatio;
    ctx.save();
    ctx.fillStyle = colour;
    for (const [n, one] of this.places.entries()) {
      if (!one || this.#apart.has(one.at)) continue;
      ctx.beginPath();
      ctx.arc(plot.valToPos(plot.data[0][n] as number, "x", true), plot.valToPos(one.mean, "y", true), radius, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  }

  protected reading(data: TrendData, _plot: uPlot, index: number): string {
    const one = this.places[index];
    if (!one) return "";
    const start = noon(data.start);
    const [from, to] = [one.at, Math.min(one.until, data.end)].map((day) => longDate(start + day * DAY)) as [string, string];
    const when = one.at === one.until ? from : t("chart_span", { from, to });
    const what = one.count === 1 ? `${amount(one.mean)} ${data.unit}` : t("chart_mean", { mean: amount(one.mean), low: amount(one.low), high: amount(one.high), n: one.count, unit: data.unit });
    const level = nearest(data, one.at);
    const said = level ? t("chart_level", { low: amount(level[1]), high: amount(level[3]) }) : "";
    return [`${when}: ${what}`, said, ...marksOn(data, one.at, one.until)].filter(Boolean).join(" · ");
  }
}

/** The middle of a stretch, counted from the chart's start. */
function middle(one: Stretch | null | undefined): number {
  return one ? (one.at + one.until) / 2 : 0;
}

/** The level that was worked out nearest to a day. */
function nearest(data: TrendData, day: number): readonly [number, number, number, number] | null {
  let best: readonly [number, number, number, number] | null = null;
  for (const row of data.band) if (row && (!best || Math.abs(row[0] - day) < Math.abs(best[0] - day))) best = row;
  return best && Math.abs(best[0] - day) <= Math.max(14, data.end / 30) ? best : null;
}

/** Steps of an axis so that it has few lines with round numbers. */
function steps(reach: number): number[] {
  return [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].filter((step) => reach / step <= 6);
}

/** The change that matters, as a bracket at the right end: how far the level would have to move from its start. Its words stand under the chart. */
function drawBracket(data: TrendData, ink: Ink) {
  return (plot: uPlot): void => {
    if (!data.bracket) return;
    const { ctx, bbox } = plot;
    const unit = devicePixelRatio;
    const x = bbox.left + bbox.width + 9 * unit;
    const [y0, y1] = [data.bracket.from, data.bracket.to].map((value) => plot.valToPos(value, "y", true)) as [number, number];
    ctx.save();
    ctx.strokeStyle = ink["ink"] as string;
    ctx.lineWidth = 1.5 * unit;
    ctx.beginPath();
    ctx.moveTo(x - 6 * unit, y0);
    ctx.lineTo(x, y0);
    ctx.lineTo(x, y1);
    ctx.lineTo(x - 6 * unit, y1);
    ctx.stroke();
    ctx.restore();
  };
}

customElements.define("trend-chart", TrendChart);
