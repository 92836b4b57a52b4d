/** The three body shapes and the three skins, and where the choice of somebody without an account is kept. */

export type Shape = "slim" | "middle" | "broad";
export type Skin = "light" | "middle" | "deep";
export const SHAPES: readonly Shape[] = ["slim", "middle", "broad"];
export const SKINS: readonly Skin[] = ["light", "middle", "deep"];

const FILES: Readonly<Record<Shape, string>> = {
  slim: new URL("../../../body/figure/slim.bin", import.meta.url).href,
  middle: new URL("../../../body/figure/middle.bin", import.meta.url).href,
  broad: new URL("../../../body/figure/broad.bin", import.meta.url).href,
};
const YEAR = 400 * 24 * 3600;

export const addressOf = (shape: Shape): string => FILES[shape];

/** What is none of them is the middle one. */
export const shapeOf = (name: string | undefined): Shape => SHAPES.find((shape) => shape === name) ?? "middle";
export const skinOf = (name: string | undefined): Skin => SKINS.find((skin) => skin === name) ?? "middle";

/** Where a choice is kept: on the site for who is signed in, on this device for others. */
export interface Keeper {
  readonly address?: string | undefined;
  readonly token?: string | undefined;
}

/** Keeps a choice; a site that does not answer changes nothing of what is shown now. */
export function keepBuild(shape: Shape, skin: Skin, { address, token }: Keeper): void {
  if (!address) {
    document.cookie = `figure=${shape}-${skin}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    return;
  }
  const body = new URLSearchParams({ shape, skin });
  fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token ?? "" } }).catch((error: unknown) => console.info(String(error)));
}
