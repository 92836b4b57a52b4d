/** Turning, tilting and coming nearer, with a finger, a mouse or the keys. */

/** Radians of turn per pixel dragged. */
const DRAG = 1 / 150;
const STEP = Math.PI / 12;
const CLOSER = 1.2;

/** By how much to turn and tilt (radians) and come nearer (a factor). */
export type Wish = (yaw: number, pitch: number, zoom: number) => void;

/** Lets a canvas be turned; `end` undoes it. */
export function handsOn(canvas: HTMLCanvasElement, wish: Wish, ended: () => void): void {
  const held = new Map<number, readonly [number, number]>();
  const apart = (): number => {
    const [a, b] = [...held.values()];
    return a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
  };
  canvas.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, [event.clientX, event.clientY]);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const from = held.get(event.pointerId);
    if (!from) return;
    const before = apart();
    held.set(event.pointerId, [event.clientX, event.clientY]);
    if (held.size > 1) return before ? wish(0, 0, apart() / before) : undefined;
    wish((from[0] - event.clientX) * DRAG, (event.clientY - from[1]) * DRAG * 0.6, 1);
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    canvas.addEventListener(end, (event) => {
      if (held.delete(event.pointerId) && !held.size) ended();
    });
  }
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // the wheel belongs to the page; a pinch on a touchpad arrives as ctrl and wheel
    event.preventDefault();
    wish(0, 0, Math.exp(-event.deltaY / 250));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => keyed(event, wish));
}

const KEYS: Readonly<Record<string, readonly [number, number, number]>> = {
  ArrowLeft: [STEP, 0, 1], ArrowRight: [-STEP, 0, 1], ArrowUp: [0, STEP / 2, 1], ArrowDown: [0, -STEP / 2, 1], "+": [0, 0, CLOSER], "=": [0, 0, CLOSER], "-": [0, 0, 1 / CLOSER],
};

function keyed(event: KeyboardEvent, wish: Wish): void {
  const by = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
  if (!by) return;
  event.preventDefault();
  wish(...by);
}
