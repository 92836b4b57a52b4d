/** The figure's colours: cloth, skin and things from the one file that films read too; apricot and indigo are the page's own. 0 to 255. */
import KEPT from "../../../body/figure/tones.json" with { type: "json" };
import type { Skin } from "./shapes.ts";

export type Rgb = readonly [number, number, number];
export type Tone = "skin" | "top" | "trousers" | "shoe" | "sole" | "hair" | "prop" | "cushion" | "wall" | "metal" | "load";

export interface Tones extends Readonly<Record<Tone, Rgb>> {
  readonly paper: Rgb;
  readonly ink: Rgb;
  readonly apricot: Rgb;
  readonly indigo: Rgb;
  /** Muscles at work. */
  readonly glow: Rgb;
  readonly shadow: Rgb;
  readonly dark: boolean;
}

/** The colours as they are on the page now: light or dark as its paper is. */
export function tonesOf(host: Element, skin: Skin): Tones {
  const style = getComputedStyle(host);
  const token = (name: string, fallback: string): Rgb => parsed(style.getPropertyValue(name).trim() || fallback);
  const [paper, ink] = [token("--paper", "#faf7f2"), token("--ink", "#1e2a2d")];
  const theme = sum(paper) < sum(ink) ? "dark" : "light";
  const { work, shadow, ...cloth } = KEPT[theme];
  const all = Object.fromEntries(Object.entries(cloth).map(([name, value]) => [name, parsed(value)])) as Record<keyof typeof cloth, Rgb>;
  const [apricot, indigo] = [token("--apricot", "#b4590f"), token("--indigo", "#4a5c99")];
  return {
    ...all, skin: parsed(KEPT.skin[theme][skin]), hair: parsed(KEPT.hair[theme][skin]), load: apricot,
    paper, ink, apricot, indigo, glow: parsed(work), shadow: parsed(shadow), dark: theme === "dark",
  };
}

const sum = (a: Rgb): number => a[0] + a[1] + a[2];

function parsed(text: string): Rgb {
  const hex = text.startsWith("#") ? text.slice(1) : "";
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const numbers = full.length >= 6 ? [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) : (text.match(/[\d.]+/g) ?? []).map(Number);
  return [numbers[0] ?? 90, numbers[1] ?? 100, numbers[2] ?? 106];
}
