/**
 * What the player needs from others, and nothing more: a figure that can show a moment of the movement, and a gym that
 * is asked by events on the document. Both may be missing; the player then works without them.
 */
import type { FaultWords, Words } from "../figure/controls.ts";
import type { Figure, Options as FigureOptions } from "../figure/figure.ts";
import type { How } from "../player-machine.ts";

export type { Figure, Options as FigureOptions } from "../figure/figure.ts";

/** What `figure.ts` exports. */
export interface FigureModule {
  readonly WORDS: Words;
  mount(host: HTMLElement, clip: string, options: FigureOptions): Promise<Figure>;
  often(figure: Figure, words: Words, faults: readonly FaultWords[], changed: (on: boolean) => void): readonly [HTMLElement, HTMLElement];
}

const modules = import.meta.glob<FigureModule>("../figure.ts");

/** Loads the figure when this build has one. */
export async function figureModule(): Promise<FigureModule | null> {
  const load = modules["../figure.ts"];
  return load ? await load() : null;
}

/** What the player asks of the gym for the set ahead (`halfkilo:hold`); grams per cable. */
export interface Hold {
  readonly exercise: string;
  readonly side: string;
  readonly grams: number;
  readonly pieces: number;
  readonly pulley: string | null;
}

/** What the gym tells (`halfkilo:gym`). `held` is the load read back, per cable; `null` means not known. */
export interface GymState {
  readonly connected: boolean;
  readonly held: number | null;
  readonly reps: number;
  /** The gym answers and waits for the person's own two presses: the pace waits with it. */
  readonly waiting?: boolean;
  /** The load the person's press would bring, grams per cable: never above the plan, sometimes below it. */
  readonly offered?: number;
  readonly message?: string;
  readonly stopped?: How;
}

/** Asks the gym to let go. Always allowed, from anywhere, however often. */
export function release(): void {
  document.dispatchEvent(new CustomEvent("halfkilo:release"));
}

/** Tells the gym what the person is about to lift; raising is between the person at the handles and the gym. */
export function ask(hold: Hold): void {
  document.dispatchEvent(new CustomEvent<Hold>("halfkilo:hold", { detail: hold }));
}

/** Listens to the gym. */
export function onGym(hear: (state: GymState) => void): void {
  document.addEventListener("halfkilo:gym", (event) => hear((event as CustomEvent<GymState>).detail));
}

/** What the person says after the spotter took half the load off (`halfkilo:spotted`). */
export type Spotted = "heavy" | "pain" | "fine";

export function spotted(answer: Spotted): void {
  document.dispatchEvent(new CustomEvent<Spotted>("halfkilo:spotted", { detail: answer }));
}

export function onSpotted(hear: (answer: Spotted) => void): void {
  document.addEventListener("halfkilo:spotted", (event) => hear((event as CustomEvent<Spotted>).detail));
}

/** How far the person moves in this exercise, cable position in millimetres, shown at no load and kept by their own press (`halfkilo:taught`). */
export interface Taught {
  readonly exercise: string;
  readonly ranges: readonly { readonly side: "left" | "right"; readonly least: number; readonly most: number }[];
}

export function teach(taught: Taught): void {
  document.dispatchEvent(new CustomEvent<Taught>("halfkilo:taught", { detail: taught }));
}

export function onTaught(hear: (taught: Taught) => void): void {
  document.addEventListener("halfkilo:taught", (event) => hear((event as CustomEvent<Taught>).detail));
}
