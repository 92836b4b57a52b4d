/** Notices when pictures take long, and then asks for fewer pixels: a calm movement is worth more than a sharp edge. */
const LONG_MS = 30;
const SAMPLES = 14;

export class Pace {
  /** Most device pixels per CSS pixel that this machine has time for. */
  most = 2;
  #then = 0;
  #gaps: number[] = [];

  /** Hears of a picture drawn while playing; true when `most` has become smaller. */
  drawn(now: number): boolean {
    const gap = now - this.#then;
    this.#then = now;
    if (this.most <= 1 || gap > 500) return false;
    this.#gaps.push(gap);
    if (this.#gaps.length < SAMPLES) return false;
    const middle = [...this.#gaps].sort((a, b) => a - b)[SAMPLES >> 1] as number;
    this.#gaps = [];
    if (middle <= LONG_MS) return false;
    this.most = this.most > 1.5 ? 1.5 : 1;
    return true;
  }
}
