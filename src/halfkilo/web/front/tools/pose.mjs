// The pose model as MediaPipe's tasks want it, made from the files in the npm package @mediapipe/pose (Apache-2.0): a zip of the
// detector (finds a person) and the landmarks (33 points), each told how its input picture is normalised. Nothing is fetched.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pictureMetadata, withMetadata } from "./tflite.mjs";
import { zip } from "./zip.mjs";

/** Input ranges of the legacy solution's graphs: the detector wants -1 to 1, the landmarks want 0 to 1. */
const NORMALISED = { detector: [127.5, 127.5], landmarks: [0, 255] };
const DETECTOR = /"filename": "\/third_party\/mediapipe\/modules\/pose_detection\/pose_detection\.tflite", "start": (\d+), "end": (\d+)/;

/** The detector lies in a package of the legacy solution, whose loader tells from where to where. */
function detector(folder) {
  const loader = readFileSync(resolve(folder, "pose_solution_packed_assets_loader.js"), "utf8");
  const found = DETECTOR.exec(loader);
  if (!found) throw new Error("the pose package has no detector where its loader says; is it another version?");
  return readFileSync(resolve(folder, "pose_solution_packed_assets.data")).subarray(Number(found[1]), Number(found[2]));
}

/** The bundle's bytes; size: "lite" (quick) or "full". Null when the package isn't there. */
export function poseBundle(folder, size = "lite") {
  if (!existsSync(resolve(folder, `pose_landmark_${size}.tflite`))) return null;
  const landmarks = readFileSync(resolve(folder, `pose_landmark_${size}.tflite`));
  return zip([
    ["pose_detector.tflite", withMetadata(detector(folder), pictureMetadata(...NORMALISED.detector))],
    ["pose_landmarks_detector.tflite", withMetadata(landmarks, pictureMetadata(...NORMALISED.landmarks))],
  ]);
}
