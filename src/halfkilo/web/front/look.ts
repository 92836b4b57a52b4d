/** The look at posture and mobility: with a camera it takes its recordings itself. The picture stays in the browser; points go the way of a file. */
import "./styles/look.css";
import { partsOf } from "./look/parts.ts";

const camera = document.getElementById("look-camera");
const key = document.getElementById("use-camera");
const files = document.querySelector<HTMLDetailsElement>(".by-file");
const form = document.getElementById("take");

if (camera && key instanceof HTMLButtonElement && form instanceof HTMLFormElement) {
  camera.hidden = false;
  if (files) {
    files.dataset["closes"] = "";
    files.open = form.querySelector(".problem") !== null; // a form that came back with something to mend stays open
  }
  key.addEventListener("click", () => void import("./look/stage.ts").then(({ Stage }) => new Stage(form, partsOf(camera.dataset["parts"] ?? "")).show()));
}
