/**
 * The outline of a calm, standing adult, drawn by us as half a figure and mirrored, and where its regions lie.
 * Units: a sheet 200 wide and 470 high, the middle line at x = 100; points run from the crown down the viewer's right.
 */

type Point = readonly [number, number];

/** Half outline, crown to crotch, along the head, arm and leg. */
const HALF: readonly Point[] = [
  [100, 8], [112, 10], [121, 21], [122, 36], [118, 49], [111, 59], [110, 68], [114, 76], [128, 82], [141, 88], [149, 99],
  [153, 116], [156, 138], [160, 158], [164, 180], [168, 202], [171, 218], [174, 232], [172, 246], [166, 251], [162, 242],
  [161, 228], [157, 214], [150, 192], [144, 172], [140, 152], [136, 132], [133, 124], [132, 140], [130, 160], [128, 178],
  [130, 196], [134, 214], [137, 236], [136, 264], [132, 292], [128, 318], [129, 340], [130, 362], [126, 390], [121, 418],
  [120, 434], [126, 446], [130, 455], [124, 460], [110, 459], [106, 450], [107, 432], [107, 408], [106, 380], [108, 356],
  [108, 334], [107, 308], [106, 276], [103, 246], [100, 236],
];

/** A region one may tap: the journal's name and circles (x, y, radius) on the front and the back sheet. */
export interface Spot {
  readonly region: string;
  readonly front: readonly (readonly [number, number, number])[];
  readonly back: readonly (readonly [number, number, number])[];
}

/** On the front sheet the person's left is on the viewer's right, as in a mirror held by somebody else; on the back it is left. */
function pair(name: string, x: number, y: number, r: number): Spot[] {
  const [right, left] = [[200 - x, y, r], [x, y, r]] as const;
  return [
    { region: `${name}_left`, front: [left], back: [right] },
    { region: `${name}_right`, front: [right], back: [left] },
  ];
}

export const SPOTS: readonly Spot[] = [
  { region: "neck", front: [[100, 70, 12]], back: [[100, 68, 12]] },
  { region: "upper_back", front: [], back: [[100, 118, 22]] },
  { region: "low_back", front: [], back: [[100, 184, 20]] },
  ...pair("shoulder", 137, 96, 14),
  ...pair("elbow", 150, 164, 12),
  ...pair("wrist", 165, 217, 11),
  ...pair("hip", 122, 220, 15),
  ...pair("knee", 118, 332, 13),
  ...pair("ankle", 114, 428, 12),
];

const mirror = ([x, y]: Point): Point => [200 - x, y];

/** The whole outline as a smooth closed path (Catmull-Rom spline turned into cubic curves). */
export function outline(): string {
  const left = HALF.slice(1, -1).reverse().map(mirror);
  return smooth([...HALF, ...left]);
}

function smooth(points: readonly Point[]): string {
  const at = (n: number): Point => points[(n + points.length) % points.length] as Point;
  const two = (n: number): string => n.toFixed(1);
  let path = `M${at(0).map(two).join(" ")}`;
  for (let n = 0; n < points.length; n += 1) {
    const [a, b, c, d] = [at(n - 1), at(n), at(n + 1), at(n + 2)];
    const out = [b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6];
    const into = [c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6];
    path += `C${[...out, ...into, ...c].map(two).join(" ")}`;
  }
  return `${path}Z`;
}

/** Hairlines that make it a body: collar bones and chest in front, shoulder blades and spine behind. */
export const FRONT_LINES = "M86 88q8 5 12 4M114 88q-8 5-12 4M78 128q10 8 21 3M122 128q-10 8-21 3M100 196v4M76 322q6-4 12 0M112 322q6-4 12 0";
export const BACK_LINES = "M100 78v112M80 108q2 16 12 22M120 108q-2 16-12 22M74 232q12 12 25 6M126 232q-12 12-25 6";
