/**
 * Entries on their way to the site. Each is written to this device before the screen moves on, sent in batches, and kept
 * until the site has answered for it; sending twice does no harm because the site knows the id.
 * Entries of one person are never sent under another: the person is part of the key.
 */

/** An entry as it goes over the wire. `at` is local time with its offset. */
export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly version: 1;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The site's word on one entry. */
export interface Result {
  readonly id: string;
  readonly status: "stored" | "same" | "refused";
  readonly message?: string;
}

/** Sends a batch; rejects when the site can't be reached. */
export type Send = (entries: readonly Entry[]) => Promise<readonly Result[]>;

const BATCH = 50;
const PATIENCE = [1000, 2000, 5000, 15_000, 30_000]; // ms between tries

export class Queue {
  readonly #store: Storage;
  readonly #prefix: string;
  readonly #refused: string;
  readonly #send: Send;
  readonly #changed: (waiting: number, online: boolean) => void;
  #busy = false;
  #misses = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Storage, person: string, send: Send, changed: (waiting: number, online: boolean) => void) {
    this.#store = store;
    this.#prefix = `halfkilo.entry.${person}.`;
    this.#refused = `halfkilo.refused.${person}.`;
    this.#send = send;
    this.#changed = changed;
  }

  /** Keeps an entry on this device, then tries to send. Throws when the device has no room: the caller must say so. */
  add(entry: Entry): void {
    this.#store.setItem(this.#prefix + entry.id, JSON.stringify(entry));
    this.#tell(this.#misses === 0);
    void this.flush();
  }

  /** Entries still waiting, oldest first. */
  waiting(): Entry[] {
    return this.#kept(this.#prefix);
  }

  /** Entries the site did not take, kept so that nothing is lost silently. */
  refused(): Entry[] {
    return this.#kept(this.#refused);
  }

  #kept(prefix: string): Entry[] {
    const keys = Array.from({ length: this.#store.length }, (_, n) => this.#store.key(n) ?? "");
    const mine = keys.filter((key) => key.startsWith(prefix)).sort();
    return mine.map((key) => JSON.parse(this.#store.getItem(key) ?? "null") as Entry).filter(Boolean);
  }

  /** Sends what waits; resolves when this try is over, however it went. */
  async flush(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    try {
      for (let batch = this.#next(); batch.length; batch = this.#next()) await this.#sendOne(batch);
      this.#misses = 0;
      this.#tell(true);
    } catch {
      this.#later(); // no connection or no clear answer: everything is still here
    } finally {
      this.#busy = false;
    }
  }

  #next(): Entry[] {
    return this.waiting().slice(0, BATCH);
  }

  async #sendOne(batch: readonly Entry[]): Promise<void> {
    const results = await this.#send(batch);
    const known = new Set(batch.map((entry) => entry.id));
    const heard = results.filter((result) => known.has(result.id));
    if (!heard.length) throw new Error("the site answered for none of the entries sent");
    for (const result of heard) this.#settle(result);
  }

  #settle(result: Result): void {
    const key = this.#prefix + result.id;
    const text = this.#store.getItem(key);
    if (result.status === "refused" && text) this.#store.setItem(this.#refused + result.id, text);
    this.#store.removeItem(key);
  }

  #later(): void {
    const pause = PATIENCE[Math.min(this.#misses, PATIENCE.length - 1)];
    this.#misses += 1;
    this.#tell(false);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  #tell(online: boolean): void {
    this.#changed(this.waiting().length, online);
  }
}

/** Posts a batch to the site with its request token. */
export function sender(address: string, token: () => string): Send {
  return async (entries) => {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ entries }),
    });
    if (!answer.ok) throw new Error(`the site answered ${answer.status}`);
    return ((await answer.json()) as { results: Result[] }).results;
  };
}
