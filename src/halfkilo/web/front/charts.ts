/** Progress pages: the corridor of pain and the load chart. */
import "uplot/dist/uPlot.min.css";
import "./styles/charts.css";
import "./charts/corridor.ts";
import "./charts/load.ts";
