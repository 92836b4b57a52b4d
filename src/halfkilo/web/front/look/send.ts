/** Sends what was taken just as the form would send files, and reads the page that comes back. */
import { lines, packed } from "../form/kept.ts";
import type { Seen } from "../form/wire.ts";

/** kept: the site has all of it. problems: what the site could not read, by part, in its words; "" is the whole. */
export type Sent = { readonly kept: true } | { readonly kept: false; readonly problems: ReadonlyMap<string, string> } | null;

export async function send(form: HTMLFormElement, takes: ReadonlyMap<string, readonly Seen[]>): Promise<Sent> {
  const body = new FormData(form);
  for (const field of form.querySelectorAll<HTMLInputElement>('input[type="file"]')) body.delete(field.name);
  for (const [name, seen] of takes) body.set(name, await packed(lines(seen)), "take.jsonl.gz");
  const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") return { kept: true };
  if (answer?.status !== 422) return null;
  return { kept: false, problems: problems(await answer.text(), [...takes.keys()]) };
}

function problems(page: string, names: readonly string[]): Map<string, string> {
  const read = new DOMParser().parseFromString(page, "text/html");
  const said = names.map((name) => [name, read.getElementById(`${name}-problem`)?.textContent ?? ""] as const).filter(([, text]) => text);
  const whole = read.querySelector('#take .problem[role="alert"]')?.textContent ?? "";
  return new Map(whole ? [...said, ["", whole]] : said);
}
