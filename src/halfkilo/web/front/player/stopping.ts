/**
 * Which presses of a key are the stop while a load is on. A cheap clicker or pedal is a keyboard with a few odd keys, so every key
 * stops, but for those that a person needs to find their way: Tab and the modifiers always, Enter on something that can be pressed.
 */
import type { How } from "../player-machine.ts";

const WAY = new Set(["Tab", "Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock"]);
const BOARD = new Set([" ", "Escape", "Enter"]);
const PRESSABLE = "button, a[href], input, select, textarea, summary, [role='button']";

/** How this press stops, or null when it does not. Space and Escape stop whatever has focus. */
export function stopOf(event: Pick<KeyboardEvent, "key" | "repeat" | "target">): How | null {
  if (WAY.has(event.key)) return null;
  const on = event.target instanceof Element ? event.target.closest(PRESSABLE) : null;
  if (event.key === "Enter" && on) return null;
  return BOARD.has(event.key) ? "key" : "clicker";
}

/** The words that stop, from the person's language: `stop, halt`. Said alone or inside a sentence. */
export function saysStop(heard: string, words: string): boolean {
  const said = ` ${heard.toLowerCase().replace(/[.,!?।]/g, " ").replace(/\s+/g, " ")} `;
  return words.toLowerCase().split(",").map((word) => word.trim()).some((word) => word !== "" && said.includes(` ${word} `));
}

interface Heard { readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>; readonly resultIndex: number }
interface Recognizer {
  lang: string; continuous: boolean; interimResults: boolean; processLocally: boolean;
  onresult: ((event: Heard) => void) | null; onend: (() => void) | null; onerror: ((event: { readonly error: string }) => void) | null;
  start(): void; abort(): void;
}
interface Recognition { new (): Recognizer; available?(options: { langs: string[]; processLocally: boolean }): Promise<string> }

function recognition(): Recognition | null {
  const found = (window as unknown as Record<string, unknown>)["SpeechRecognition"];
  return typeof found === "function" ? (found as unknown as Recognition) : null;
}

/** Whether this browser hears words without sending them anywhere. Where it cannot promise that, there is no stop by voice. */
export async function hearsHere(language: string): Promise<boolean> {
  const found = recognition();
  if (!found?.available) return false;
  try {
    return (await found.available({ langs: [language], processLocally: true })) === "available";
  } catch {
    return false;
  }
}

/** Listens for the stop word while wanted; an extra, never the only way. */
export class Listening {
  readonly #language: string;
  readonly #words: string;
  readonly #stop: () => void;
  #wanted = false;
  #at: Recognizer | null = null;

  constructor(language: string, words: string, stop: () => void) {
    this.#language = language;
    this.#words = words;
    this.#stop = stop;
  }

  set(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#begin();
    else this.#at?.abort();
  }

  #begin(): void {
    const kind = recognition();
    if (!kind) return;
    const at = new kind();
    this.#at = at;
    Object.assign(at, { lang: this.#language, continuous: true, interimResults: true, processLocally: true });
    at.onresult = (event) => {
      for (let index = event.resultIndex; index < event.results.length; index += 1) {
        if (this.#wanted && saysStop(event.results[index]?.[0]?.transcript ?? "", this.#words)) this.#stop();
      }
    };
    at.onerror = (event) => { if (event.error === "not-allowed" || event.error === "service-not-allowed") this.#wanted = false; };
    at.onend = () => { if (this.#wanted && this.#at === at) window.setTimeout(() => this.#wanted && this.#begin(), 300); }; // it ends by itself
    at.start();
  }
}
