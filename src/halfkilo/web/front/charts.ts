/** Charts: the course of anything, and the load chart. */
import "uplot/dist/uPlot.min.css";
import "./styles/charts.css";
import "./charts/load.ts";
import "./charts/trend.ts";
