/**
 * The phone that leans somewhere while the player runs on a larger screen: mirror, one sentence, a remote, and the stop. The picture stays
 * in this browser; the player counts and speaks. The stop asks the gym itself, and then the player.
 */
import "./styles/coach.css";
import "./styles/camera.css";
import { button, dataBlock, h } from "./dom.ts";
import { type Eyes, type Facing, type Trouble } from "./form/eyes.ts";
import type { Light } from "./form/light.ts";
import { Line } from "./form/line.ts";
import { Mirror } from "./form/mirror.ts";
import { Sentence } from "./form/said.ts";
import type { DoingTold, Heard, Outline, Seen } from "./form/wire.ts";
import { GymLink, type StopReport } from "./gym.ts";
import type { Remote } from "./player/coaching.ts";
import { Awake } from "./player/device.ts";
import type { Item } from "./player/session.ts";
import { stopOf } from "./player/stopping.ts";
import { screenPass } from "./screens-pass.ts";
import { t } from "./words.ts";

interface Terms { readonly session: string; readonly pass: string; readonly exercise: string }

const NEXT = new Set(["welcome", "intro", "rest"]);
/** Screens on which the coach's sentence is of use; on the others the player asks something. */
const LOOKS = new Set(["intro", "set", "arming", "rest"]);
/** A phone that has nothing to look at yet asks for its session again after this time, ms. */
const ASK_MS = 4000;

class CameraPage {
  readonly #terms: Terms;
  readonly #root: HTMLElement;
  readonly #glass = h("div", { class: "camera-glass" });
  readonly #name = h("p", { class: "camera-name" });
  readonly #count = h("p", { class: "count" }, h("b", { class: "huge" }), " ", h("span", {}));
  readonly #words = h("p", { class: "coach-words", role: "status" });
  readonly #open = button(t("remote.open"), "go big", () => void this.#look());
  readonly #turn = button(t("remote.turn"), "quiet", () => void this.#look(this.#facing === "user" ? "environment" : "user"));
  readonly #step = button(t("remote.next"), "go big", () => this.#remote(this.#doing?.screen === "set" ? "done" : "next"));
  readonly #stop = button("", "stop", () => this.#letGo());
  readonly #off = h("small", {}, t("stop_off"));
  readonly #gym = new GymLink({ stopped: (report) => this.#stopped(report) });
  readonly #line = new Line({ heard: (heard) => this.#hear(heard), linked: (linked) => this.#linked(linked) });
  readonly #sentence = new Sentence();
  readonly #awake = new Awake();
  #eyes: Eyes | null = null;
  #mirror: Mirror | null = null;
  #facing: Facing = "user";
  #light: Light = { dark: false, covered: false };
  #doing: DoingTold | null = null;
  #faults: Item["faults"] = [];
  #stopping = false; // what the stop said stays until an exercise is shown again
  #listens = true; // until the model looks it is no camera

  constructor(root: HTMLElement, terms: Terms) {
    [this.#root, this.#terms] = [root, terms];
    this.#stop.append(h("b", {}, t("stop")), this.#off);
    this.#step.dataset["act"] = "";
    root.querySelector(".stage")?.replaceChildren(this.#glass, h("div", { class: "panel" }, h("div", { class: "camera-what" }, this.#name, this.#count), this.#words, this.#open, h("p", { class: "soft small" }, t("remote.private"))));
    root.querySelector(".dock")?.replaceChildren(h("div", { class: "help" }, this.#turn), this.#step, this.#stop);
    document.addEventListener("keydown", (event) => this.#keyed(event), { capture: true });
    addEventListener("pagehide", () => this.#close());
    this.#awake.set(true);
    this.#show();
    void this.#link();
  }

  /** The stop is there before the camera is. */
  async #link(): Promise<void> {
    const pass = await this.#passed();
    if (!pass) return void window.setTimeout(() => void this.#link(), ASK_MS);
    this.#gym.connect(pass.supervisor, pass.ticket);
    void this.#join();
  }

  #passed(): ReturnType<typeof screenPass> {
    return screenPass(this.#terms.pass, this.#terms.session);
  }

  async #join(): Promise<void> {
    await this.#line.join(() => this.#passed(), this.#listens);
  }

  // --- the eyes --------------------------------------------------------------------------------------------------------

  async #look(facing: Facing = this.#facing): Promise<void> {
    this.#shut();
    this.#facing = facing;
    this.#say(t("coach.opening"));
    const { Eyes } = await import("./form/eyes.ts");
    this.#eyes = new Eyes({ seen: (seen) => this.#see(seen), light: (light) => this.#lit(light), trouble: (why) => this.#trouble(why), open: () => this.#opened() });
    this.#mirror = new Mirror(this.#eyes.video, () => this.#facing === "user");
    this.#glass.replaceChildren(this.#mirror.canvas);
    this.#mirror.start();
    this.#show();
    await this.#eyes.open(facing);
  }

  #shut(): void {
    this.#eyes?.close();
    this.#mirror?.stop();
    this.#eyes = this.#mirror = null;
    this.#glass.replaceChildren();
  }

  #close(): void {
    this.#shut();
    this.#line.end();
    this.#gym.close();
  }

  /** No camera, or none any longer: the remote and the stop stay. */
  #trouble(why: Trouble): void {
    this.#shut();
    this.#listens = true;
    void this.#join();
    this.#say(t(`camera.${why}`));
    this.#show();
  }

  #opened(): void {
    this.#listens = false;
    void this.#join();
    this.#say(this.#doing ? "" : t("remote.alone"));
  }

  #see(seen: Seen): void {
    this.#mirror?.see(seen);
    this.#line.see(seen);
  }

  #lit(light: Light): void {
    if (light.dark !== this.#light.dark || light.covered !== this.#light.covered) this.#picture(light);
    this.#light = light;
  }

  #picture(light: Light): void {
    this.#line.say({ is: "picture", ...light, aspect: Math.round((this.#eyes?.aspect ?? 4 / 3) * 1000) / 1000 });
  }

  // --- what is heard ---------------------------------------------------------------------------------------------------

  #linked(linked: boolean): void {
    if (!linked) this.#say(t("quiet.away"));
    else if (this.#eyes) this.#picture(this.#light);
  }

  #hear(heard: Heard): void {
    if (heard.is === "doing") return void this.#do(heard);
    if (heard.is === "refused" && heard.reason === "another_camera") return this.#given();
    if (heard.is === "waiting" && heard.for === "exercise") return this.#say(t("remote.alone"));
    if (heard.is === "welcome" && this.#eyes) this.#picture(this.#light); // a coach that begins knows nothing of the picture
    if (heard.is === "setup") this.#before(heard.outline, heard.ok);
    if (heard.is === "moment") this.#before(null, true);
    const words = this.#eyes ? this.#sentence.hear(heard, this.#faults) : null;
    if (words !== null && !this.#stopping && LOOKS.has(this.#doing?.screen ?? "intro")) this.#say(words);
  }

  /** Where to stand; null: a set has begun, and one person is enough to look for. */
  #before(outline: Outline | null, ok: boolean): void {
    this.#mirror?.stand(outline, ok);
    this.#eyes?.people(outline ? 2 : 1);
  }

  /** Another camera looks now; this one stays a remote. */
  #given(): void {
    this.#shut();
    this.#listens = true;
    void this.#join();
    this.#say(t("camera.another"));
    this.#show();
  }

  async #do(doing: DoingTold): Promise<void> {
    const another = doing.exercise !== this.#doing?.exercise || doing.side !== this.#doing?.side;
    this.#doing = doing;
    this.#stopping &&= !LOOKS.has(doing.screen);
    if (!this.#stopping && !LOOKS.has(doing.screen)) this.#say(t(doing.screen === "gone" ? "remote.alone" : doing.screen === "done" ? "tv.over" : "tv.elsewhere"));
    if (doing.screen === "arming") this.#say(t("tv.arming"));
    this.#show();
    if (!another || !doing.exercise) return;
    const { exercise, side = "both", variant = "body" } = doing;
    const answer = await fetch(`${this.#terms.exercise}?${new URLSearchParams({ exercise, side, variant })}`).catch(() => null);
    if (!answer?.ok || this.#doing?.exercise !== exercise) return;
    const { faults, name } = (await answer.json()) as Item;
    this.#faults = faults;
    write(this.#name, side === "both" ? name : `${name}, ${t(side)}`);
  }

  // --- remote and stop -------------------------------------------------------------------------------------------------

  #remote(what: Remote): void {
    this.#line.say({ is: "remote", do: what });
  }

  /** The gym first, then the player: whichever is missing, the other one lets go. */
  #letGo(): void {
    this.#gym.stop();
    this.#remote("stop");
    this.#stopping = true;
    this.#say(t(this.#cable ? "remote.stopped" : "remote.stopped_plain"));
  }

  /** Unless it is known that nothing hangs on a cable, something may. */
  get #cable(): boolean {
    return (this.#doing?.variant ?? "cable") === "cable";
  }

  /** On a screen with a load nearly every key is the stop, as at the player. */
  #keyed(event: KeyboardEvent): void {
    const under = (this.#doing?.screen === "set" && (this.#doing.grams ?? 0) > 0) || this.#gym.now?.phase === "loaded";
    if (!under || !stopOf(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#letGo();
  }

  #stopped(report: StopReport): void {
    if (report.done && report.units.some((unit) => unit.outcome === "unknown")) this.#say(t("gym_unknown"));
  }

  // --- what is shown ---------------------------------------------------------------------------------------------------

  #say(words: string): void {
    write(this.#words, words);
  }

  #show(): void {
    const { screen = "", reached = 0, target = 0, count = "reps", exercise = null } = this.#doing ?? {};
    const [set, next] = [screen === "set", NEXT.has(screen)];
    this.#root.toggleAttribute("data-looks", this.#eyes !== null);
    this.#open.hidden = this.#eyes !== null;
    this.#turn.hidden = this.#eyes === null;
    this.#step.disabled = !set && !next;
    write(this.#step, t(set ? "remote.done" : "remote.next"));
    write(this.#off, t(this.#cable ? "stop_off" : "stop_plain"));
    this.#count.hidden = !set;
    write(this.#count.firstElementChild as HTMLElement, String(reached));
    write(this.#count.lastElementChild as HTMLElement, t(`${count}_of`, { all: target }));
    if (!exercise) write(this.#name, "");
  }
}

function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words; // said again it would be read out again
}

const root = document.getElementById("camera");
const terms = dataBlock<Terms>("screen-terms");
if (root && terms) new CameraPage(root, terms);
