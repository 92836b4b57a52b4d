/** A kept set played again: scrub, slow, turn, step by repetition; all by keys too. What was said and labelled stands in the page itself. */
import "./styles/form-replay.css";
import { button, dataBlock, h, s } from "./dom.ts";
import { draw, ink } from "./form-replay/drawn.ts";
import { facing, frame, frameAt, jump, type Rep, repAt, seen, type Track } from "./form-replay/track.ts";
import { t } from "./words.ts";

interface Data { readonly points: string; readonly bones: readonly (readonly [number, number])[]; readonly reps: readonly Rep[]; readonly view: "front" | "side" }

const PAIRS = [[2, 9], [5, 12]] as const; // shoulders, hips: left and right
const SPEEDS = [1, 0.5, 0.25] as const;
const SHOWN: Readonly<Record<number, string>> = { 1: "1×", 0.5: "½×", 0.25: "¼×" };

class Replay {
  readonly #track: Track;
  readonly #data: Data;
  readonly #canvas = h("canvas", { class: "replay-canvas", role: "img", "aria-label": t("replay_canvas") });
  readonly #scrub: HTMLInputElement;
  readonly #turn: HTMLInputElement;
  readonly #live = h("output", { class: "replay-live" });
  readonly #play: HTMLButtonElement;
  readonly #length: number;
  readonly #front: number;
  readonly #frame;
  #ms = 0;
  #speed: number = SPEEDS[0];
  #last: number | null = null;
  #drawn = "";

  constructor(root: HTMLElement, data: Data, track: Track) {
    [this.#track, this.#data] = [track, data];
    this.#length = track.ms.at(-1) ?? 0;
    this.#frame = frame(track);
    this.#front = facing(track, PAIRS);
    this.#scrub = h("input", { type: "range", min: 0, max: this.#length, step: 50, value: 0, id: "replay-place" });
    this.#turn = h("input", { type: "range", min: -180, max: 180, step: 5, value: data.view === "side" ? 90 : 0, id: "replay-turn" });
    this.#play = button(t("replay_play"), "go", () => this.#toggle());
    this.#scrub.addEventListener("input", () => this.#go(Number(this.#scrub.value)));
    this.#turn.addEventListener("input", () => this.#show(true));
    root.replaceChildren(this.#canvas, this.#live, this.#strip(), h("label", { class: "sr", for: "replay-place" }, t("replay_place")), this.#scrub,
      h("div", { class: "replay-keys" }, button("‹", "", () => this.#go(jump(data.reps, this.#ms, -1))), this.#play, button("›", "", () => this.#go(jump(data.reps, this.#ms, 1)))),
      this.#speeds(), h("div", { class: "replay-turn" }, h("label", { for: "replay-turn" }, t("replay_turn")), this.#turn));
    const [before, next] = root.querySelectorAll<HTMLButtonElement>(".replay-keys > button:not(.go)");
    before?.setAttribute("aria-label", t("replay_before"));
    next?.setAttribute("aria-label", t("replay_next"));
    for (const head of document.querySelectorAll<HTMLElement>("[data-rep] .rep-head")) this.#lead(head);
    new ResizeObserver(() => this.#show(true)).observe(this.#canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#show(true));
    this.#show(true);
  }

  /** Repetitions along the time, the present place as a line. */
  #strip(): SVGSVGElement {
    const parts = this.#data.reps.map(([, start, turn, end]) => [
      s("rect", { class: "rep", x: start, y: 2, width: Math.max(1, end - start), height: 16, rx: 0 }), s("line", { class: "turn", x1: turn, x2: turn, y1: 2, y2: 18 })]);
    return s("svg", { class: "replay-strip", viewBox: `0 0 ${Math.max(1, this.#length)} 20`, preserveAspectRatio: "none", "aria-hidden": "true" },
      ...parts.flat(), s("line", { class: "now", x1: 0, x2: 0, y1: 0, y2: 20 }));
  }

  #speeds(): HTMLElement {
    const made = SPEEDS.map((speed) => {
      const one = button(SHOWN[speed] ?? "", "", () => {
        this.#speed = speed;
        for (const other of made) other.setAttribute("aria-pressed", String(other === one));
      });
      one.setAttribute("aria-pressed", String(speed === this.#speed));
      return one;
    });
    return h("div", { class: "replay-speeds", role: "group", "aria-label": t("replay_slow") }, ...made);
  }

  /** A repetition of the list leads to its beginning. */
  #lead(head: HTMLElement): void {
    const rep = this.#data.reps.find(([number]) => String(number) === head.parentElement?.dataset["rep"]);
    const name = head.querySelector("b");
    if (!rep || !name) return;
    name.replaceWith(button(name.textContent ?? "", "quiet", () => {
      this.#go(rep[1]);
      this.#canvas.scrollIntoView({ block: "nearest" });
      if (this.#last === null) this.#toggle();
    }));
  }

  #toggle(): void {
    if (this.#last !== null) {
      this.#pause();
      return;
    }
    if (this.#ms >= this.#length) this.#ms = 0;
    this.#last = performance.now();
    this.#play.textContent = t("replay_pause");
    requestAnimationFrame((now) => this.#beat(now));
  }

  #pause(): void {
    this.#last = null;
    this.#play.textContent = t("replay_play");
  }

  #beat(now: number): void {
    if (this.#last === null) return;
    this.#ms = Math.min(this.#length, this.#ms + (now - this.#last) * this.#speed);
    this.#last = now;
    this.#show();
    if (this.#ms >= this.#length) this.#pause();
    else requestAnimationFrame((later) => this.#beat(later));
  }

  #go(ms: number): void {
    this.#ms = Math.min(Math.max(0, ms), this.#length);
    this.#show();
  }

  #show(anew = false): void {
    const at = frameAt(this.#track.ms, this.#ms);
    this.#scrub.value = String(this.#ms);
    this.#scrub.setAttribute("aria-valuetext", `${(this.#ms / 1000).toFixed(1)} s`);
    this.#turn.setAttribute("aria-valuetext", t("replay_degrees", { n: this.#turn.value }));
    document.querySelector(".replay-strip .now")?.setAttribute("transform", `translate(${this.#ms} 0)`);
    const key = `${at} ${this.#turn.value}`;
    if (anew || key !== this.#drawn) {
      this.#drawn = key;
      draw(this.#canvas, seen(this.#track.at[at] ?? [], this.#front + Number(this.#turn.value), this.#frame), this.#data.bones, this.#frame, ink(this.#canvas));
    }
    const rep = repAt(this.#data.reps, this.#ms);
    const words = rep ? t("replay_now", { n: rep[0] }) : t("replay_between");
    if (this.#data.reps.length && this.#live.textContent !== words) {
      this.#live.textContent = words;
      for (const one of document.querySelectorAll<HTMLElement>("[data-rep]")) one.toggleAttribute("data-now", rep !== null && one.dataset["rep"] === String(rep[0]));
    }
  }
}

async function begin(root: HTMLElement, data: Data): Promise<void> {
  try {
    const answer = await fetch(data.points, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    new Replay(root, data, (await answer.json()) as Track);
  } catch {
    root.replaceChildren(h("p", { class: "notice", role: "status" }, t("replay_unread")));
  }
}

const root = document.getElementById("replay");
const data = dataBlock<Data>("replay-data");
if (root && data) void begin(root, data);
