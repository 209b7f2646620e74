/** A view's dict as `blender_render.py` or our own writer saves it, as camera, pose and viewpoint. */
import { decodeNpy } from "../../../codecs/read-npy.js";
import type { Unpickled } from "../../../codecs/read-pickle.js";
import { cos, radians, sin, wrapTurn } from "../../../core/math.js";
import { cameraPosition, poseFromViewpoint } from "../../../geometry/viewpoint.js";
import type { Pose } from "../../../geometry/pose.js";
import { multiply3, type Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord } from "../../../sample/record.js";
import { importError, numberIn, numbersIn, rotationIn } from "../../import-error.js";

/** How far the matrix' camera may be from that of the angles, relative to the distance. */
const POSE_TOLERANCE = 0.01;

/** Offsets of a model, in degrees, that the original adds to the angles of its cameras. */
export interface ModelOffsets {
  azimuth: number;
  elevation: number;
}

/** What a dict says. */
export interface Dst3dView {
  /** Of the object whose front is −y: the model's offset about the vertical is taken out. */
  pose: Pose;
  focalOfWidth: number;
  principal: readonly [number, number];
  /** Angles where the model has offsets: they are not those of the pose alone. */
  viewpoint: Partial<ObjectRecord["viewpoint"]>;
  source: string;
}

/**
 * Reads a dict. `theta` and `phi` hold the model's offsets; what the original calls azimuth is theta + π/2, and what it
 * draws is `theta − azimuth` and `phi + elevation`. An angle that was folded back at the pole cannot be told from others.
 * @param fallback offsets from the CSV of models, for dicts without
 * @throws DatasetError E_RECORD for what is no such pickle, E_IMPORT for wrong values
 */
export function readDst3dAnnotation(bytes: Uint8Array, subject: string, fallback: ModelOffsets | null): Dst3dView {
  const dict = decodeNpy(bytes, subject).values[0];
  if (!(dict instanceof Map)) throw importError(subject, "holds no dict");
  const number = (key: string): number => numberIn(dict.get(key), subject, key);
  const raw = { azimuthRadians: wrapTurn(number("theta") + Math.PI / 2), elevationRadians: Math.PI / 2 - number("phi"), distance: number("dist") };
  if (!(raw.distance > 0)) throw importError(subject, `has a camera at distance ${raw.distance}`);
  const pose = poseOf(dict, raw, subject);
  const offset = (key: keyof ModelOffsets): number => (dict.has(key) ? number(key) : (fallback?.[key] ?? 0));
  const azimuth = radians(offset("azimuth"));
  const elevation = radians(offset("elevation"));
  const width = number("sensor_width");
  const focal = number("focal_length");
  if (!(width > 0 && focal > 0)) throw importError(subject, "has a lens without focal length or sensor");
  const [px, py] = numbersIn(arrayValues(dict.get("principal")), 2, subject, "principal");
  return {
    pose: { rotation: multiply3(pose.rotation, aboutVertical(azimuth)), translation: pose.translation },
    focalOfWidth: focal / width,
    principal: [px!, py!],
    viewpoint: azimuth === 0 && elevation === 0 ? {} : { ...folded(raw.azimuthRadians - azimuth, raw.elevationRadians - elevation), raw },
    source: typeof dict.get("source") === "string" ? (dict.get("source") as string) : "unknown",
  };
}

/** By the matrix where there is one, which must agree with the angles. */
function poseOf(dict: ReadonlyMap<string, Unpickled>, raw: { azimuthRadians: number; elevationRadians: number; distance: number }, subject: string): Pose {
  const byAngles = poseFromViewpoint({ ...raw, inPlaneRadians: dict.has("camera_rotation") ? numberIn(dict.get("camera_rotation"), subject, "camera_rotation") : 0 });
  if (!dict.has("modelview_matrix")) return byAngles;
  const m = numbersIn(arrayValues(dict.get("modelview_matrix")), 16, subject, "modelview_matrix");
  // OpenCV's y and z are turned round.
  const rotation = rotationIn([0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => (row === 0 ? 1 : -1) * m[row * 4 + column]!)), subject, "modelview_matrix");
  const pose: Pose = { rotation, translation: [m[3]!, -m[7]!, -m[11]!] };
  const [a, b] = [cameraPosition(pose), cameraPosition(byAngles)];
  if (a.some((place, axis) => Math.abs(place - b[axis]!) > POSE_TOLERANCE * raw.distance)) throw importError(subject, "has a modelview_matrix whose camera stands elsewhere than theta, phi and dist say");
  return pose;
}

function aboutVertical(angle: number): Matrix3 {
  const [c, s] = [cos(angle), sin(angle)];
  return [c, -s, 0, s, c, 0, 0, 0, 1];
}

/** Elevations beyond the pole are those of a camera on the other side. */
function folded(azimuthRadians: number, elevationRadians: number): { azimuthRadians: number; elevationRadians: number } {
  if (Math.abs(elevationRadians) <= Math.PI / 2) return { azimuthRadians: wrapTurn(azimuthRadians), elevationRadians };
  return { azimuthRadians: wrapTurn(azimuthRadians + Math.PI), elevationRadians: Math.sign(elevationRadians) * Math.PI - elevationRadians };
}

function arrayValues(value: Unpickled | undefined): unknown {
  return typeof value === "object" && value !== null && "values" in value && Array.isArray(value.values) ? value.values : value;
}
