/** Digits typed one after the other as one answer from 0 to 10. */

const PAUSE = 700; // ms within which a 0 after a 1 still means ten

/** The last digit typed and when (ms). */
export interface Typed {
  readonly value: number;
  readonly at: number;
}

/** The answer after `key` was pressed at `now`, or `null` when the key is no digit. "1" then "0" soon after is 10. */
export function typed(before: Typed | null, key: string, now: number): Typed | null {
  if (!/^[0-9]$/.test(key)) return null;
  const ten = key === "0" && before?.value === 1 && now - before.at <= PAUSE;
  return { value: ten ? 10 : Number(key), at: now };
}
