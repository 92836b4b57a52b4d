/**
 * What the player and the coach beside the camera tell each other, as events on the document. Either may be missing: the player trains without
 * a coach, and a coach that is gone is only silent.
 */
import type { Item } from "./session.ts";
import type { Beat } from "./tempo.ts";

/** What the player does now (`halfkilo:doing`). `screen` is the player's own; null between exercises. */
export interface Now {
  readonly session: string;
  readonly screen: string;
  readonly item: Pick<Item, "exercise" | "side" | "load" | "range" | "faults" | "count" | "grams" | "view" | "variant" | "target" | "sets" | "pieces" | "tempo" | "step"> | null;
  readonly set: number;
  /** Seconds of the rest that begins now. */
  readonly rest: number;
}

/** Where the screen stands (`halfkilo:moved`), told when it changes: what is counted, the moment of the movement, and whether the gym waits for the person's presses. */
export interface Moved {
  readonly count: number;
  readonly beat: Beat | null;
  readonly arming: boolean;
}

/** What a remote in the hand asks of the player (`halfkilo:remote`): what its own buttons do, and never a load. */
export type Remote = "done" | "next" | "stop";

/** What was seen of a set: the only word in it that the dose hears is `lost`, and only downwards. */
export interface SetTold {
  readonly lost: boolean;
  readonly form: { readonly by: string; readonly scores: readonly number[]; readonly cues: readonly string[] };
}

/** What the coach tells (`halfkilo:coach`): repetitions seen, or that it looks no longer; a baseline to keep. */
export interface Coach {
  readonly watching: boolean;
  readonly reps: number;
  readonly baseline?: Readonly<Record<string, unknown>>;
  /** The same cue was needed again: under load that is a reason to let go and ask why (DOSE.md G5). */
  readonly lost?: boolean;
}

/** How long the end of a set waits for the coach's word, ms. */
const WORD_MS = 500;

export function doing(now: Now): void {
  document.dispatchEvent(new CustomEvent<Now>("halfkilo:doing", { detail: now }));
}

export function onDoing(hear: (now: Now) => void): void {
  document.addEventListener("halfkilo:doing", (event) => hear((event as CustomEvent<Now>).detail));
}

export function moved(now: Moved): void {
  document.dispatchEvent(new CustomEvent<Moved>("halfkilo:moved", { detail: now }));
}

export function onMoved(hear: (now: Moved) => void): void {
  document.addEventListener("halfkilo:moved", (event) => hear((event as CustomEvent<Moved>).detail));
}

export function remoted(remote: Remote): void {
  document.dispatchEvent(new CustomEvent<Remote>("halfkilo:remote", { detail: remote }));
}

export function onRemote(hear: (remote: Remote) => void): void {
  document.addEventListener("halfkilo:remote", (event) => hear((event as CustomEvent<Remote>).detail));
}

/** The camera is another device (`halfkilo:far-camera`): where the mirror would be stands how to bring it here. */
export function lookFar(invitation: HTMLElement): void {
  document.dispatchEvent(new CustomEvent<HTMLElement>("halfkilo:far-camera", { detail: invitation }));
}

export function onFar(hear: (invitation: HTMLElement) => void): void {
  document.addEventListener("halfkilo:far-camera", (event) => hear((event as CustomEvent<HTMLElement>).detail));
}

export function coached(coach: Coach): void {
  document.dispatchEvent(new CustomEvent<Coach>("halfkilo:coach", { detail: coach }));
}

export function onCoach(hear: (coach: Coach) => void): void {
  document.addEventListener("halfkilo:coach", (event) => hear((event as CustomEvent<Coach>).detail));
}

/** Asks what was seen of the set that ends now (`halfkilo:set-over`); nothing when nobody answers in time. */
export function setOver(): Promise<SetTold | null> {
  return new Promise((resolve) => {
    const late = window.setTimeout(() => resolve(null), WORD_MS);
    const answer = (told: SetTold): void => {
      window.clearTimeout(late);
      resolve(told);
    };
    document.dispatchEvent(new CustomEvent("halfkilo:set-over", { detail: answer }));
  });
}

export function onSetOver(hear: (answer: (told: SetTold) => void) => void): void {
  document.addEventListener("halfkilo:set-over", (event) => hear((event as CustomEvent<(told: SetTold) => void>).detail));
}

/** Speaks as the player does (`halfkilo:speak`): only when the person has turned its voice on. */
export function speak(text: string): void {
  document.dispatchEvent(new CustomEvent<string>("halfkilo:speak", { detail: text }));
}

export function onSpeak(hear: (text: string) => void): void {
  document.addEventListener("halfkilo:speak", (event) => hear((event as CustomEvent<string>).detail));
}
