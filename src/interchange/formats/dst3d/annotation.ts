/**
 * The dict of a view as `blender_render.py` saves it. Blender's camera has x right, y up and looks along −z; the world is the
 * object's own frame. Angles are canonical: the offsets `azimuth` and `elevation` of the model, which the original adds to
 * them, are 0. theta = azimuth − π/2, phi = π/2 − elevation, camera_rotation = in-plane rotation.
 */
import type { PickleValue } from "../../../codecs/pickle.js";
import { wrapTurn } from "../../../core/math.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import { pascalPose } from "../../pascal-pose.js";

/** Blender's sensor, in millimetres, and its clipping planes. */
const SENSOR_WIDTH = 32;
const SENSOR_HEIGHT = 24;
const NEAR = 0.1;
const FAR = 100;

/** The dict, in the original's order. */
export function dst3dAnnotation(record: SampleRecord, object: ObjectRecord): PickleValue {
  const { width, height } = record.camera!;
  const { azimuthRadians, elevationRadians, thetaRadians, distance, focalPixels, principalX, principalY } = pascalPose(record, object, 0.5);
  const float = (value: number): PickleValue => ({ float: value });
  const matrix = (rows: readonly number[]): PickleValue => ({ shape: [4, 4], type: "f8", values: rows });
  const isWhole = Number.isInteger(principalX) && Number.isInteger(principalY);
  const R = object.rotationObjectToCamera;
  const [tx, ty, tz] = object.translationObjectToCamera.map((place) => place / object.scale) as [number, number, number];
  // OpenCV's y and z are turned round.
  const view = [R[0]!, R[1]!, R[2]!, tx, -R[3]!, -R[4]!, -R[5]!, -ty, -R[6]!, -R[7]!, -R[8]!, -tz, 0, 0, 0, 1];
  return {
    dict: {
      theta: float(wrapTurn(azimuthRadians - Math.PI / 2)),
      phi: float(Math.PI / 2 - elevationRadians),
      dist: float(distance),
      camera_rotation: float(thetaRadians > Math.PI ? thetaRadians - 2 * Math.PI : thetaRadians),
      principal: { shape: [2], type: isWhole ? "i8" : "f8", values: [principalX, principalY] },
      source: object.shape.kind,
      shape_id: object.shape.id,
      rendering_scale: float(1),
      rendering_offset: { shape: [3], type: "f8", values: [0, 0, 0] },
      azimuth: float(0),
      elevation: float(0),
      pose_sampling: 0,
      strength: 0,
      matrix_world: matrix(inverse(view)),
      modelview_matrix: matrix(view),
      projection_matrix: matrix([
        (2 * focalPixels) / width, 0, 1 - (2 * principalX) / width, 0,
        0, (2 * focalPixels) / height, (2 * principalY) / height - 1, 0,
        0, 0, -(FAR + NEAR) / (FAR - NEAR), (-2 * FAR * NEAR) / (FAR - NEAR),
        0, 0, -1, 0,
      ]),
      focal_length: float((focalPixels / width) * SENSOR_WIDTH),
      sensor_width: float(SENSOR_WIDTH),
      sensor_height: float(SENSOR_HEIGHT),
    },
  };
}

/** Of a rigid 4 × 4 matrix. */
function inverse(m: readonly number[]): number[] {
  const at = (row: number, column: number): number => m[row * 4 + column]!;
  return [0, 1, 2].flatMap((row) => [at(0, row), at(1, row), at(2, row), -(at(0, row) * at(0, 3) + at(1, row) * at(1, 3) + at(2, row) * at(2, 3))]).concat([0, 0, 0, 1]);
}
