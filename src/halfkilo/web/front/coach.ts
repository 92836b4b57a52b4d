/**
 * The coach beside the player: "Watch my form". Nothing of it is loaded before the person's tap, the picture stays in the browser, and
 * whatever happens to camera, model or line, the set goes on without it.
 */
import "./styles/coach.css";
import { button, h } from "./dom.ts";
import type { Eyes, Trouble } from "./form/eyes.ts";
import type { Light } from "./form/light.ts";
import type { Line } from "./form/line.ts";
import type { Mirror } from "./form/mirror.ts";
import type { Doing, Heard, Hello, Seen } from "./form/wire.ts";
import { Kept } from "./form/kept.ts";
import { named, worded } from "./form/said.ts";
import { coached, type Now, onDoing, onFar, onSetOver, type SetTold, speak } from "./player/coaching.ts";
import { t } from "./words.ts";

/** How long an answer to the person stays before the set-up's next sentence may take its place, ms. */
const STAYS_MS = 4000;

/** Screens on which the camera is of use; on the others the panel rests. */
const LOOKS = new Set(["intro", "set", "rest", "ask"]);

function token(): string {
  return document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}

async function pass(doing: Doing): Promise<Hello | null> {
  const { session, exercise, side } = doing;
  const answer = await fetch("/api/form/hello", {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify({ session, exercise, side }),
  }).catch(() => null);
  return answer?.ok ? ((await answer.json()) as Hello) : null;
}

class CoachPanel {
  readonly #watch = button(t("coach.watch"), "quiet", () => void this.#toggle());
  readonly #panel = h("section", { class: "coach", "aria-label": t("coach.watch") });
  readonly #glass = h("div", { class: "coach-glass" });
  readonly #words = h("p", { class: "coach-words", role: "status" });
  readonly #numbers = h("p", { class: "coach-numbers soft" });
  readonly #mine = h("p", { class: "soft small" }, t("coach.private"));
  readonly #anew = button(t("coach.usual_again"), "quiet", () => this.#comfortable(true));
  readonly #usual = h("div", { class: "coach-ask" }, button(t("coach.usual"), "wide", () => this.#comfortable(true)), button(t("coach.usual_no"), "quiet", () => this.#comfortable(false)));
  readonly #keep = button(t("coach.keep"), "quiet", () => this.#keeping());
  readonly #kept = new Kept();
  #eyes: Eyes | null = null;
  #mirror: Mirror | null = null;
  #far: HTMLElement | null = null; // the camera is another device: how to bring it here
  #line: Line | null = null;
  #now: Now | null = null;
  #open = false; // the model looks
  #known = true;
  #reps = 0;
  #range = "";
  #light: Light = { dark: false, covered: false };
  #answer: ((told: SetTold) => void) | null = null;
  #baseline = false;
  #asks = false; // whether the set just done was comfortable
  #mayRenew = false; // it could take the place of the own measure there is
  #greeted = "";
  #stays = 0; // until when what was said is left alone by the set-up

  constructor() {
    this.#watch.setAttribute("aria-pressed", "false");
    this.#watch.classList.add("coach-watch");
    onDoing((now) => this.#doing(now));
    onFar((invitation) => void this.#lookFar(invitation));
    onSetOver((answer) => this.#setOver(answer));
    addEventListener("pagehide", () => this.#close());
  }

  get #on(): boolean {
    return this.#eyes !== null || this.#far !== null;
  }

  async #toggle(): Promise<void> {
    if (this.#on) return this.#close(t("coach.off"));
    this.#watch.setAttribute("aria-pressed", "true");
    this.#watch.textContent = t("coach.stop");
    this.#say(t("coach.opening"));
    this.#show();
    const [{ Eyes }, { Line }, { Mirror }] = await Promise.all([import("./form/eyes.ts"), import("./form/line.ts"), import("./form/mirror.ts")]);
    this.#eyes = new Eyes({ seen: (seen) => this.#see(seen), light: (light) => this.#lit(light), trouble: (why) => this.#trouble(why), open: () => this.#opened() });
    this.#line = new Line({ heard: (heard) => this.#hear(heard), linked: (linked) => this.#linked(linked) });
    this.#mirror = new Mirror(this.#eyes.video, () => true);
    this.#glass.replaceChildren(this.#mirror.canvas);
    this.#mirror.start();
    this.#show();
    void this.#greet();
    await this.#eyes.open();
  }

  /** The camera is another device of this session: this one only listens, and counts and speaks as with its own. */
  async #lookFar(invitation: HTMLElement): Promise<void> {
    if (this.#on) this.#close();
    const { Line } = await import("./form/line.ts");
    this.#far = invitation;
    this.#line = new Line({ heard: (heard) => this.#hearFar(heard), linked: (linked) => this.#linked(linked) });
    this.#watch.setAttribute("aria-pressed", "true");
    this.#watch.textContent = t("coach.stop");
    this.#glass.replaceChildren(invitation);
    this.#say("");
    this.#show();
    await this.#greet();
  }

  /** Whether the other camera is there decides what stands in the mirror's place. */
  #hearFar(heard: Heard): void {
    const away = heard.is === "waiting" || (heard.is === "moment" && heard.quiet === "form.quiet.away");
    const there = heard.is === "welcome" || heard.is === "setup" || (heard.is === "moment" && !away);
    if (away && this.#open) coached({ watching: false, reps: this.#reps });
    if (there && !this.#open) this.#opened();
    if (away) this.#open = false;
    this.#hear(heard);
    this.#show();
  }

  #close(words = ""): void {
    this.#eyes?.close();
    this.#line?.end();
    this.#mirror?.stop();
    this.#eyes = this.#line = this.#mirror = this.#far = null;
    this.#open = false;
    this.#greeted = "";
    this.#glass.replaceChildren();
    this.#numbers.textContent = "";
    this.#watch.setAttribute("aria-pressed", "false");
    this.#watch.textContent = t("coach.watch");
    coached({ watching: false, reps: 0 });
    this.#say(words);
    this.#show();
  }

  #trouble(why: Trouble): void {
    this.#close(t(`camera.${why}`));
  }

  #opened(): void {
    this.#open = true;
    this.#tellSet();
  }

  // --- the player ------------------------------------------------------------------------------------------------------

  #doing(now: Now): void {
    const before = this.#now;
    this.#now = now;
    const another = before?.item?.exercise !== now.item?.exercise || before?.item?.side !== now.item?.side;
    const begins = now.screen === "set" && before?.screen !== "set";
    if (begins || (another && now.screen !== "intro")) this.#asks = false; // whoever goes on has answered
    if (begins || another) this.#mayRenew = false;
    if (another || begins) {
      if (this.#open && !this.#asks) this.#say("");
      this.#reps = 0;
      this.#range = "";
      this.#numbers.textContent = "";
    }
    this.#place();
    if (!this.#on) return this.#show();
    if (!this.#open && another) this.#say(t("coach.opening"));
    if (!this.#asks) void this.#greet(); // the question about the last set is answered by the coach of that exercise
    this.#tellSet();
    this.#show();
  }

  /** The button stands in the player's head, the panel beside the words of the exercise. */
  #place(): void {
    const head = document.querySelector("#player .player-top");
    if (head && !head.contains(this.#watch)) head.append(this.#watch);
    const place = document.querySelector("#player [data-coach]");
    if (place && !place.contains(this.#panel)) place.prepend(this.#panel);
    this.#watch.hidden = !this.#now?.item;
  }

  async #greet(): Promise<void> {
    const { item, session } = this.#now ?? {};
    if (!item || !session || !this.#line) return;
    const of = `${item.exercise} ${item.side}`;
    if (of === this.#greeted) return;
    this.#greeted = of;
    const doing: Doing = { session, exercise: item.exercise, side: item.side, load: item.load ?? "", limit: item.range ?? 100 };
    await this.#line.greet(() => pass(doing), doing, this.#far !== null);
  }

  #tellSet(): void {
    const on = this.#now?.screen === "set" && this.#open;
    this.#line?.say({ is: "set", on });
    if (on) this.#kept.begin();
  }

  #setOver(answer: (told: SetTold) => void): void {
    if (!this.#open || !this.#line) return;
    this.#answer = answer;
    this.#line.say({ is: "set", on: false });
  }

  // --- the eyes --------------------------------------------------------------------------------------------------------

  #see(seen: Seen): void {
    this.#mirror?.see(seen);
    this.#line?.see(seen);
    if (this.#now?.screen === "set") this.#kept.see(seen);
  }

  #lit(light: Light): void {
    const told = { is: "picture", ...light, aspect: Math.round((this.#eyes?.aspect ?? 4 / 3) * 1000) / 1000 };
    if (light.dark !== this.#light.dark || light.covered !== this.#light.covered) this.#line?.say(told);
    this.#light = light;
  }

  // --- the coach -------------------------------------------------------------------------------------------------------

  #linked(linked: boolean): void {
    if (!linked) return this.#say(worded("form.quiet.away"));
    if (this.#eyes) this.#line?.say({ is: "picture", ...this.#light, aspect: Math.round((this.#eyes?.aspect ?? 4 / 3) * 1000) / 1000 });
    this.#tellSet();
  }

  #hear(heard: Heard): void {
    switch (heard.is) {
      case "welcome":
        this.#known = heard.known;
        this.#baseline = heard.baseline && !heard.old;
        return;
      case "setup":
        this.#mirror?.stand(heard.outline, heard.ok);
        this.#eyes?.people(2);
        if (this.#open && this.#now?.screen !== "set" && !this.#asks && performance.now() >= this.#stays) this.#say(heard.say.map((key) => worded(key, { joints: named(heard.unseen) })).join(" "));
        return;
      case "moment": return this.#moment(heard);
      case "rep": return this.#rep(heard);
      case "cue": return this.#cue(heard);
      case "praise": return this.#aloud(worded(heard.key));
      case "set_told": return this.#told(heard);
      case "baseline":
        coached({ watching: true, reps: this.#reps, baseline: { exercise: heard.exercise, side: heard.side, features: heard.features, form: heard.form } });
        this.#baseline = true;
        this.#answered(t("coach.usual_kept"));
        return this.#show();
      case "refused":
        if (heard.reason === "another_camera") this.#close(t("camera.another"));
        else if (heard.reason === "too_few") this.#answered(t("coach.too_few"));
        return;
      case "waiting":
      case "doing":
      case "remote": // those are for the player's own line to its other screens
        return;
    }
  }

  #moment(heard: Extract<Heard, { is: "moment" }>): void {
    this.#mirror?.stand(null, true);
    this.#eyes?.people(1);
    if (heard.n > this.#reps) {
      this.#reps = heard.n;
      coached({ watching: this.#known, reps: heard.n });
    }
    if (heard.quiet) this.#say(worded(heard.quiet, { joints: named(heard.unseen) }));
    else if (this.#words.dataset["quiet"]) this.#say("");
    this.#words.toggleAttribute("data-quiet", Boolean(heard.quiet));
    this.#words.dataset["quiet"] = heard.quiet;
    const held = heard.held === null ? "" : t("coach.held", { n: heard.held });
    this.#write(this.#numbers, this.#known ? [t("coach.seen", { n: this.#reps }), this.#range].filter(Boolean).join(" · ") : held);
  }

  /** Range and tempo beside the person's own, never beside anybody else's. */
  #rep(heard: Extract<Heard, { is: "rep" }>): void {
    const share = heard.range !== null && heard.usual ? t("coach.range", { percent: Math.round((100 * heard.range) / heard.usual) }) : "";
    const [there, , back] = heard.tempo;
    this.#range = [share, t("coach.tempo", { out: there.toFixed(1), back: back.toFixed(1) })].filter(Boolean).join(" · ");
  }

  #cue(heard: Extract<Heard, { is: "cue" }>): void {
    const fault = heard.fault === null ? undefined : this.#now?.item?.faults[heard.fault];
    if (heard.again) coached({ watching: true, reps: this.#reps, lost: true });
    this.#aloud(fault ? fault.try : worded(heard.key));
  }

  #told(heard: Extract<Heard, { is: "set_told" }>): void {
    const scores = Array.isArray(heard.scores) ? (heard.scores as number[]) : [];
    const cues = Array.isArray(heard.cues) ? (heard.cues as string[]) : [];
    this.#answer?.({ lost: heard.lost, form: { by: heard.by, scores, cues } });
    this.#answer = null;
    const counted = heard.reps >= 3 && this.#known;
    this.#asks = counted && !this.#baseline;
    this.#mayRenew = counted && this.#baseline;
    this.#words.dataset["quiet"] = "";
    this.#say(this.#asks ? t("coach.usual_ask") : "");
    const { item, session, set } = this.#now ?? {};
    if (item && session) void this.#kept.send({ exercise: item.exercise, side: item.side, session, number: set ?? 0, grams: item.grams }, token()).then((kept) => kept && this.#answered(t("coach.kept")));
    this.#show();
  }

  /** The set just done becomes the own measure, or doesn't; then the next exercise is looked at. */
  #comfortable(yes: boolean): void {
    if (yes) this.#line?.say({ is: "comfortable" });
    else this.#say("");
    this.#asks = this.#mayRenew = false;
    this.#show();
    void this.#greet();
  }

  #keeping(): void {
    this.#kept.wanted = !this.#kept.wanted;
    this.#keep.setAttribute("aria-pressed", String(this.#kept.wanted));
    this.#write(this.#keep, this.#kept.wanted ? t("coach.keep_on") : t("coach.keep"));
  }

  // --- what is shown ---------------------------------------------------------------------------------------------------

  #aloud(words: string): void {
    this.#say(words);
    speak(words);
  }

  /** Said in answer to the person. */
  #answered(words: string): void {
    this.#stays = performance.now() + STAYS_MS;
    this.#say(words);
  }

  #say(words: string): void {
    this.#write(this.#words, words);
  }

  #write(place: HTMLElement, words: string): void {
    if (place.textContent !== words) place.textContent = words; // said again it would be read out again
  }

  #show(): void {
    const screen = this.#now?.screen ?? "";
    const here = this.#now?.item !== null && LOOKS.has(screen);
    this.#panel.toggleAttribute("data-on", this.#on);
    this.#panel.hidden = !here || (!this.#on && !this.#words.textContent);
    this.#usual.hidden = !this.#asks;
    this.#anew.hidden = !this.#mayRenew || (screen !== "rest" && screen !== "ask");
    document.getElementById("player")?.toggleAttribute("data-watched", this.#eyes !== null);
    const own = this.#eyes ? [this.#mine, ...(screen === "intro" || screen === "set" ? [this.#keep] : [])] : [];
    const glass = this.#eyes || (!this.#open && screen !== "set") ? [this.#glass] : []; // the mirror of another device's camera is there; a set needs its room
    this.#glass.toggleAttribute("data-far", this.#far !== null);
    const nodes = this.#on ? [...glass, this.#words, this.#usual, this.#numbers, this.#anew, ...own] : [this.#words];
    if (nodes.length !== this.#panel.children.length || nodes.some((node, at) => this.#panel.children[at] !== node)) this.#panel.replaceChildren(...nodes);
  }
}

if (document.getElementById("player")) new CoachPanel();
