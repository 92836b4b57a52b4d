/** The buttons and the slider under a figure that stands alone on a page. Every word comes from the page. */
import type { PhaseName } from "./clip.ts";
import type { Figure } from "./figure.ts";
import { keepBuild, type Keeper, SHAPES, SKINS } from "./shapes.ts";
import type { View } from "./camera.ts";

/** English words stand here only for a page that brings none. */
export const WORDS = {
  play: "Play", pause: "Pause", slow: "Slow", side: "Side", turned: "Half-turned", front: "Front", view: "Seen from", closer: "Closer", where: "Where in the movement",
  start: "Start", end: "End", there: "there", hold: "hold", back: "back", rest: "rest", with: "With", body: "Body only", figure: "Figure", skin: "Skin", skin_light: "Light", skin_middle: "Middle", skin_deep: "Deep", moving: "Moving", slim: "Slim", middle: "Middle",
  broad: "Broad", often: "Often seen", good: "Like this", see: "You may see", try: "Try", next: "Next",
};
export type Words = typeof WORDS & Readonly<Record<string, string>>;
export interface FaultWords {
  readonly see: string;
  readonly try: string;
}

const VIEWS: readonly View[] = ["side", "turned", "front"];
const ICON = { play: "M8 5.5v13l10.5-6.5z", pause: "M8 6v12M16 6v12" };

function el<K extends keyof HTMLElementTagNameMap>(tag: K, cls: string, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (cls) made.className = cls;
  if (text) made.textContent = text;
  return made;
}

function button(text: string, act: (made: HTMLButtonElement) => void, cls = ""): HTMLButtonElement {
  const made = el("button", cls, text);
  made.type = "button";
  made.addEventListener("click", () => act(made));
  return made;
}

/** All of it: play and the movement's own line, views, slow, closer, and the choices below. */
export function controls(figure: Figure, words: Words, faults: readonly FaultWords[] = [], keeper: Keeper = {}): HTMLElement {
  const piece = el("div", "viewer-controls");
  const buttons = row(figure, words);
  piece.append(line(figure, words), buttons);
  const choices = el("div", "viewer-choices");
  if (figure.clip.faults?.length) {
    const [toggled, panel] = often(figure, words, faults);
    buttons.append(toggled);
    piece.append(panel);
  }
  choices.append(...loads(figure, words), ...builds(figure, words, keeper));
  piece.append(choices);
  return piece;
}

function line(figure: Figure, words: Words): HTMLElement {
  const made = el("div", "viewer-line");
  const slider = track(figure, words);
  made.append(player(figure, words), slider);
  return made;
}

function player(figure: Figure, words: Words): HTMLButtonElement {
  const made = button("", () => (figure.playing ? figure.pause() : figure.play(), draw()), "viewer-play");
  const draw = (): void => {
    const name = figure.playing ? "pause" : "play";
    if (made.dataset.shows === name) return;
    made.dataset.shows = name;
    made.setAttribute("aria-label", words[name]);
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICON[name]}"/></svg>`;
  };
  draw();
  figure.onChange(draw);
  return made;
}

function track(figure: Figure, words: Words): HTMLElement {
  const { whole, end } = figure.times;
  const made = el("div", "viewer-track");
  const slider = el("input", "");
  Object.assign(slider, { type: "range", min: "0", max: "1000", step: "5", value: "0" });
  slider.setAttribute("aria-label", words.where);
  const tell = (seconds: number): void => slider.setAttribute("aria-valuetext", words[figure.phaseAt(seconds) as PhaseName]);
  const fill = (): void => made.style.setProperty("--done", String(Number(slider.value) / 1000));
  slider.addEventListener("input", () => {
    figure.pause();
    const seconds = (Math.min(999, Number(slider.value)) / 1000) * whole;
    figure.seek(seconds);
    tell(seconds);
  });
  figure.onTime((seconds) => {
    if (whole > 0) slider.value = String((seconds / whole) * 1000);
    fill();
  });
  tell(0);
  made.style.setProperty("--end", String(whole > 0 ? end / whole : 1));
  made.append(slider, el("i", "viewer-notch"), el("i", "viewer-notch viewer-turn"), mark(figure, words.start, 0, "viewer-start"), mark(figure, words.end, end, "viewer-end"));
  return made;
}

function mark(figure: Figure, text: string, seconds: number, cls: string): HTMLButtonElement {
  return button(text, () => {
    figure.pause();
    figure.seek(Math.max(0, seconds - 0.001));
  }, cls);
}

function row(figure: Figure, words: Words): HTMLElement {
  const made = el("div", "viewer-row");
  const views = group(words.view, VIEWS.map((view) => [view, words[view]] as const), figure.options.view ?? figure.clip.view, (view) => figure.turn(view), true);
  figure.onView((view) => views.querySelectorAll("button").forEach((item, at) => item.setAttribute("aria-pressed", String(VIEWS[at] === view))));
  made.append(views, toggle(words.slow, (on) => figure.setSpeed(on ? 0.5 : 1)), toggle(words.closer, (on) => figure.zoom(on ? 1.7 : 1)));
  return made;
}

function toggle(text: string, act: (on: boolean) => void): HTMLButtonElement {
  const made = button(text, () => {
    const on = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(on));
    act(on);
  }, "viewer-toggle");
  made.setAttribute("aria-pressed", "false");
  return made;
}

/** A few choices of which one is on. */
function group<T extends string>(label: string, items: readonly (readonly [T, string])[], chosen: T, act: (one: T) => void, silent = false): HTMLElement {
  const made = el("div", "viewer-group");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  if (!silent) made.append(el("span", "viewer-label", label));
  const inner = el("div", "viewer-segments");
  for (const [one, text] of items) {
    const item = button(text, () => {
      for (const other of inner.children) other.setAttribute("aria-pressed", String(other === item));
      act(one);
    });
    item.setAttribute("aria-pressed", String(one === chosen));
    inner.append(item);
  }
  made.append(inner);
  return made;
}

function loads(figure: Figure, words: Words): HTMLElement[] {
  const kinds = Object.keys(figure.clip.loads);
  if (!kinds.length) return [];
  const items = [...kinds.map((kind) => [kind, words[kind] ?? kind] as const), ["", words.body] as const];
  return [group(words.with, items, figure.options.load ?? "", (load) => figure.look({ load }))];
}

/** Whom one would like to see: build and skin. */
function builds(figure: Figure, words: Words, keeper: Keeper): HTMLElement[] {
  let { shape = "middle", skin = "middle" } = figure.options;
  const changed = (): void => {
    figure.reshape(shape, skin);
    keepBuild(shape, skin, keeper);
  };
  return [
    group(words.figure, SHAPES.map((one) => [one, words[one]] as const), shape, (one) => ((shape = one), changed())),
    group(words.skin, SKINS.map((one) => [one, words[`skin_${one}`]] as const), skin, (one) => ((skin = one), changed())),
  ];
}

/** What is often seen, beside the good form, one at a time, with what to try; words alone where no movement shows it. */
export function often(figure: Figure, words: Words, faults: readonly FaultWords[], changed: (on: boolean) => void = () => undefined): readonly [HTMLElement, HTMLElement] {
  const moves = Boolean(figure.clip.faults?.length);
  const shown: readonly { readonly words: number }[] = moves ? (figure.clip.faults ?? []) : faults.map((_, words) => ({ words }));
  const panel = el("div", "viewer-fault");
  panel.setAttribute("aria-live", "polite");
  const names = el("div", "viewer-names");
  names.append(el("span", "", words.good), el("span", "", words.see.replace(/:$/, "")));
  let at = 0;
  const tell = (): void => {
    const said = faults[shown[at]?.words ?? -1];
    if (moves) figure.compare(at);
    if (moves && !("still" in figure.host.dataset)) beside(figure, names); // a still has room for one
    const more = button(words.next, () => (at = (at + 1) % shown.length, tell()));
    panel.replaceChildren(told(words.see, said?.see ?? ""), told(words.try, said?.try ?? ""), ...(shown.length > 1 ? [more] : []));
  };
  const stop = (): void => {
    figure.compare(null);
    figure.host.parentElement?.classList.remove("compared");
    names.remove();
    panel.replaceChildren();
  };
  return [toggle(words.often, (on) => ((on ? tell() : stop()), changed(on))), panel];
}

function beside(figure: Figure, names: HTMLElement): void {
  figure.host.parentElement?.classList.add("compared");
  figure.host.parentElement?.append(names);
}

function told(label: string, text: string): HTMLElement {
  const made = el("p", "");
  made.append(el("b", "", label), ` ${text}`);
  return made;
}
