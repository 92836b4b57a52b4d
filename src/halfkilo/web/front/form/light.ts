/** Whether a picture shows anything: how bright it is, and whether it is all the same, as behind a finger. */

export interface Light {
  readonly dark: boolean;
  readonly covered: boolean;
}

const SIZE = 16;
/** Mean brightness (0 to 255) below which a body can't be told from the wall behind it. */
const DARK = 32;
/** A room has corners: a picture whose brightness hardly differs anywhere is covered. */
const EVEN = 4;

let canvas: HTMLCanvasElement | null = null;

/** Judge brightnesses, 0 to 255. */
export function judge(values: readonly number[]): Light {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length));
  const covered = spread < EVEN;
  return { dark: !covered && mean < DARK, covered };
}

/** Look at a video's picture, made very small; the small one is forgotten at once. */
export function lightOf(video: HTMLVideoElement): Light {
  canvas ??= Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (!brush || !video.videoWidth) return { dark: false, covered: false };
  brush.drawImage(video, 0, 0, SIZE, SIZE);
  const { data } = brush.getImageData(0, 0, SIZE, SIZE);
  brush.clearRect(0, 0, SIZE, SIZE);
  return judge(Array.from({ length: SIZE * SIZE }, (_, at) => 0.3 * (data[4 * at] ?? 0) + 0.59 * (data[4 * at + 1] ?? 0) + 0.11 * (data[4 * at + 2] ?? 0)));
}
