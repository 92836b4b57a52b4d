/** What the player asks of the device it runs on: a voice, a screen that stays awake. */

const VOICE = "halfkilo.voice";

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
    const said = new SpeechSynthesisUtterance(text);
    said.lang = document.documentElement.lang || "en";
    said.rate = 0.95;
    speechSynthesis.speak(said);
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
