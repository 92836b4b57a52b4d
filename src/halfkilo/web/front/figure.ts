/**
 * The moving figure: a skinned body that moves by an exercise's `clip.json`, drawn by a worker, in the page's own colours.
 *
 * The player mounts it and drives it with its own clock (`show`); elsewhere it plays by itself: an element with
 * `data-figure="<address of clip.json>"` gets one, with its controls. Turned by dragging or the arrow keys.
 */
import "./styles/viewer.css";
import type { View } from "./figure/camera.ts";
import type { Clip } from "./figure/clip.ts";
import { controls, type FaultWords, often, WORDS, type Words } from "./figure/controls.ts";
import { Figure, type Look, type Moving, type Options } from "./figure/figure.ts";
import { warm } from "./figure/live.ts";
import type { Muscles } from "./figure/orders.ts";
import { shapeOf, skinOf } from "./figure/shapes.ts";

export { controls, Figure, often, WORDS, type Look, type Moving, type Options, type View };

const clips = new Map<string, Promise<Clip>>();

async function fetched(address: string): Promise<Clip> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The figure's movement could not be loaded (${answer.status}). Reload the page to try again.`);
  const clip = (await answer.json()) as Clip;
  if (clip.version !== 2 || !clip.angles?.length) throw new Error("This movement was made for a newer page. Reload the page.");
  return clip;
}

/** Loads a clip (once) and puts the figure into `host`, which gives it its size. */
export async function mount(host: HTMLElement, address: string, options: Options = {}): Promise<Figure> {
  warm();
  const known = clips.get(address) ?? fetched(address);
  clips.set(address, known);
  known.catch(() => clips.delete(address));
  return new Figure(host, await known, options);
}

function optionsOf({ side, load, ring, name, view, muscles, range, shape, skin }: DOMStringMap): Options {
  return {
    side: (side as Options["side"]) ?? "both", load, ring, shape: shapeOf(shape), skin: skinOf(skin), ...(name ? { name } : {}), ...(view ? { view: view as View } : {}),
    ...(muscles ? { muscles: JSON.parse(muscles) as Muscles } : {}), ...(range ? { range: Number(range) } : {}),
  };
}

/** Every `data-figure` of the page; words come from `data-words` and `data-faults`. Without script the page's own words stay. */
async function adopt(host: HTMLElement): Promise<void> {
  const stage = document.createElement("div");
  stage.className = "viewer-stage";
  host.replaceChildren(stage);
  const made = await mount(stage, host.dataset.figure ?? "", optionsOf(host.dataset));
  const words: Words = { ...WORDS, ...(JSON.parse(host.dataset.words ?? "{}") as Record<string, string>) };
  (host.closest(".viewer") ?? host).append(controls(made, words, JSON.parse(host.dataset.faults ?? "[]") as FaultWords[], { address: host.dataset.keep, token: host.dataset.token }));
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) made.play();
}

for (const host of document.querySelectorAll<HTMLElement>("[data-figure]")) void adopt(host);
