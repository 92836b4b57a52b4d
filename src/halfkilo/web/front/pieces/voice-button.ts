/** Turns a page's voice on and off, and says which it is. */
import { button } from "../dom.ts";
import type { Voice } from "../player/device.ts";
import { t } from "../words.ts";

export function voiceButton(voice: Voice): HTMLButtonElement {
  const made = button(t(voice.on ? "step.voice_on" : "step.voice_off"), "quiet", () => {
    made.textContent = t(voice.toggle() ? "step.voice_on" : "step.voice_off");
    made.setAttribute("aria-pressed", String(voice.on));
  });
  made.setAttribute("aria-pressed", String(voice.on));
  return made;
}
