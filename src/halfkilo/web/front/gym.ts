/**
 * The screen's link to the gym's supervisor: presence, arming, loads, readings and the stop.
 *
 * Two sockets: `/player` for everything, `/stop` for the stop alone, open from the start so that a stop never waits.
 * Presence is said by a timer only while the page can be seen; a hidden page says nothing, and after a second the
 * supervisor lowers the load (H48). Nothing here makes a load heavier by itself: `hold` is called by a person's press.
 */
import { hangUp, socketAddress } from "./socket.ts";

export type Phase =
  | "disconnected" | "connected" | "validated" | "armed" | "loaded" | "releasing" | "released" | "hazard";

/** Why something may have stayed on, grams per cable at most; cleared by a person only. */
export interface Hazard {
  readonly cause: string;
  readonly at: number;
  readonly left: number;
  readonly right: number;
  readonly detail?: string;
}

/** One reading: machine clock (ms), then per cable mm, mm/s, grams measured, grams held. */
export type Row = readonly [number, number, number, number, number, number, number, number, number];

export interface Pace { readonly range_mm: number; readonly out_ms: number; readonly back_ms: number }

/** Everything a screen shows. `held` is null and `known` false when nothing is known: then `believed` counts. */
export interface Now {
  readonly phase: Phase;
  readonly why: string;
  readonly writer: boolean;
  readonly site: boolean;
  readonly machine: string | null;
  readonly simulated: boolean;
  readonly experimental: boolean;
  /** The range shown while arming, left and right, mm; null for a cable that was not moved. */
  readonly shown: readonly [readonly [number, number] | null, readonly [number, number] | null];
  /** Way (mm) and times out and back (ms) of this set's whole repetitions, left and right; null before the first. */
  readonly paces: readonly [Pace | null, Pace | null];
  /** The spotter took half the load off in this set. */
  readonly helped: boolean;
  /** The machine still has to check itself before this session's first load: handles down. */
  readonly owes_test: boolean;
  /** Measuring devices by name; see `Post.now`. */
  readonly sensors: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly machine_state: string | null;
  readonly machine_why: string;
  readonly known: boolean;
  readonly believed: number;
  readonly target: readonly [number, number];
  readonly held: readonly [number, number] | null;
  readonly reps: readonly [number, number];
  readonly hazard: Hazard | null;
  readonly readings: readonly Row[];
}

export interface Refusal {
  readonly to: string;
  readonly reason: string;
  readonly message: string;
}

export type Outcome = "nothing_was_on" | "released" | "releasing" | "unknown";

/** What a stop could say. `done` false: on its way; true: the readings agreed, or time was up. */
export interface StopReport {
  readonly done: boolean;
  readonly units: readonly { readonly unit: string; readonly outcome: Outcome; readonly believed: number }[];
}

/** What a page wants to hear; all may be left out. `linked` is false while the supervisor does not answer. */
export interface Listeners {
  now?: (now: Now) => void;
  refused?: (refusal: Refusal) => void;
  stopped?: (report: StopReport) => void;
  welcomed?: (writer: boolean) => void;
  linked?: (linked: boolean) => void;
}

const PRESENT_EVERY_MS = 250;
const BUTTON_EVERY_MS = 150;
const AGAIN_MS = 1000;
/** After a reconnection the old connection may keep the seat for as long as its presence lasts: ask again. */
const SEAT_AGAIN_MS = 700;
const SEAT_TRIES = 4;

type Message = Readonly<Record<string, unknown>>;

function parse(data: unknown): Message | null {
  if (typeof data !== "string") return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Message) : null;
  } catch {
    return null;
  }
}

export class GymLink {
  private player: WebSocket | null = null;
  private stopper: WebSocket | null = null;
  private url = "";
  private ticket = "";
  private wanted = false;
  private presence = 0;
  private button = 0;
  private seatTries = 0;
  private latest: Now | null = null;

  private readonly listeners: Listeners;

  constructor(listeners: Listeners = {}) {
    this.listeners = listeners;
  }

  /** The last thing heard, or null. */
  get now(): Now | null {
    return this.latest;
  }

  /** Whether the supervisor answers. */
  get linked(): boolean {
    return this.player?.readyState === WebSocket.OPEN;
  }

  /** Connect, or show a new ticket on a connection that is there. Goes on trying until `close`. */
  connect(url: string, ticket: string): void {
    this.ticket = ticket;
    this.seatTries = 0;
    if (this.wanted && url === this.url) {
      this.say({ is: "hello", ticket });
      return;
    }
    this.close();
    this.url = url;
    this.wanted = true;
    this.openPlayer();
    this.openStopper();
    this.presence = window.setInterval(() => this.sayPresent(), PRESENT_EVERY_MS);
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  /** Leave. The supervisor lowers whatever is on. */
  close(): void {
    this.wanted = false;
    window.clearInterval(this.presence);
    this.arm(false);
    document.removeEventListener("visibilitychange", this.onVisibility);
    hangUp(this.player);
    hangUp(this.stopper);
    this.player = this.stopper = null;
  }

  /** The arming button: `true` when pressed, `false` when let go. While held, the person moves the handles out and back. */
  arm(held: boolean): void {
    window.clearInterval(this.button);
    this.button = 0;
    if (!held) return;
    this.say({ is: "arm" });
    this.button = window.setInterval(() => this.say({ is: "arm" }), BUTTON_EVERY_MS);
  }

  /** Ask for a load, whole grams per cable. Only from a person's own press. */
  hold(left: number, right: number): void {
    this.arm(false);
    this.say({ is: "hold", left, right });
  }

  /** The ordinary end of a set. */
  release(): void {
    this.arm(false);
    this.say({ is: "release" });
  }

  /** The stop: over its own socket first, then over the other, and by a plain request when neither is open. */
  stop(): void {
    this.arm(false);
    const direct = this.stopper?.readyState === WebSocket.OPEN;
    if (direct) this.stopper?.send("stop");
    if (!this.say({ is: "stop" }) && !direct && this.url) {
      void fetch(new URL("/stop", this.url), { method: "POST", mode: "no-cors", keepalive: true }).catch(() => undefined);
    }
  }

  /** A person looked: handles down, nothing pulls. */
  clearHazard(): void {
    this.say({ is: "clear_hazard" });
  }

  private readonly onVisibility = (): void => {
    if (document.visibilityState !== "visible") this.arm(false);
  };

  private sayPresent(): void {
    if (document.visibilityState === "visible") this.say({ is: "present" });
  }

  private say(message: Message): boolean {
    if (this.player?.readyState !== WebSocket.OPEN) return false;
    this.player.send(JSON.stringify(message));
    return true;
  }

  private openPlayer(): void {
    const socket = new WebSocket(socketAddress(this.url, "/player"));
    this.player = socket;
    socket.onopen = () => {
      if (socket !== this.player) return;
      this.seatTries = 0;
      this.say({ is: "hello", ticket: this.ticket });
      this.listeners.linked?.(true);
    };
    socket.onmessage = (event) => this.hear(parse(event.data));
    socket.onclose = () => this.again(socket, () => this.openPlayer());
  }

  private openStopper(): void {
    const socket = new WebSocket(socketAddress(this.url, "/stop"));
    this.stopper = socket;
    socket.onmessage = (event) => this.hear(parse(event.data));
    socket.onclose = () => this.again(socket, () => this.openStopper());
  }

  /** A socket ended: say so, and open another one a second later unless the page left or already has one. */
  private again(socket: WebSocket, open: () => void): void {
    if (socket === this.player) {
      this.arm(false);
      this.latest = null;
      this.listeners.linked?.(false);
    }
    if (socket !== this.player && socket !== this.stopper) return;
    window.setTimeout(() => {
      if (this.wanted && (socket === this.player || socket === this.stopper)) open();
    }, AGAIN_MS);
  }

  private welcomed(training: boolean, writer: boolean): void {
    this.listeners.welcomed?.(writer);
    if (!training || writer || this.seatTries >= SEAT_TRIES) return;
    this.seatTries += 1;
    window.setTimeout(() => this.say({ is: "hello", ticket: this.ticket }), SEAT_AGAIN_MS);
  }

  private hear(message: Message | null): void {
    switch (message?.["is"]) {
      case "now":
        this.latest = message as unknown as Now;
        this.listeners.now?.(this.latest);
        break;
      case "refused":
        this.listeners.refused?.(message as unknown as Refusal);
        break;
      case "welcome":
        this.welcomed(message["role"] === "train", message["writer"] === true);
        break;
      case "stopping":
      case "stopped":
        this.listeners.stopped?.({
          done: message["is"] === "stopped",
          units: message["units"] as StopReport["units"],
        });
        break;
    }
  }
}
