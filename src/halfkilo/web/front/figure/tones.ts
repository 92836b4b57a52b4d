/** The page's own colours for the figure, read from its tokens, so that light, dark and print follow by themselves. 0 to 255. */

export type Rgb = readonly [number, number, number];
export type Tone = "skin" | "top" | "trousers" | "shoe" | "sole" | "hair" | "prop" | "cushion" | "wall" | "metal" | "load";

export interface Tones extends Readonly<Record<Tone, Rgb>> {
  readonly apricot: Rgb;
  readonly indigo: Rgb;
  /** Muscles at work. */
  readonly glow: Rgb;
  readonly shadow: Rgb;
  readonly dark: boolean;
}

/** The colours as they are on the page now. */
export function tonesOf(host: Element): Tones {
  const style = getComputedStyle(host);
  const token = (name: string, fallback: string): Rgb => parsed(style.getPropertyValue(name).trim() || fallback);
  const [paper, ink, soft, line] = [token("--paper", "#faf7f2"), token("--ink", "#1e2a2d"), token("--soft", "#55646a"), token("--line", "#d9d3c7")];
  return mixed(paper, ink, soft, line, token("--apricot", "#a34f0c"), token("--indigo", "#4a5c99"));
}

/** Everything mixed from six tokens: nothing here has a colour of its own. */
export function mixed(paper: Rgb, ink: Rgb, soft: Rgb, line: Rgb, apricot: Rgb, indigo: Rgb): Tones {
  const dark = sum(paper) < sum(ink);
  const shared = { apricot, indigo, dark, glow: blend(apricot, dark ? ink : paper, dark ? 0.05 : 0.4) };
  if (dark) {
    return { ...shared, skin: blend(blend(soft, apricot, 0.42), ink, 0.1), top: blend(blend(indigo, soft, 0.55), paper, 0.34), trousers: blend(soft, paper, 0.46),
      shoe: blend(soft, ink, 0.35), sole: blend(ink, soft, 0.3), hair: blend(soft, paper, 0.74), prop: blend(blend(line, soft, 0.34), apricot, 0.1), cushion: blend(line, indigo, 0.2),
      wall: blend(line, paper, 0.4), metal: blend(soft, paper, 0.3), load: apricot, shadow: [0, 0, 0] };
  }
  return { ...shared, skin: blend(blend(paper, apricot, 0.34), soft, 0.1), top: blend(blend(indigo, soft, 0.5), paper, 0.3), trousers: blend(blend(soft, ink, 0.16), indigo, 0.14),
    shoe: blend(ink, paper, 0.82), sole: blend(paper, soft, 0.2), hair: blend(ink, apricot, 0.22), prop: blend(blend(line, apricot, 0.14), paper, 0.3),
    cushion: blend(blend(line, indigo, 0.26), paper, 0.2), wall: blend(line, paper, 0.6), metal: blend(soft, ink, 0.3), load: apricot, shadow: blend(ink, soft, 0.3) };
}

export const blend = (a: Rgb, b: Rgb, t: number): Rgb => [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)];
const mix = (a: number, b: number, t: number): number => Math.round(a + (b - a) * t);
const sum = (a: Rgb): number => a[0] + a[1] + a[2];

function parsed(text: string): Rgb {
  const hex = text.startsWith("#") ? text.slice(1) : "";
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const numbers = full.length >= 6 ? [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) : (text.match(/[\d.]+/g) ?? []).map(Number);
  return [numbers[0] ?? 90, numbers[1] ?? 100, numbers[2] ?? 106];
}
