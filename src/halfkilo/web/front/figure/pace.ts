/** Notices when pictures take long, and then asks for fewer pixels while moving: a calm movement is worth more than a sharp edge. */
const LONG_MS = 30;
const SAMPLES = 14;
const MOST = 2;
/** Without a graphics processor: fewer pixels while it moves, as many as ever once it stands. */
const COARSE = 0.75;

export class Pace {
  readonly #fast: boolean;
  /** Most device pixels per CSS pixel while moving. */
  most: number;
  #then = 0;
  #gaps: number[] = [];

  /** `fast`: a graphics processor draws, and smooths edges itself. */
  constructor(fast: boolean) {
    this.#fast = fast;
    this.most = fast ? MOST : COARSE;
  }

  /** Whether a picture that stays is worth drawing again with more pixels. */
  get refines(): boolean {
    return !this.#fast;
  }

  /** Device pixels per CSS pixel: of a picture that moves, and of one that stays, for which there is time. */
  density(dense: number, stays: boolean): number {
    if (!stays) return Math.min(dense, this.most);
    return this.#fast ? Math.min(MOST, dense) : MOST;
  }

  /** Hears of a picture drawn while moving; true when `most` has become smaller. */
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
