/** The mirror: the person's own picture, drawn here and nowhere else, with the points over it and, before a set, where to stand. */
import { type Box, figureOutline } from "./standing.ts";
import type { Outline, Seen } from "./wire.ts";

/** Which points are joined: trunk, arms, legs, feet (MediaPipe's numbers). */
export const BONES: readonly (readonly [number, number])[] = [
  [11, 12], [11, 23], [12, 24], [23, 24], [11, 13], [13, 15], [12, 14], [14, 16], [23, 25], [25, 27], [24, 26], [26, 28], [27, 31], [28, 32],
];
const HEAD = 0;
const SURE = 0.5;

/** Where everything is drawn in a canvas of this size: the picture fills it, mirrored as in a mirror, and what doesn't fit is cut at its edges. */
export function fit(width: number, height: number, aspect: number): Box {
  const wide = width / height < aspect;
  const [w, h] = wide ? [height * aspect, height] : [width, width / aspect];
  return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h };
}

export class Mirror {
  readonly canvas = document.createElement("canvas");
  readonly #video: HTMLVideoElement;
  readonly #mirrored: () => boolean;
  #seen: Seen | null = null;
  #outline: Outline | null = null;
  #ok = false;
  #drawn: { of: Outline | null; key: string; picture: OffscreenCanvas | null } = { of: null, key: "", picture: null };
  #frame = 0;

  constructor(video: HTMLVideoElement, mirrored: () => boolean) {
    this.#video = video;
    this.#mirrored = mirrored;
    this.canvas.className = "coach-mirror";
    this.canvas.setAttribute("aria-hidden", "true"); // all that it tells is said in words beside it
  }

  see(seen: Seen): void {
    this.#seen = seen;
  }

  stand(outline: Outline | null, ok: boolean): void {
    this.#outline = outline;
    this.#ok = ok;
  }

  start(): void {
    cancelAnimationFrame(this.#frame);
    const draw = (): void => {
      this.#draw();
      this.#frame = requestAnimationFrame(draw);
    };
    draw();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#seen = this.#outline = null;
    this.canvas.getContext("2d")?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  #draw(): void {
    const { canvas } = this;
    const brush = canvas.getContext("2d");
    if (!brush || !canvas.clientWidth || !this.#video.videoWidth) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const at = fit(width, height, this.#video.videoWidth / this.#video.videoHeight);
    brush.save();
    if (this.#mirrored()) {
      brush.translate(width, 0);
      brush.scale(-1, 1);
    }
    brush.drawImage(this.#video, at.x, at.y, at.width, at.height);
    const place = ([x, y]: readonly [number, number]): [number, number] => [at.x + x * at.width, at.y + y * at.height];
    const style = getComputedStyle(canvas);
    if (this.#outline) this.#stand(brush, this.#outline, at, style);
    if (this.#seen) this.#skeleton(brush, this.#seen, place, style, width);
    brush.restore();
  }

  /** The figure's outline: clear of colour where one should stand, so that the own picture stays to be seen. */
  #stand(brush: CanvasRenderingContext2D, outline: Outline, at: Box, style: CSSStyleDeclaration): void {
    const key = [at.x, at.y, at.width, at.height, this.#ok, brush.canvas.width];
    if (this.#drawn.of !== outline || this.#drawn.key !== key.join()) {
      this.#drawn = { of: outline, key: key.join(), picture: figureOutline(outline, at, brush.canvas, style.getPropertyValue(this.#ok ? "--teal" : "--apricot"), style.getPropertyValue("--paper")) };
    }
    if (this.#drawn.picture) brush.drawImage(this.#drawn.picture, 0, 0);
  }

  #skeleton(brush: CanvasRenderingContext2D, seen: Seen, place: (at: readonly [number, number]) => [number, number], style: CSSStyleDeclaration, width: number): void {
    const shown = (at: number): boolean => (seen.world[at]?.[3] ?? 0) >= SURE && seen.picture[at] !== undefined;
    brush.lineCap = "round";
    for (const [ink, thick] of [["--paper", width / 45], ["--teal", width / 80]] as const) {
      brush.strokeStyle = brush.fillStyle = style.getPropertyValue(ink);
      brush.lineWidth = thick;
      for (const [one, other] of BONES) {
        if (!shown(one) || !shown(other)) continue;
        brush.beginPath();
        brush.moveTo(...place(seen.picture[one]!));
        brush.lineTo(...place(seen.picture[other]!));
        brush.stroke();
      }
      if (!shown(HEAD)) continue;
      brush.beginPath();
      brush.arc(...place(seen.picture[HEAD]!), thick * 1.6, 0, 2 * Math.PI);
      brush.fill();
    }
  }
}
