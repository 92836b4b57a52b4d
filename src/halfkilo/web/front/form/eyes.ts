/**
 * The camera: pictures go to the worker and nowhere else, one at a time, the newest; what is missed is missed. Everything that can be the
 * matter with a camera is told as one word, and is never more than a pause of the coach.
 */
import { type Light, lightOf } from "./light.ts";
import type { Asked, Seen, Told } from "./wire.ts";

/** Why there is nothing to see: keys under `form.camera.*`. */
export type Trouble = "refused" | "none" | "busy" | "gone" | "missing" | "broken" | "graphics" | "insecure";

export interface Sight {
  readonly seen: (seen: Seen) => void;
  readonly light: (light: Light) => void;
  readonly trouble: (why: Trouble) => void;
  readonly open: () => void;
}

/** How often the picture's light is looked at, ms. */
const LIGHT_MS = 1000;

/** What the model looks at: larger pictures tell it nothing more. */
const WIDE = 640;

const WHY: Readonly<Record<string, Trouble>> = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy" };

/** Which camera: the front one looks at the person who looks at the screen. */
export type Facing = "user" | "environment";

export class Eyes {
  readonly video = document.createElement("video");
  readonly #sight: Sight;
  #worker: Worker | null = null;
  #stream: MediaStream | null = null;
  #ready = false;
  #busy = false;
  #lit = 0;
  #last = -1;
  #people: 1 | 2 = 1;

  constructor(sight: Sight) {
    this.#sight = sight;
    this.video.muted = true;
    this.video.playsInline = true;
  }

  /** Ask for the camera and load the model. Called by a person's tap. */
  async open(facing: Facing = "user"): Promise<void> {
    if (!navigator.mediaDevices?.getUserMedia) return this.#sight.trouble("insecure");
    this.#think();
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: facing, width: { ideal: WIDE }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 } } });
    } catch (problem) {
      this.close();
      return this.#sight.trouble(WHY[(problem as Error).name] ?? "busy");
    }
    for (const track of this.#stream.getVideoTracks()) track.addEventListener("ended", () => this.#lost());
    this.video.srcObject = this.#stream;
    await this.video.play().catch(() => undefined);
    this.#next();
  }

  close(): void {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#worker?.terminate();
    this.#stream = this.#worker = null;
    this.#ready = this.#busy = false;
    this.video.srcObject = null;
  }

  /** Before a set two are looked for: a second person can be asked to go. In a set one, who is followed. It costs least where it does not change. */
  people(most: 1 | 2): void {
    if (most === this.#people) return;
    this.#people = most;
    this.#ask({ people: most });
  }

  get aspect(): number {
    return this.video.videoWidth && this.video.videoHeight ? this.video.videoWidth / this.video.videoHeight : 4 / 3;
  }

  #lost(): void {
    this.close();
    this.#sight.trouble("gone");
  }

  #think(): void {
    this.#worker = new Worker(new URL("./pose-worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", (event: MessageEvent<Told>) => this.#told(event.data));
    this.#worker.addEventListener("error", () => this.#told({ is: "closed", why: "broken" }));
    this.#ask({ people: this.#people });
  }

  #ask(asked: Asked, handed: Transferable[] = []): void {
    this.#worker?.postMessage(asked, handed);
  }

  #told(told: Told): void {
    if (told.is === "closed") {
      this.close();
      return this.#sight.trouble(told.why);
    }
    if (told.is === "open") {
      this.#ready = true;
      this.#sight.open();
      return;
    }
    this.#busy = false;
    this.#sight.seen(told.seen);
  }

  #next(): void {
    if (!this.#stream) return;
    this.video.requestVideoFrameCallback(() => {
      void this.#look();
      this.#next();
    });
  }

  async #look(): Promise<void> {
    const now = Math.round(performance.now());
    if (!this.#stream || document.visibilityState === "hidden" || now <= this.#last) return;
    if (now - this.#lit >= LIGHT_MS) {
      this.#lit = now;
      this.#sight.light(lightOf(this.video));
    }
    if (!this.#ready || this.#busy) return;
    this.#busy = true;
    this.#last = now;
    try {
      const picture = await createImageBitmap(this.video);
      if (this.#worker) this.#ask({ picture, ms: now }, [picture]);
      else picture.close();
    } catch {
      this.#busy = false; // a camera between two pictures
    }
  }
}
