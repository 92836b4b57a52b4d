/** Who of several is the person: the one nearest to where they were, else the largest. */

type Body = readonly (readonly [number, number])[];

const HIPS = [23, 24] as const;
const TALL = [0, 27, 28] as const;

function middle(body: Body): readonly [number, number] {
  const [left, right] = [body[HIPS[0]] ?? [0.5, 0.5], body[HIPS[1]] ?? [0.5, 0.5]];
  return [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
}

function height(body: Body): number {
  const ys = TALL.map((at) => body[at]?.[1] ?? 0);
  return Math.max(...ys) - Math.min(...ys);
}

/** The index of the body to follow, -1 when there is none. */
export function follow(bodies: readonly Body[], last: Body | null): number {
  if (!bodies.length) return -1;
  const from = last && middle(last);
  const cost = (body: Body): number => {
    if (!from) return -height(body);
    const [x, y] = middle(body);
    return Math.hypot(x - from[0], y - from[1]);
  };
  return bodies.reduce((best, body, at) => (cost(body) < cost(bodies[best] as Body) ? at : best), 0);
}
