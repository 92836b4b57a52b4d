/** What the player asks of the device it runs on: a voice, a screen that stays awake. */

import { t } from "./words.ts";

const VOICE = "halfkilo.voice";

/** The voice to speak a language with: its own region first ("de-DE"), then any of the language; none when there is none. */
export function voiceFor<V extends Pick<SpeechSynthesisVoice, "lang">>(voices: readonly V[], tag: string): V | undefined {
  const plain = (lang: string): string => lang.replace("_", "-").toLowerCase();
  const [whole, language] = [plain(tag), plain(tag).split("-")[0] as string];
  return voices.find((one) => plain(one.lang) === whole) ?? voices.find((one) => plain(one.lang).split("-")[0] === language);
}

/** The browser's own voice; silent unless the person turned it on and the device has one. */
export class Voice {
  on = localStorage.getItem(VOICE) === "on";

  /** Turns the voice on or off and remembers it on this device. */
  toggle(): boolean {
    this.on = !this.on;
    localStorage.setItem(VOICE, this.on ? "on" : "off");
    if (!this.on) this.hush();
    return this.on;
  }

  /** Says one thing; a newer thing replaces what is still being said. */
  say(text: string): void {
    if (!this.on || !("speechSynthesis" in window)) return;
    this.hush();
    if (this.mute) return;
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voiceFor(speechSynthesis.getVoices(), t("voice")) ?? null;
    said.lang = said.voice?.lang ?? t("voice");
    said.rate = 0.95;
    speechSynthesis.speak(said);
  }

  /** Whether the device has voices but none for this language: another one would only make noise of it. */
  get mute(): boolean {
    const voices = "speechSynthesis" in window ? speechSynthesis.getVoices() : [];
    return voices.length > 0 && !voiceFor(voices, t("voice"));
  }

  hush(): void {
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }
}

/** Keeps the screen awake while wanted; asked again when the page comes back into view. */
export class Awake {
  #wanted = false;
  #lock: WakeLockSentinel | null = null;

  constructor() {
    document.addEventListener("visibilitychange", () => void this.#apply());
  }

  set(wanted: boolean): void {
    this.#wanted = wanted;
    void this.#apply();
  }

  async #apply(): Promise<void> {
    if (!("wakeLock" in navigator)) return; // needs a secure page; without it the screen follows the device's setting
    if (!this.#wanted) {
      await this.#lock?.release();
      this.#lock = null;
      return;
    }
    if (document.visibilityState !== "visible" || (this.#lock && !this.#lock.released)) return;
    try {
      this.#lock = await navigator.wakeLock.request("screen");
    } catch {
      this.#lock = null; // low battery or refused: training goes on
    }
  }
}
