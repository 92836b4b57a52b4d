/** What is worn and held, and from where it is looked at: on the body, and not in the way of the face. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { aheadOf, axesOf, standFor, type View } from "../../../src/halfkilo/web/front/figure/camera.ts";
import type { Clip, Vec } from "../../../src/halfkilo/web/front/figure/clip.ts";
import { readFigure } from "../../../src/halfkilo/web/front/figure/figure-file.ts";
import { Skeleton } from "../../../src/halfkilo/web/front/figure/kinematics.ts";
import { loopRound, resting, roundBoth, wornAt } from "../../../src/halfkilo/web/front/figure/on-body.ts";
import { dot, long, minus } from "../../../src/halfkilo/web/front/figure/solids.ts";

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const file = readFileSync(new URL("../../../src/halfkilo/body/figure/middle.bin", import.meta.url));
const figure = readFigure(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
const clip = (slug: string): Clip => read(`../../../src/halfkilo/exercises/${slug}/clip.json`) as Clip;

function posed(slug: string, load: string, last = false): Skeleton {
  const body = new Skeleton(figure);
  const found = clip(slug);
  const rows = found.loads[load]?.angles ?? found.angles;
  body.pose(rows[last ? rows.length - 1 : 0] ?? [], { right: "rest", left: "rest" });
  return body;
}

for (const last of [false, true]) {
  test(`a weight lies across the hips between the hands, ${last ? "lifted" : "at rest"}`, () => {
    const body = posed("glute_bridge", "dumbbell", last);
    const [at, along] = resting(body, "pelvis");
    assert.ok(Math.abs(along[1]) > 0.99 && long(minus(at, body.site("pelvis"))) > 0.13);
    for (const side of ["right", "left"]) assert.ok(long(minus(at, body.site(`${side}_grip`))) < 0.14);
  });
}

test("a weight stands on the thigh just above the knee", () => {
  const body = posed("seated_calf_raise", "dumbbell");
  const [at, along] = resting(body, "right_knee");
  assert.ok(along[2] > 0.9 && at[2] > body.site("right_knee")[2] + 0.14);
});

for (const slug of ["seated_band_abduction", "clamshell", "standing_hip_abduction"]) {
  test(`${slug}: the band lies round both legs and closes`, () => {
    const [body, [from, to] = ["", ""]] = [posed(slug, "band", true), clip(slug).loads.band?.lines[0]];
    assert.ok(roundBoth(from, to));
    const [corners, along] = loopRound(body, from as string, to);
    const [[a, , radius], [b]] = [wornAt(body, from as string), wornAt(body, to)];
    const away = (corner: Vec, from: Vec): number => {
      const way = minus(corner, from);
      return Math.sqrt(dot(way, way) - dot(way, along) ** 2);
    };
    for (const corner of corners) assert.ok(Math.abs(Math.min(away(corner, a), away(corner, b)) - radius) < 1e-6);
  });
}

test("a band from the foot to the hand is no loop", () => {
  assert.ok(!roundBoth("right_ball", "right_knuckle") && !roundBoth([0, 0, 0], "right_knee") && !roundBoth("left_ball", "right_ankle"));
});

for (const slug of ["calf_stretch_wall", "wall_push_up", "wall_slide_arm", "knee_to_wall", "plank_wall"]) {
  test(`${slug}: nobody is looked at through the wall`, () => {
    const ahead = aheadOf(clip(slug), null);
    for (const view of ["side", "front", "turned"] satisfies View[]) assert.ok(axesOf(standFor(view, "stand", ahead)).near[0] < 0);
  });
}

for (const slug of ["triceps_pushdown", "seated_pulldown", "face_pull", "straight_arm_pulldown"]) {
  test(`${slug}: no post stands before the face`, () => {
    const [found, at] = [clip(slug), 3 * clip(slug).points.indexOf("head")];
    const { right } = axesOf(standFor("front", found.base, aheadOf(found, "cable")));
    for (const [from] of found.loads.cable?.lines ?? []) {
      for (const frame of [found.frames[0] ?? [], found.frames[found.frames.length - 1] ?? []]) {
        const post: Vec = [(Number(from[0]) + 120) / 1000, Number(from[1]) / 1000, 0];
        const head: Vec = [(frame[at] ?? 0) / 1000, (frame[at + 1] ?? 0) / 1000, 0];
        assert.ok(Number(from[2]) + 140 < (frame[at + 2] ?? 0) - 180 || Math.abs(dot(minus(post, head), right)) >= 0.18 - 1e-9);
      }
    }
  });
}
