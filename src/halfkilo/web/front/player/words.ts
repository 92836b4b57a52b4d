/** What the player says. English stands here; a page may hand over another language in the data block `words`. */
import { dataBlock } from "../dom.ts";

const ENGLISH = {
  welcome: "{minutes} minutes, {count} exercises",
  welcome_hint: "Nothing runs away. Every screen waits for you.",
  begin: "Begin",
  resume: "Go on where you were",
  of: "{n} of {all}",
  set_of: "Set {n} of {all}",
  warm_up: "Warm-up", strength: "Strength", cardio: "Cardio", calm: "Calm down",
  left: "left side", right: "right side", both: "",
  ready: "I'm ready", start_set: "Start set {n}",
  setup: "Set up", cues: "While you move", faults: "If it looks like this", why: "Why {load}?", why_plain: "Why this?",
  per_cable: "kg on each cable", per_dumbbell: "kg in each hand", one_cable: "kg on the cable", one_dumbbell: "kg dumbbell", one_band: "kg band",
  body: "your own weight",
  pulley: "Pulley {place}", low: "low", middle: "in the middle", high: "high",
  sets: "{sets} sets, {target} each", range_some: "Only as far as is comfortable.", effort_easy: "Stop while it still feels easy.",
  reps: "{n} times", seconds: "{n} seconds", minutes: "{n} minutes",
  reps_of: "of {all}", seconds_of: "of {all} s", minutes_of: "of {all}",
  get_ready: "Get into place", in_seconds: "starts in {n}",
  there: "move", hold: "hold", back: "slowly back", rest_phase: "rest",
  done_all: "Done: {n}", done: "Done", fewer: "Another number", enough: "That was the last one.",
  without_gym: "Without the gym", held_now: "{unit}, held now", taken: "This session goes on in another window.",
  gym_looking: "Asking the gym.", gym_away: "The gym does not answer. You can go on without it.",
  gym_arm: "Hold, and move the handles once", gym_load: "Load {kg} kg", gym_clear: "Handles are down, nothing pulls",
  gym_simulated: "Simulated gym.", gym_ready: "No load. Hold the button and move the handles out and back.",
  gym_armed: "Ready. Nothing pulls until you press.", gym_holds: "The gym holds {kg} kg.", gym_unknown: "Not sure what the gym holds. Lower the handles.",
  gym_hazard: "The gym could not confirm that the load is off. Put the handles on the floor; if they pull, switch off at the wall.",
  gym_gone: "The gym stopped answering. The handles are lowering by themselves. If they don't, put them on the floor and switch off at the wall.",
  gym_way_out: "Way out: handles down, or switch at the wall.",
  find_step: "Finding a comfortable load, step {n}", find_target: "{target}, then say how it felt",
  find_title: "How was {load}?", find_hint: "Comfortable is what we look for: you could do about five more like it. Never the most you can.",
  more: "Easy. A little more: {load}", more_last: "Easy", comfortable: "Comfortable", too_much: "More than comfortable",
  rest: "Rest", rest_left: "{n} s left", rest_over: "Rested. Start when you like.", next_set: "Start set {n}", did: "You did {n} of {all}.", it_was_all: "It was all {all}", one_less: "one less", one_more: "one more", seconds_word: "seconds",
  next_up: "Next: {name}", next: "Next", skip: "Leave out", last_one: "This is the last set of the last exercise.",
  hurts: "Hurts", easier: "Easier", swap: "Swap", stop_here: "Stop here", stop: "Stop", stop_off: "load off", stop_plain: "put it down",
  eased_title: "The load is off. Breathe.", eased_plain: "Pause. Breathe.",
  eased_text: "What would you like to do with {name}?",
  go_lighter: "Go on with {load}", go_smaller: "Go on, a smaller movement", leave: "Leave this exercise for today", mistake: "I pressed it by mistake",
  swap_title: "Something else for the same purpose", swap_none: "There is no other exercise like this one that fits you today.", keep: "Keep {name}",
  reason_title: "Stopped. What was it?", reason_hint: "One tap, so the next session listens. Every answer is a good one.",
  by_machine: "The gym let go by itself, as it does when it isn't sure. If it was no wish of yours, go back and begin the set again.",
  by_let_go: "A handle went back quickly, so the gym let go. Nothing pulls now.", by_lowered: "The handles were put down, so the gym let go. Nothing pulls now.",
  pain: "It hurt", fatigue: "Tired", fear: "Didn't feel sure", time: "No time", other: "Something else", sign: "I feel unwell",
  sign_title: "What is it?", sign_hint: "Sit down first. Nothing is pulling.",
  chest_pressure: "Pressure or pain in my chest", faint_or_breathless: "Faint, or suddenly short of breath",
  new_weakness_numbness: "New numbness, or an arm or leg gives way", sharp_tearing: "A sharp, tearing pain", palpitations: "My heart races or stumbles",
  new_worst_headache: "A sudden headache like never before", saddle_numb: "Numb between the legs", bladder_bowel: "Bladder or bowel feels different",
  call: "Call {number}",
  care_title: "Stop for today and get help now.",
  care_text: "Call {number} if it is strong, new or not going away. Stay sitting. If somebody is near, call them. halfkilo gives no exercise until someone has looked at this.",
  onward_title: "All right.", onward_text: "You did {done} of {all}. That counts.",
  next_exercise: "Go on with {name}", finish: "Finish for today",
  ask_title: "How was {name}?", effort: "How hard was the last set?", peak: "Worst pain during it?", peak_in: "Worst pain in your {region} during it?", same: "Same as last time: effort {effort}, pain {peak}",
  close_title: "How is it now?", close_region: "{region} right now?", word_title: "In a word, today was",
  word_1: "good", word_2: "all right", word_3: "hard going", word_4: "too much", save: "Finish",
  done_title_all: "That was all of it.", done_title: "You did {done} of {all}. That is a session.",
  done_text: "Tomorrow morning, one tap about how you feel tells the next session what to do.", home: "Back to today",
  full: "This device has no room left to keep your entries. Please write this set down and free some space.",
  refused: "The site could not take {n} entries. They are kept on this device; see Your data.",
  voice_on: "Voice on", voice_off: "Voice off", across: "Large view", near: "Usual view",
  say_set: "{name}. {target}.", say_rest: "Rest.", say_last: "That was the last one.",
  scale_0: "none", scale_3: "a little", scale_5: "moderate", scale_7: "strong", scale_10: "worst imaginable",
  effort_0: "no effort", effort_3: "easy", effort_5: "some", effort_7: "hard", effort_10: "all I had", undo: "Undo",
} as const;

export type WordKey = keyof typeof ENGLISH;

let other: Partial<Record<WordKey, string>> | null = null;

/** The words for a key, with `{name}` places filled. */
export function t(key: WordKey, fill: Readonly<Record<string, string | number>> = {}): string {
  other ??= dataBlock<Partial<Record<WordKey, string>>>("words") ?? {};
  const text: string = other[key] ?? ENGLISH[key];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? ""));
}
