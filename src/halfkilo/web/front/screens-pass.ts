/** The pass of a screen that belongs to a training session: from the site, for the session that is named or the one that is open. */

export interface Pass {
  readonly session: string;
  readonly ticket: string;
  readonly supervisor: string;
  /** Where the other screens are found, and whether a phone can open them. */
  readonly tv: string;
  readonly camera: string;
  readonly secure: boolean;
}

export function token(): string {
  return document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}

/** Null while no session is open, or the site does not answer. */
export async function screenPass(address: string, session: string): Promise<Pass | null> {
  const body = new URLSearchParams(session ? { session } : {});
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token() }, body }).catch(() => null);
  if (!answer?.ok || !answer.headers.get("content-type")?.includes("json")) return null;
  const pass = (await answer.json()) as Pass | { readonly session: null };
  return pass.session ? (pass as Pass) : null;
}
