/** The line to the coach: what the camera sees goes out in small parcels, words come back. When it breaks it is knit again, quietly. */
import { hangUp, socketAddress } from "../socket.ts";
import type { Doing, Heard, Hello, Seen } from "./wire.ts";

/** Longest a look waits for company, ms. */
const PARCEL_MS = 250;
const MOST_FRAMES = 8;
const AGAIN_MS = 2000;

export interface Ears {
  readonly heard: (heard: Heard) => void;
  readonly linked: (linked: boolean) => void;
}

/** One look as the wire wants it. */
export function frame(seen: Seen): unknown[] {
  return [seen.ms, seen.people, seen.world.flat(), seen.picture.flat()];
}

export class Line {
  readonly #ears: Ears;
  #socket: WebSocket | null = null;
  #hello: (() => Promise<{ readonly supervisor: string; readonly said: object } | null>) | null = null;
  #frames: unknown[] = [];
  #timer = 0;
  #again = 0;
  #open = false;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  /** Say what is done from now on. `get` asks the site for the pass; it is asked anew whenever the line has to be knit again. */
  async greet(get: () => Promise<Hello | null>, doing: Doing, listen: boolean): Promise<void> {
    const { exercise, side, load, limit } = doing;
    this.#hello = async () => {
      const pass = await get();
      if (!pass) return null;
      const { supervisor, ticket, baseline, mirrored, old } = pass;
      return { supervisor, said: { is: "hello", ticket, exercise, side, load, limit, mirrored, old, listen, ...(baseline ? { baseline } : {}) } };
    };
    await this.#link();
  }

  /** Join the session without naming an exercise: as its camera, or only to listen. */
  async join(get: () => Promise<{ readonly supervisor: string; readonly ticket: string } | null>, listen: boolean): Promise<void> {
    this.#hello = async () => {
      const pass = await get();
      return pass && { supervisor: pass.supervisor, said: { is: "hello", ticket: pass.ticket, listen } };
    };
    await this.#link();
  }

  see(seen: Seen): void {
    this.#frames.push(frame(seen));
    if (this.#frames.length >= MOST_FRAMES) this.#post();
    else this.#timer ||= window.setTimeout(() => this.#post(), PARCEL_MS);
  }

  say(said: object): void {
    if (this.#open) this.#socket?.send(JSON.stringify(said));
  }

  end(): void {
    this.#hello = null;
    window.clearTimeout(this.#again);
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.#frames = [];
    hangUp(this.#socket);
    this.#socket = null;
    this.#open = false;
  }

  #post(): void {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    const frames = this.#frames.splice(0);
    if (frames.length) this.say({ is: "frames", frames });
  }

  async #link(): Promise<void> {
    const wanted = this.#hello;
    const hello = await wanted?.();
    if (!wanted || wanted !== this.#hello) return; // something else is done meanwhile
    if (!hello) return this.#later();
    if (this.#open) return this.say(hello.said);
    const socket = new WebSocket(socketAddress(hello.supervisor, "/form"));
    hangUp(this.#socket);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.#open = true;
      this.say(hello.said);
      this.#ears.linked(true);
    });
    socket.addEventListener("message", (event: MessageEvent<string>) => {
      if (socket === this.#socket) this.#ears.heard(JSON.parse(event.data) as Heard);
    });
    socket.addEventListener("close", () => {
      if (socket !== this.#socket) return;
      this.#open = false;
      this.#ears.linked(false);
      this.#later();
    });
  }

  #later(): void {
    window.clearTimeout(this.#again);
    if (this.#hello) this.#again = window.setTimeout(() => void this.#link(), AGAIN_MS);
  }
}
