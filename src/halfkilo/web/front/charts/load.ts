/** `<load-chart data="ID">`: the load one can use in an exercise, as steps with a band of what is known. */
import uPlot from "uplot";
import { kilograms } from "../dom.ts";
import { type LoadData, noon } from "./data.ts";
import { axes, Chart, type Ink, shortDate } from "./frame.ts";
import { t } from "../words.ts";

function reach(data: LoadData): [number, number] {
  const all = data.points.flatMap((point) => [point.grams, point.low ?? point.grams, point.high ?? point.grams]);
  const room = data.step * 2;
  return [Math.max(0, Math.min(...all) - room), Math.max(...all, data.step) + room];
}

export class LoadChart extends Chart<LoadData> {
  protected columns(data: LoadData): uPlot.AlignedData {
    const { points } = data;
    return [
      points.map((point) => noon(point.on)),
      points.map((point) => point.high),
      points.map((point) => point.low),
      points.map((point) => point.grams),
    ];
  }

  protected options(data: LoadData, ink: Ink): Omit<uPlot.Options, "width" | "height"> {
    const quiet = { width: 0, points: { show: false }, stroke: "transparent" };
    const colour = ink["apricot"] as string;
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    return {
      padding: [10, 10, 0, 0],
      scales: { x: { time: true }, y: { range: reach(data) } },
      axes: axes(ink, (value) => t("load", { kg: kilograms(Math.round(value)) }), [500, 1000, 2000, 5000, 10_000, 20_000], 62),
      series: [
        {}, quiet, quiet,
        { stroke: colour, width: 2.5, ...(stepped ? { paths: stepped } : {}), points: { show: true, size: 7, fill: colour, stroke: colour } },
      ],
      bands: [{ series: [1, 2], fill: ink["apricot-wash"] as string }],
    };
  }

  protected reading(data: LoadData, _plot: uPlot, index: number): string {
    const point = data.points[index];
    return point ? `${shortDate(noon(point.on))}: ${t("load", { kg: kilograms(point.grams) })}` : "";
  }
}

customElements.define("load-chart", LoadChart);
