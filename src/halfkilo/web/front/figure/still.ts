/** The figure where nothing can be drawn alive: the start or the end of the movement, as a still on a plain canvas. */
import type { Stand } from "./camera.ts";
import { formed, type Clip, inPhase, momentAt, poseAt } from "./clip.ts";
import { ended } from "./clock.ts";
import type { Picture } from "./live.ts";
import type { Showing } from "./orders.ts";
import { frameOf, paint, still } from "./paint.ts";
import { Camera } from "./shape.ts";

export class Still implements Picture {
  #frame = 0;
  #mirror = false;

  readonly host: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly clip: Clip;
  showing: Showing;
  stand: Stand;

  constructor(host: HTMLElement, canvas: HTMLCanvasElement, clip: Clip, showing: Showing, stand: Stand) {
    [this.host, this.canvas, this.clip, this.showing, this.stand] = [host, canvas, clip, showing, stand];
    this.#draw();
  }

  set(change: Partial<Showing>): void {
    this.showing = { ...this.showing, ...change };
    this.#draw();
  }

  seek(seconds: number): void {
    const { frame, phase } = ended(momentAt(this.showing.phases, seconds));
    this.show(frame, phase.mirror);
  }

  /** Of a moment in between, the nearer end. */
  show(frame: number, mirror: boolean): void {
    const there = this.clip.phases.find((phase) => phase.name === "there");
    const back = this.clip.phases.find((phase) => phase.name === "back");
    const [way, through] = there && frame <= there.to ? [there, frame / (there.to || 1)] : [back, back ? (frame - back.from) / (back.to - back.from || 1) : 0];
    const near = way ? inPhase(way, through < 0.5 ? 0 : 1).frame : frame;
    if (near === this.#frame && mirror === this.#mirror) return;
    [this.#frame, this.#mirror] = [near, mirror];
    this.#draw();
  }

  look(stand: Stand): void {
    this.stand = stand;
    this.#draw();
  }

  close(): void {
    this.canvas.remove();
  }

  #draw(): void {
    const [wide, high, dense] = this.showing.size;
    if (!wide || !high) return;
    const camera = new Camera(this.stand.yaw, this.stand.pitch);
    const look = { load: this.showing.load ?? undefined, ring: this.showing.ring ?? undefined };
    const clip = formed(this.clip, look.load);
    const frame = frameOf(clip, camera, this.showing.left, look);
    const pose = poseAt(clip, this.#frame, this.showing.left !== this.#mirror);
    const pen = this.canvas.getContext("2d");
    if (!pen) return this.host.replaceChildren(still(clip, pose, camera, frame, this.showing.tones, look));
    [this.canvas.width, this.canvas.height] = [Math.round(wide * Math.min(2, dense)), Math.round(high * Math.min(2, dense))];
    paint(pen, this.canvas.width, this.canvas.height, clip, pose, camera, frame, this.showing.tones, look);
  }
}
