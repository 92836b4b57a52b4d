/** One set's points, kept in memory only when the person asked, and sent to the site after the set: "Keep this set". */
import { uuid7 } from "../player/uuid7.ts";
import type { Seen } from "./wire.ts";

const MOST_FRAMES = 18_000;

export interface About {
  readonly exercise: string;
  readonly side: string;
  readonly session: string;
  readonly number: number;
  readonly grams: number;
}

/** A set as the site takes it: a line for the layout, then one for each look, seconds from the beginning. */
export function lines(seen: readonly Seen[]): string {
  const first = seen[0]?.ms ?? 0;
  const row = ({ ms, world }: Seen): string => JSON.stringify({ time: Math.round(ms - first) / 1000, points: world });
  return [JSON.stringify({ layout: "mediapipe" }), ...seen.filter(({ world }) => world.length > 0).map(row)].join("\n");
}

export async function packed(text: string): Promise<Blob> {
  const plain = new Blob([text]);
  return "CompressionStream" in globalThis ? await new Response(plain.stream().pipeThrough(new CompressionStream("gzip"))).blob() : plain;
}

export class Kept {
  wanted = false;
  #seen: Seen[] = [];

  begin(): void {
    this.#seen = [];
  }

  see(seen: Seen): void {
    if (this.wanted && this.#seen.length < MOST_FRAMES) this.#seen.push(seen);
  }

  /** Sends what was kept, once; whether the site has it. Each set is asked for anew. */
  async send(about: About, token: string): Promise<boolean> {
    const seen = this.#seen.splice(0);
    if (!this.wanted || !seen.length) return false;
    const { exercise, side, session, number, grams } = about;
    const query = new URLSearchParams({ exercise, side, id: uuid7(), session, number: String(number), grams: String(grams) });
    const answer = await fetch(`/api/form/recordings?${query}`, { method: "POST", headers: { "X-CSRFToken": token }, body: await packed(lines(seen)) }).catch(() => null);
    return answer?.ok ?? false;
  }
}
