/** The page of one device: what it says right now. It shows and can load nothing. */
import "./styles/gym.css";
import { dataBlock, h, kilograms } from "./dom.ts";
import { GymLink, type Now } from "./gym.ts";
import { Collector, type Sensors } from "./sensors.ts";
import { t } from "./words.ts";

interface Terms { readonly ticket: string; readonly name: string; readonly machine: boolean }

/** One bar with its words: position or force of one cable. */
class Bar {
  readonly node: HTMLElement;
  readonly #fill = h("i", {});
  readonly #words = h("span", {});
  readonly #most: number;

  constructor(label: string, most: number) {
    this.#most = most;
    this.node = h("div", { class: "bar" }, h("b", {}, label), h("div", { class: "rail", "aria-hidden": "true" }, this.#fill), this.#words);
  }

  show(value: number, words: string): void {
    this.#fill.style.inlineSize = `${Math.min(100, Math.max(0, (100 * value) / this.#most)).toFixed(1)}%`;
    this.#words.textContent = words;
  }
}

class Machine {
  readonly node: HTMLElement;
  readonly #bars = (["left", "right"] as const).map((side) => [new Bar(`${t(side)}, mm`, 1500), new Bar(`${t(side)}, kg`, 30_000)] as const);

  constructor() {
    this.node = h("div", { class: "live" }, ...this.#bars.flat().map((bar) => bar.node));
  }

  hear(now: Now): void {
    const row = now.readings.at(-1);
    if (!row) return;
    this.#bars.forEach(([place, force], index) => {
      const [mm, , grams] = row.slice(1 + 4 * index, 5 + 4 * index) as [number, number, number, number];
      place.show(mm, t("mm", { n: Math.max(0, mm) }));
      force.show(grams, t("kg", { kg: kilograms(Math.max(0, Math.round(grams / 100) * 100)) }));
    });
  }
}

class Gauge {
  readonly node: HTMLElement;
  readonly #big = h("p", { class: "huge" });
  readonly #force = new Collector("Force");
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    this.node = h("div", { class: "live" }, this.#big);
  }

  hear(now: Now): void {
    const own = now.sensors[this.#name];
    if (!own) return;
    this.#force.hear({ [this.#name]: own } as Sensors, performance.now());
    this.#big.textContent = this.#words(own);
  }

  #words(own: Readonly<Record<string, unknown>>): string {
    const grams = (key: string): number => Number((own[key] as { grams?: number } | undefined)?.grams ?? 0);
    if (own["HeartRate"]) return t("beats", { n: Number((own["HeartRate"] as { bpm?: number }).bpm ?? 0) });
    for (const key of ["Force", "Balance", "Mass"]) if (own[key]) return t("kg", { kg: kilograms(Math.round(grams(key) / 10) * 10) });
    return t("no_readings");
  }
}

async function begin(host: HTMLElement, terms: Terms): Promise<void> {
  const shown = terms.machine ? new Machine() : new Gauge(terms.name);
  host.replaceChildren(shown.node);
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
  const answer = await fetch(terms.ticket, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
  if (!answer?.ok) return;
  const { ticket, supervisor } = (await answer.json()) as { ticket: string; supervisor: string };
  const link = new GymLink({ now: (now) => shown.hear(now) });
  link.connect(supervisor, ticket);
  addEventListener("pagehide", () => link.close());
}

const host = document.getElementById("live");
const terms = dataBlock<Terms>("live-terms");
if (host && terms) void begin(host, terms);
