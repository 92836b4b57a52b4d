/** Readings of one kind from the supervisor: a ticket to watch, fetched anew before it ends, and a collector that hears. */
import { GymLink } from "../gym.ts";
import { Collector, type Kind, sensorsIn } from "../sensors.ts";

const TICKET_AGAIN_MS = 90_000; // it is good for two minutes

/** The site's own token against requests from elsewhere. */
export function token(): string {
  return document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}

/** Asks the site; null when it did not answer well. */
export async function post<T>(address: string, body: unknown): Promise<T | null> {
  const answer = await fetch(address, {
    method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify(body),
  }).catch(() => null);
  return answer?.ok ? ((await answer.json().catch(() => null)) as T | null) : null;
}

/** Watches; can load nothing. `heard` is called with every message, also with none of this kind in it. */
export class Watch {
  readonly readings: Collector;
  readonly #link: GymLink;
  #timer = 0;

  constructor(kind: Kind, private readonly ticket: string, heard: () => void) {
    this.readings = new Collector(kind);
    this.#link = new GymLink({
      now: (now) => {
        this.readings.hear(sensorsIn(now), performance.now());
        heard();
      },
      linked: (linked) => {
        if (linked) return;
        this.readings.hear({}, performance.now());
        heard();
      },
    });
  }

  async start(): Promise<void> {
    window.clearTimeout(this.#timer);
    const found = await post<{ readonly ticket: string; readonly supervisor: string }>(this.ticket, {});
    if (found) this.#link.connect(found.supervisor, found.ticket);
    this.#timer = window.setTimeout(() => void this.start(), TICKET_AGAIN_MS);
  }

  stop(): void {
    window.clearTimeout(this.#timer);
    this.#link.close();
  }
}
