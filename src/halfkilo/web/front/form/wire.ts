/** What goes between the page, the pose model's worker and the coach (docs/form-live.md). */

/** One look: `ms` of the page's clock, how many people there are, and the points of the one who is followed: x, y, z in metres with visibility, and shares of the picture. */
export interface Seen {
  readonly ms: number;
  readonly people: number;
  readonly world: readonly (readonly [number, number, number, number])[];
  readonly picture: readonly (readonly [number, number])[];
}

/** What the worker is asked: to look at a picture, or (first of all, and whenever it changes) for how many people to look. */
export type Asked = { readonly picture: ImageBitmap; readonly ms: number } | { readonly people: number };

/** What the worker says. */
export type Told =
  | { readonly is: "open" }
  | { readonly is: "seen"; readonly seen: Seen }
  | { readonly is: "closed"; readonly why: "missing" | "broken" | "graphics"; readonly message?: string };

/** What the site hands out for one exercise (`POST /api/form/hello`). */
export interface Hello {
  readonly supervisor: string;
  readonly ticket: string;
  readonly baseline: unknown;
  readonly mirrored: boolean;
  readonly old: boolean;
}

/** What the person is about to do. `limit`: percent of the usual range that is far enough. */
export interface Doing {
  readonly session: string;
  readonly exercise: string;
  readonly side: string;
  readonly load: string;
  readonly limit: number;
}

export type Tempo = readonly [number, number, number];

/** What the coach says. */
export type Heard =
  | { readonly is: "waiting"; readonly for: string }
  | { readonly is: "welcome"; readonly view: string; readonly joints: readonly string[]; readonly baseline: boolean; readonly old: boolean; readonly known: boolean }
  | { readonly is: "setup"; readonly ok: boolean; readonly say: readonly string[]; readonly unseen: readonly string[]; readonly outline: Outline | null }
  | { readonly is: "moment"; readonly progress: number | null; readonly n: number; readonly held: number | null; readonly unseen: readonly string[]; readonly quiet: string }
  | { readonly is: "rep"; readonly n: number; readonly range: number | null; readonly unit: "degrees" | "mm"; readonly usual: number | null; readonly tempo: Tempo; readonly usual_tempo: Tempo | null; readonly score: number | null; readonly by: string }
  | { readonly is: "cue"; readonly key: string; readonly fault: number | null; readonly part: string | null; readonly confidence: number; readonly again?: boolean }
  | { readonly is: "praise"; readonly key: string }
  | ({ readonly is: "set_told"; readonly reps: number; readonly held: number | null; readonly lost: boolean } & FormTold)
  | { readonly is: "baseline"; readonly exercise: string; readonly side: string; readonly features: unknown; readonly form: unknown }
  | { readonly is: "remote"; readonly do: "done" | "next" | "stop" }
  | DoingTold
  | { readonly is: "refused"; readonly reason: string; readonly message: string };

/** What of a set goes into its entry. */
export interface FormTold {
  readonly scores: unknown;
  readonly cues: unknown;
  readonly by: string;
}

/** Where to stand, shares of the picture: the room of the whole movement, and in it the figure's sixteen joints as it begins (in the coach's order). */
export interface Outline {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Share of the picture's height that a metre takes. */
  readonly metre: number;
  readonly joints: readonly (readonly [number, number])[];
}

/** What the player says it shows now, for the other screens of its session; `exercise` null between exercises, `screen` "gone" when it left. */
export interface DoingTold {
  readonly is: "doing";
  readonly exercise: string | null;
  readonly screen: string;
  readonly side?: "left" | "right" | "both";
  readonly variant?: "cable" | "dumbbell" | "band" | "body";
  readonly set?: number;
  readonly sets?: number;
  readonly count?: "reps" | "seconds" | "minutes";
  readonly reached?: number;
  readonly target?: number;
  /** As read back where `held`, else as planned; per cable or dumbbell. */
  readonly grams?: number;
  readonly held?: boolean;
  readonly pieces?: number;
  readonly rest?: number;
  readonly tempo?: readonly [number, number, number, number];
  /** Seconds into the movement; null while it stands. */
  readonly running?: number | null;
  readonly range?: number;
}
