/** How light falls: matte, from above and beside the viewer, and less of it where the body comes near itself, the floor or a thing. */

/** Rounds that stand for the body where it takes light away: each from a to b with a radius. */
export const CAPSULES = 19;

const LIGHT = `
vec3 matte(vec3 tone, vec3 n, float open, vec3 key, float dusk) {
  float sky = 0.5 + 0.5 * n.z;
  float lit = clamp(dot(n, key) * 0.62 + 0.38, 0.0, 1.0);
  float light = mix(0.36, 0.62, sky) * mix(0.45, 1.0, open) + 0.56 * lit * lit * mix(0.72, 1.0, open);
  vec3 warmth = mix(vec3(0.94, 0.97, 1.06), vec3(1.03, 1.0, 0.96), clamp(lit * 0.6 + sky * 0.4, 0.0, 1.0));
  return tone * light * warmth * dusk;
}
vec3 seen(vec3 c) {
  return mix(c * 12.92, 1.055 * pow(max(c, vec3(0.0)), vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}`;

/** How much of the sky a point with this normal still sees beside the body's rounds: 1 is all. */
const OPEN = `
uniform vec4 roundA[${CAPSULES}];
uniform vec3 roundB[${CAPSULES}];
float openTo(vec3 p, vec3 n) {
  float open = 1.0;
  for (int i = 0; i < ${CAPSULES}; i++) {
    vec3 ba = roundB[i] - roundA[i].xyz, pa = p - roundA[i].xyz;
    vec3 d = ba * clamp(dot(pa, ba) / max(dot(ba, ba), 1e-6), 0.0, 1.0) - pa;
    float l = max(length(d), 1e-4), s = min(roundA[i].w / l, 1.0);
    open *= 1.0 - 0.8 * max(dot(d, n) / l, 0.0) * s * s;
  }
  return open;
}`;

export const SKIN_VERTEX = (bones: number): string => `
precision highp float;
uniform mat4 projectionMatrix, modelViewMatrix;
uniform vec4 bones[${bones * 3}];
uniform vec3 tones[6];
uniform vec3 apricot;
uniform float unit;
in vec3 position; in vec3 normal; in float part; in float work; in vec4 bone; in vec4 weight;
out vec3 tone; out vec3 facing; out vec3 place; out float open;
${OPEN}
void main() {
  vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
  for (int k = 0; k < 4; k++) {
    int at = int(bone[k] + 0.5) * 3;
    x += bones[at] * weight[k]; y += bones[at + 1] * weight[k]; z += bones[at + 2] * weight[k];
  }
  vec4 rest = vec4(position * unit, 1.0);
  place = vec3(dot(x, rest), dot(y, rest), dot(z, rest));
  facing = normalize(vec3(dot(x.xyz, normal), dot(y.xyz, normal), dot(z.xyz, normal)));
  open = openTo(place, facing) * mix(0.6, 1.0, smoothstep(-0.02, 0.2, place.z));
  tone = mix(tones[int(part + 0.5)], apricot, work);
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
}`;

export const SKIN_FRAGMENT = `
precision highp float;
uniform vec3 key, near;
uniform float dusk;
in vec3 tone; in vec3 facing; in vec3 place; in float open;
out vec4 colour;
${LIGHT}
void main() {
  vec3 n = normalize(facing);
  vec3 c = matte(tone, n, open, key, dusk);
  float edge = pow(1.0 - max(dot(n, near), 0.0), 3.0);
  c += tone * edge * 0.16 * open;
  colour = vec4(seen(c), 1.0);
}`;

export const THING_VERTEX = `
precision highp float;
uniform mat4 projectionMatrix, modelViewMatrix, modelMatrix;
in vec3 position; in vec3 normal;
out vec3 facing; out vec3 place;
uniform vec3 home;
void main() {
  place = (modelMatrix * vec4(position, 1.0)).xyz - home;
  facing = normalize(mat3(modelMatrix) * normal);
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;

export const THING_FRAGMENT = `
precision highp float;
uniform vec3 tone, key, near;
uniform float alpha, shaded, dusk;
in vec3 facing; in vec3 place;
out vec4 colour;
${LIGHT}
${OPEN}
void main() {
  vec3 n = normalize(facing);
  float open = mix(1.0, openTo(place, n), shaded);
  open *= mix(0.7, 1.0, smoothstep(-0.01, 0.12, place.z));
  colour = vec4(seen(matte(tone, n, open, key, dusk)), 1.0) * alpha;
}`;

/** Most boxes that leave a shadow on the floor. */
export const BOXES = 10;

export const FLOOR_VERTEX = `
precision highp float;
uniform mat4 projectionMatrix, modelViewMatrix;
uniform vec4 span;
in vec3 position;
out vec2 place; out float sky;
${OPEN}
void main() {
  place = span.xy + position.xy * span.zw;
  sky = openTo(vec3(place, 0.0), vec3(0.0, 0.0, 1.0));
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 0.0, 1.0);
}`;

export const FLOOR_FRAGMENT = `
precision highp float;
uniform vec3 shadow;
uniform float strength;
uniform vec4 span;
uniform vec4 boxes[${BOXES}];
uniform float lifts[${BOXES}];
in vec2 place; in float sky;
out vec4 colour;
void main() {
  float open = sky;
  for (int i = 0; i < ${BOXES}; i++) {
    if (boxes[i].z <= 0.0) break;
    vec2 d = max(abs(place - boxes[i].xy) - boxes[i].zw, 0.0);
    float reach = 0.05 + lifts[i] * 0.6;
    open *= 1.0 - 0.5 * exp(-dot(d, d) / (reach * reach)) / (1.0 + lifts[i] * 7.0);
  }
  vec2 rim = abs(place - span.xy) / max(span.zw, vec2(1e-4));
  float fade = (1.0 - smoothstep(0.6, 1.0, rim.x)) * (1.0 - smoothstep(0.6, 1.0, rim.y));
  float a = (1.0 - open) * strength * fade;
  colour = vec4(shadow * a, a);
}`;

export const RING_VERTEX = `
precision highp float;
uniform mat4 projectionMatrix, modelViewMatrix;
uniform float size;
in vec3 position;
out vec2 place;
void main() {
  place = position.xy;
  vec4 at = modelViewMatrix * vec4(0.0, 0.0, 0.0, 1.0);
  gl_Position = projectionMatrix * (at + vec4(position.xy * size, 0.0, 0.0));
}`;

export const RING_FRAGMENT = `
precision highp float;
uniform vec3 tone;
in vec2 place;
out vec4 colour;
void main() {
  float r = length(place);
  float soft = fwidth(r);
  float line = 1.0 - smoothstep(0.035, 0.035 + soft * 1.5, abs(r - 0.72));
  float glow = 0.3 * exp(-pow((r - 0.72) / 0.13, 2.0));
  float a = max(line * 0.9, glow) + 0.07 * (1.0 - smoothstep(0.6, 0.72, r));
  a *= 1.0 - smoothstep(0.95, 1.0, r);
  colour = vec4(tone * a, a);
}`;
