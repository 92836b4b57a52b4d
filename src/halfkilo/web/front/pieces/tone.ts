/** A short tone: whoever stands with their back to the screen, or far from it, hears when something begins and ends. */
export class Tone {
  #context: AudioContext | null = null;

  /** The first one has to follow a touch: it wakes the device's sound. */
  sound(hertz: number): void {
    this.#context ??= new AudioContext();
    const [source, gain] = [this.#context.createOscillator(), this.#context.createGain()];
    source.frequency.value = hertz;
    gain.gain.setValueAtTime(0.2, this.#context.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.001, this.#context.currentTime + 0.4);
    source.connect(gain).connect(this.#context.destination);
    source.start();
    source.stop(this.#context.currentTime + 0.4);
  }
}
