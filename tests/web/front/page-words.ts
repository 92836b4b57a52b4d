/** The words that a page hands over, read from the same files, for tests of modules without a page. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { speak, type Words } from "../../../src/halfkilo/web/front/words.ts";

const HERE = resolve(import.meta.dirname, "../../../src/halfkilo/words");

/** The keys and sentences of one file of words, without their tables. */
export function file(language: string, name: string): Words {
  const text = readFileSync(resolve(HERE, language, `${name}.toml`), "utf-8");
  return Object.fromEntries([...text.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, key, said]) => [key, said]));
}

/** Speak a language from now on. */
export function speakAs(language: string): void {
  speak({ ...file(language, "front"), ...file(language, "player") });
}

/** The lines of `language.toml`, as they are written there. */
export function language(code: string): Words {
  const text = readFileSync(resolve(HERE, code, "language.toml"), "utf-8");
  return Object.fromEntries([...text.matchAll(/^(\w+) = "?(.*?)"?$/gm)].map(([, key, said]) => [key, said as string]));
}
