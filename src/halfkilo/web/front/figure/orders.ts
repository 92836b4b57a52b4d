/** What the page tells the worker that draws, and what it hears back. Plain data; of several of a kind the latest counts. */
import type { Clip, Phase } from "./clip.ts";
import type { Stand, View } from "./camera.ts";
import type { Tones } from "./tones.ts";

/** Muscles at work: names as in `exercises/muscles.py`. */
export interface Muscles {
  readonly main: readonly string[];
  readonly also: readonly string[];
}

/** All that decides a picture, besides the moment and where one looks from. */
export interface Showing {
  readonly phases: readonly Phase[];
  readonly playing: boolean;
  readonly speed: number;
  /** Which way of loading is shown: a key of the clip's `loads`. */
  readonly load: string | null;
  readonly muscles: Muscles | null;
  /** A site with a soft ring around it, such as `right_knee`. */
  readonly ring: string | null;
  /** Which of the clip's `faults` stands beside the good form. */
  readonly fault: number | null;
  /** Share of the way there at which the movement turns round. */
  readonly range: number;
  readonly tones: Tones;
  /** Size on the page in CSS pixels, and device pixels per CSS pixel. */
  readonly size: readonly [wide: number, high: number, dense: number];
  readonly seen: boolean;
  readonly calm: boolean;
  readonly left: boolean;
  readonly figure: string;
}

export type Order =
  | { readonly is: "open"; readonly id: number; readonly canvas: OffscreenCanvas; readonly clip: Clip; readonly showing: Showing; readonly stand: Stand }
  | { readonly is: "set"; readonly id: number; readonly change: Partial<Showing> }
  | { readonly is: "seek"; readonly id: number; readonly seconds: number }
  | { readonly is: "show"; readonly id: number; readonly frame: number; readonly mirror: boolean }
  | { readonly is: "look"; readonly id: number; readonly stand: Stand; readonly ease: boolean }
  | { readonly is: "covered"; readonly id: number }
  | { readonly is: "close"; readonly id: number };

export type Word =
  | { readonly is: "at"; readonly id: number; readonly seconds: number; readonly drawn: number }
  | { readonly is: "best"; readonly id: number; readonly view: View }
  | { readonly is: "cover"; readonly id: number; readonly picture: ImageBitmap }
  | { readonly is: "still"; readonly id: number; readonly why: string };
