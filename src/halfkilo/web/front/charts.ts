/** Charts: the course of anything, the corridor of pain, the load chart. */
import "uplot/dist/uPlot.min.css";
import "./styles/charts.css";
import "./charts/corridor.ts";
import "./charts/load.ts";
import "./charts/trend.ts";
