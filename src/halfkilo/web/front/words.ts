/** The words of a page: it hands them over in the data block `words`, in the language of the page (words/<language>/front.toml, player.toml). */
import { dataBlock, tongue } from "./dom.ts";

/** Sentences by key. */
export type Words = Readonly<Record<string, string>>;

let said: Words | null = null;

/** Speak with these words from now on, for pages and tests without a data block. */
export function speak(words: Words): void {
  said = words;
}

/** The words for a key with its facts filled in: `{name}`, and `{n:set|sets}` for a number with its noun. A missing one is its key in plain letters. */
export function t(key: string, facts: Readonly<Record<string, string | number>> = {}): string {
  said ??= (globalThis.document ? dataBlock<Words>("words") : null) ?? {};
  const text = said[key] ?? key.replaceAll("_", " ");
  return text.replace(/\{(\w+)(?::([^}|]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const fact = facts[name] ?? "";
    return one === undefined ? String(fact) : `${fact} ${isOne(Number(fact)) ? one : many}`;
  });
}

function isOne(count: number): boolean {
  return new Intl.PluralRules(tongue()).select(count) === "one";
}
