/** The training player: wires the pure machine to the page, the figure, the gym, the voice and the queue. */
import "./styles/player.css";
import "./pieces/breathing.ts";
import { button, dataBlock, h } from "./dom.ts";
import { showSaved } from "./pieces/saved.ts";
import { toast } from "./pieces/toast.ts";
import { advance, begin, current, loaded, resumed, type Draft, type Event, type How, type State } from "./player-machine.ts";
import { Cardio } from "./player/cardio.ts";
import { type Coach, doing, moved, onCoach, onRemote, onSpeak, type Remote, setOver } from "./player/coaching.ts";
import { Awake, Voice } from "./player/device.ts";
import { type Moving, restScreen, setScreen } from "./player/moving.ts";
import { ask, type GymState, onGym, onSpotted, onTaught, release, type Spotted, type Taught } from "./player/ports.ts";
import { Queue, sender } from "./player/queue.ts";
import * as screens from "./player/screens.ts";
import type { Session } from "./player/session.ts";
import { Shown } from "./player/shown.ts";
import type { Beat } from "./player/tempo.ts";
import { hearsHere, Listening, stopOf } from "./player/stopping.ts";
import { localTime, uuid7 } from "./player/uuid7.ts";
import { t } from "./player/words.ts";

const BARE = new Set(["welcome", "reason", "care", "onward", "done", "swap", "close", "ask", "eased", "find"]);

/** Screens whose next step a remote may take. */
const NEXT = new Set(["welcome", "intro", "rest"]);

function token(): string {
  const hidden = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
  return hidden?.value ?? "";
}

/** What this device kept of a session; nothing when it can't be read (another version, a torn write). */
function readState(kept: string): State | null {
  try {
    return JSON.parse(kept) as State;
  } catch {
    return null;
  }
}

class Player {
  readonly #root: HTMLElement;
  readonly #figure: Shown;
  readonly #panel = h("div", { class: "panel" });
  readonly #gym = h("div", { class: "gym", "data-gym": "" });
  readonly #coach = h("div", { "data-coach": "" });
  readonly #dock = h("div", { class: "dock" });
  readonly #top = h("div", { class: "player-top" });
  readonly #progress = h("progress", { max: 1, value: 0, "aria-hidden": "true" });
  readonly #place = h("span", {});
  readonly #voice = new Voice();
  readonly #awake = new Awake();
  readonly #listening = new Listening(t("voice"), t("voice_stop_words"), () => loaded(this.#state) && this.#stop("voice"));
  readonly #queue: Queue;
  readonly #key: string;
  readonly #cardio: Cardio | null;
  #state: State;
  #moving: Moving | null = null;
  #since = 0;
  #shown = "";
  #moved = "";
  #listens = false;
  #watched = false; // the camera looks: the end of a set waits a moment for what it saw

  constructor(root: HTMLElement, session: Session) {
    this.#root = root;
    this.#figure = new Shown(session.figure);
    const person = root.dataset["person"] ?? "me";
    this.#key = `halfkilo.player.${person}`;
    this.#cardio = session.talk ? new Cardio(session.talk, root.dataset["watch"]) : null;
    this.#state = this.#restore(session);
    const send = sender(root.dataset["entries"] ?? "/api/entries", token);
    this.#queue = new Queue(localStorage, person, send, (waiting, online) => this.#saved(waiting, online));
    this.#frame();
    this.#listen();
    this.#render();
    void this.#queue.flush();
    requestAnimationFrame((now) => this.#tick(now));
    document.addEventListener("DOMContentLoaded", () => this.#sayDoing()); // for those whose scripts come after this one
  }

  #restore(session: Session): State {
    const kept = localStorage.getItem(this.#key);
    const state = kept ? readState(kept) : null;
    return state?.session.session === session.session ? resumed(state) : begin(session);
  }

  #saved(waiting: number, online: boolean): void {
    showSaved({ waiting, online });
    const refused = this.#queue.refused().length;
    if (refused) toast(t("refused", { n: refused }), { stay: true });
  }

  #frame(): void {
    const voice = button(this.#voice.on ? t("voice_on") : t("voice_off"), "quiet", () => {
      voice.textContent = this.#voice.toggle() ? t("voice_on") : t("voice_off");
      voice.setAttribute("aria-pressed", String(this.#voice.on));
      if (this.#voice.on && this.#voice.mute) toast(t("voice_none"));
    });
    voice.setAttribute("aria-pressed", String(this.#voice.on));
    const view = button(t("across"), "quiet wide-only", () => {
      const across = this.#root.dataset["view"] === "across";
      this.#root.dataset["view"] = across ? "near" : "across";
      view.textContent = across ? t("across") : t("near");
    });
    this.#top.append(this.#place, this.#progress, h("span", { class: "saved", role: "status" }), view, voice);
    void hearsHere(t("voice")).then((hears) => hears && view.after(this.#listenButton()));
    this.#root.replaceChildren(this.#top, h("div", { class: "stage" }, this.#figure.host, this.#panel), this.#dock);
  }

  /** Only where words stay on the device; off until somebody wants it. */
  #listenButton(): HTMLElement {
    const listen = button(t("voice_stop_off"), "quiet", () => {
      this.#listens = !this.#listens;
      listen.textContent = this.#listens ? t("voice_stop_on") : t("voice_stop_off");
      listen.setAttribute("aria-pressed", String(this.#listens));
      this.#listening.set(this.#listens && loaded(this.#state));
    });
    listen.setAttribute("aria-pressed", "false");
    return listen;
  }

  #listen(): void {
    document.addEventListener("keydown", (event) => this.#keyed(event), { capture: true });
    addEventListener("online", () => void this.#queue.flush());
    addEventListener("pagehide", () => release());
    addEventListener("storage", (event) => event.key === this.#key && this.#elsewhere(event.newValue));
    onGym((gym) => this.#hear(gym));
    onSpotted((answer) => this.#spotted(answer));
    onTaught((taught) => this.#taught(taught));
    onCoach((coach) => this.#seen(coach));
    onSpeak((words) => this.#voice.say(words));
    onRemote((remote) => this.#remote(remote));
  }

  /** A remote presses what stands on this screen: "done" in a set, once what is held was let go; "next" only where nothing is pulled. */
  #remote(remote: Remote): void {
    const { kind } = this.#state.screen;
    const step = this.#dock.querySelector<HTMLButtonElement>("[data-act]");
    if (remote === "stop") {
      release(); // on every screen, whatever it shows
      if (!BARE.has(kind)) this.#stop("screen");
    } else if (remote === "done" && kind === "set" && !this.#root.hasAttribute("data-arming")) {
      if (loaded(this.#state)) release();
      step?.click();
    } else if (remote === "next" && NEXT.has(kind)) step?.click();
  }

  /** What the coach beside the camera saw: a count that goes on, a baseline the person said yes to. */
  #seen(coach: Coach): void {
    this.#watched = coach.watching;
    if (coach.watching) this.#moving?.seen(coach.reps);
    if (coach.lost && loaded(this.#state) && current(this.#state)?.item.variant === "cable") this.#stop("machine");
    if (coach.baseline) this.#keep({ id: uuid7(), kind: "baseline_taken", body: coach.baseline });
  }

  /** The session went on in another window: this one follows and holds nothing, so that no set is done or written twice. */
  #elsewhere(kept: string | null): void {
    release();
    const state = kept ? readState(kept) : { ...this.#state, screen: { kind: "done" as const } };
    if (state?.session.session !== this.#state.session.session) return;
    this.#state = resumed(state);
    this.#render();
    toast(t("taken"));
  }

  /** On a loaded screen nearly every key is the stop: see `stopOf`. */
  #keyed(event: KeyboardEvent): void {
    const how = loaded(this.#state) ? stopOf(event) : null;
    if (!how) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#stop(how);
  }

  /** A repetition stuck and the gym took half the load off: what it was, in the person's own word. */
  #spotted(answer: Spotted): void {
    if (!loaded(this.#state) || answer === "fine") return;
    if (answer === "pain") {
      release();
      this.#emit({ kind: "hurts", id: uuid7(), count: this.#moving?.count() ?? 0 });
      return;
    }
    this.#stop("machine");
    this.#emit({ kind: "reason", id: uuid7(), reason: "fatigue" });
  }

  #taught(taught: Taught): void {
    for (const { side, least, most } of taught.ranges) {
      this.#keep({ id: uuid7(), kind: "range_taught", body: { exercise: taught.exercise, side, least, most } });
    }
    toast(t("range_kept"));
  }

  #hear(gym: GymState): void {
    this.#moving?.hear(gym);
    if (gym.stopped && loaded(this.#state)) this.#stop(gym.stopped);
  }

  #stop(how: How): void {
    release(); // before anything else, so that no fault below can delay it
    this.#voice.hush();
    this.#emit({ kind: "stop", id: uuid7(), count: this.#moving?.count() ?? 0, how });
  }

  #emit(event: Event): void {
    if (event.kind !== "set_done" || !this.#watched || event.form) return this.#go(event);
    const screen = this.#state.screen; // a second press, or a stop meanwhile, wins
    void setOver().then((told) => this.#state.screen === screen && this.#go(told ? { ...event, form: told } : event));
  }

  #go(event: Event): void {
    const move = advance(this.#state, event);
    if (move.release) release();
    for (const entry of move.entries) this.#keep(entry);
    this.#state = move.state;
    if (event.kind === "recount" || event.kind === "offered") return; // shown where it was pressed
    this.#remember();
    this.#render();
  }

  #keep(draft: Draft): void {
    try {
      this.#queue.add({ ...draft, at: localTime(), version: 1 });
    } catch {
      toast(t("full"), { stay: true }); // storage is full: the person must know, the session goes on
    }
  }

  #remember(): void {
    if (this.#state.screen.kind === "done") localStorage.removeItem(this.#key);
    else localStorage.setItem(this.#key, JSON.stringify(this.#state));
  }

  #render(): void {
    const { screen } = this.#state;
    this.#root.dataset["screen"] = screen.kind;
    this.#root.toggleAttribute("data-loaded", loaded(this.#state));
    this.#root.removeAttribute("data-arming");
    this.#since = performance.now();
    this.#moving = this.#movingScreen();
    const nodes = this.#moving?.nodes ?? this.#still();
    const shown = nodes.filter((node): node is Node => node !== null);
    const isStep = (node: Node): boolean => node instanceof HTMLElement && node.dataset["act"] !== undefined;
    const told = shown.filter((node) => !isStep(node));
    // On every screen, so that a load that may still be on is told wherever the person is: first, but in a set where its button belongs.
    this.#panel.replaceChildren(...(screen.kind === "set" ? [this.#coach, ...told, this.#gym] : [this.#gym, this.#coach, ...told]));
    this.#dock.replaceChildren(...shown.filter(isStep), ...this.#buttons());
    this.#awake.set(screen.kind === "set" || screen.kind === "rest");
    this.#listening.set(this.#listens && loaded(this.#state));
    this.#whereAmI();
    void this.#figure.show(BARE.has(screen.kind) ? undefined : current(this.#state)?.item, screen.kind);
    if (screen.kind === "set") this.#askGym();
    this.#sayDoing();
    showSaved({ waiting: this.#queue.waiting().length, online: navigator.onLine });
    if (this.#shown) this.#panel.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    if (this.#shown) scrollTo({ top: 0 });
    this.#shown = screen.kind;
  }

  #sayDoing(): void {
    const { screen } = this.#state;
    const item = BARE.has(screen.kind) && screen.kind !== "ask" ? null : (current(this.#state)?.item ?? null);
    doing({ session: this.#state.session.session, screen: screen.kind, item, set: screen.kind === "set" || screen.kind === "rest" ? screen.n : 0, rest: screen.kind === "rest" ? screen.seconds : 0 });
    this.#moved = "";
  }

  #movingScreen(): Moving | null {
    const { screen } = this.#state;
    const emit = (event: Event): void => this.#emit(event);
    if (screen.kind === "set") return setScreen(this.#state, screen.n, emit, this.#voice, current(this.#state)?.part === "cardio" ? (this.#cardio?.parts() ?? null) : null);
    if (screen.kind === "rest") return restScreen(this.#state, screen.n, screen.seconds, emit, this.#voice);
    return null;
  }

  #still(): (Node | null)[] {
    const emit = (event: Event): void => this.#emit(event);
    const { kind } = this.#state.screen;
    if (kind === "done") return screens.done(this.#state, this.#root.dataset["home"] ?? "/");
    if (kind === "set" || kind === "rest") return [];
    const { welcome, intro, find, eased, swap, reason, care, onward, askAfter, close } = screens;
    return { welcome, intro, find, eased, swap, reason, care, onward, ask: askAfter, close }[kind](this.#state, emit);
  }

  #buttons(): Node[] {
    const { kind } = this.#state.screen;
    if (BARE.has(kind)) return [];
    const count = (): number => this.#moving?.count() ?? 0;
    const calm = !loaded(this.#state);
    const help = h("div", { class: "help" },
      button(t("hurts"), "hurts", () => {
        release();
        this.#emit({ kind: "hurts", id: uuid7(), count: count() });
      }),
      button(t("easier"), "", () => this.#emit({ kind: "easier" })),
      button(t("swap"), "", () => this.#emit({ kind: "swap" })),
      ...(calm ? [button(t("stop_here"), "", () => this.#stop("screen"))] : [])); // under load the big stop is that button
    if (calm) return [help];
    const cable = current(this.#state)?.item.variant === "cable";
    const stop = button("", "stop", () => this.#stop("screen"));
    stop.append(h("b", {}, t("stop")), h("small", {}, cable ? t("stop_off") : t("stop_plain")));
    return [help, stop];
  }

  #whereAmI(): void {
    const all = this.#state.works.length;
    const at = Math.min(this.#state.at + 1, all);
    this.#place.textContent = t("of", { n: at, all });
    this.#progress.value = all ? this.#state.at / all : 1;
  }

  #askGym(): void {
    const item = current(this.#state)?.item;
    if (item?.variant !== "cable") return;
    const { exercise, side, grams, pieces, pulley } = item;
    const { screen } = this.#state;
    // A ticket needs the opened session on the site: what waits goes first.
    void this.#queue.flush().then(() => this.#state.screen === screen && ask({ exercise, side, grams, pieces, pulley }));
  }

  #tell(beat: Beat | null): void {
    const [count, arming] = [this.#moving?.count() ?? 0, this.#root.hasAttribute("data-arming")];
    const key = `${count} ${arming} ${beat?.rep} ${beat?.phase}`;
    if (key === this.#moved) return;
    this.#moved = key;
    moved({ count, beat, arming });
  }

  #tick(now: number): void {
    const beat = this.#moving?.tick((now - this.#since) / 1000);
    if (beat) this.#figure.beat(beat);
    this.#tell(beat ?? null);
    requestAnimationFrame((next) => this.#tick(next));
  }
}

const root = document.getElementById("player");
const session = dataBlock<Session>("session");
if (root && session) new Player(root, session);
