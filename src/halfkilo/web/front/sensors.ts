/**
 * What measuring devices say, out of the supervisor's `now` message: `sensors: {name: {up, fresh, wrong, Force: {grams, at_us?, age_ms}, ...}}`.
 * A device that sends faster than the message comes also has `recent: {Force: [...]}`: the last readings, oldest first, some of them
 * told before. Nothing here can load anything.
 */

export type Kind = "Force" | "Balance" | "HeartRate" | "Mass";

/** One reading as it comes; a value that is 0 or nothing may be left out. */
export type Sample = Readonly<Record<string, unknown>>;

/** Devices by name. */
export type Sensors = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A reading with its time, microseconds: the device's own clock, else that of this page. */
export interface Row {
  readonly at_us: number;
  readonly sample: Sample;
}

const OLD_MS = 3000; // a strap speaks once a second, a gauge more often
const SAME_US = 60_000; // without a device clock a reading told twice arrives with about the same time
const KEPT_US = 90_000_000;

function isRecord(value: unknown): value is Sample {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Devices in a message of the supervisor; none in an older one. */
export function sensorsIn(message: unknown): Sensors {
  const found = isRecord(message) ? message["sensors"] : null;
  return isRecord(found) ? (found as Sensors) : {};
}

/** The name of the first device that measures this now; a device that is not the one that was paired says nothing here. */
export function hearing(sensors: Sensors, kind: Kind): string | null {
  const heard = ([, device]: [string, Sensors[string]]): boolean => {
    const sample = device[kind];
    return device["up"] === true && device["fresh"] === true && device["wrong"] !== true && isRecord(sample) && whole(sample["age_ms"]) <= OLD_MS;
  };
  return Object.entries(sensors).find(heard)?.[0] ?? null;
}

/** A whole number of a reading; what is left out is 0. */
export function whole(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? Math.round(value) : 0;
}

/** Collects the readings of one kind, each once, in their order. A device whose clock starts anew starts anew here, too. */
export class Collector {
  #rows: Row[] = [];
  #device = "";
  readonly #kind: Kind;

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  /** The device that was heard last; empty when none is heard now. */
  get device(): string {
    return this.#device;
  }

  /** The newest reading. */
  get last(): Row | null {
    return this.#rows.at(-1) ?? null;
  }

  /** Hears one message, `now` milliseconds by this page's clock. */
  hear(sensors: Sensors, now: number): void {
    const name = hearing(sensors, this.#kind);
    if (name !== this.#device && name !== null) this.#rows = [];
    this.#device = name ?? "";
    const device = name === null ? null : sensors[name];
    if (!device) return;
    const recent = isRecord(device["recent"]) ? device["recent"][this.#kind] : null;
    const told = Array.isArray(recent) && recent.length ? recent.filter(isRecord) : [device[this.#kind] as Sample];
    for (const sample of told) this.#add(sample, now);
  }

  /** The readings after a moment, microseconds. */
  since(at_us: number): readonly Row[] {
    return this.#rows.filter((row) => row.at_us > at_us);
  }

  #add(sample: Sample, now: number): void {
    const own = typeof sample["at_us"] === "number";
    const at_us = own ? whole(sample["at_us"]) : Math.max(0, Math.round((now - whole(sample["age_ms"])) * 1000));
    const last = this.last?.at_us ?? -Infinity;
    if (own && at_us < last - 2_000_000) this.#rows = [];
    else if (at_us <= last + (own ? 0 : SAME_US)) return;
    this.#rows.push({ at_us, sample });
    if (at_us - (this.#rows[0] as Row).at_us > KEPT_US) this.#rows.shift();
  }
}
