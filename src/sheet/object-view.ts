/** An object of a record in picture coordinates, from nothing but the record's camera, pose and box. */
import { projectCameraPoint } from "../geometry/camera.js";
import type { LensDistortion } from "../geometry/distortion.js";
import { applyPose, type Pose } from "../geometry/pose.js";
import { alongEdge } from "../geometry/projected-box.js";
import { scale, subtract, type Matrix3, type Vector3 } from "../geometry/vector.js";
import { cameraPosition } from "../geometry/viewpoint.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import type { Path, Point } from "./canvas.js";

/** A side of a box: four corner indices in turn, and the direction it faces. */
export interface BoxFace {
  corners: readonly [number, number, number, number];
  axis: 0 | 1 | 2;
  sign: 1 | -1;
}

/** Sides of a box; corner index bits choose the sign of x (4), y (2), z (1). */
export const BOX_FACES: readonly BoxFace[] = [
  { corners: [0, 1, 3, 2], axis: 0, sign: -1 },
  { corners: [4, 5, 7, 6], axis: 0, sign: 1 },
  { corners: [0, 1, 5, 4], axis: 1, sign: -1 },
  { corners: [2, 3, 7, 6], axis: 1, sign: 1 },
  { corners: [0, 2, 6, 4], axis: 2, sign: -1 },
  { corners: [1, 3, 7, 5], axis: 2, sign: 1 },
];

/** Index in {@link BOX_FACES} of the object's front, −y. */
export const FRONT_FACE = 2;

/** Nothing nearer to the camera than this (world units) is drawn. */
const NEAREST = 1e-3;
/** Pieces of a curve. */
const CURVE_STEPS = 16;

/** Draws on nothing itself: turns points of the object frame into points of the picture. */
export class ObjectView {
  readonly #pose: Pose;
  readonly #K: Matrix3;
  readonly #lens: LensDistortion | null;
  readonly #scale: number;
  readonly #toPictureX: number;
  readonly #toPictureY: number;

  constructor(record: SampleRecord, object: ObjectRecord, pictureWidth: number, pictureHeight: number) {
    const { camera } = record;
    if (camera === null) throw new RangeError(`${record.id} shows a photograph: nobody knows its camera`);
    this.#K = camera.K as unknown as Matrix3;
    this.#lens = camera.distortion;
    this.#pose = { rotation: object.rotationObjectToCamera as unknown as Matrix3, translation: object.translationObjectToCamera };
    this.#scale = object.scale;
    this.#toPictureX = pictureWidth / camera.width;
    this.#toPictureY = pictureHeight / camera.height;
  }

  /** A point of the object frame in camera axes. */
  toCamera(point: Vector3): Vector3 {
    return applyPose(this.#pose, scale(point, this.#scale));
  }

  /** A place in the record's image, in this picture. */
  toPicture([x, y]: Point): Point {
    return [x * this.#toPictureX, y * this.#toPictureY];
  }

  /** A point of the object frame in the picture; null when it is not in front of the camera. */
  point(point: Vector3): Point | null {
    const inCamera = this.toCamera(point);
    return inCamera[2] < NEAREST ? null : this.#project(inCamera);
  }

  /** A segment of the object frame in the picture, a curve where the lens distorts, cut where it passes behind the camera; null when all of it is there. */
  segment(from: Vector3, to: Vector3): Path | null {
    let a = this.toCamera(from);
    let b = this.toCamera(to);
    if (a[2] < NEAREST && b[2] < NEAREST) return null;
    const cut = (behind: Vector3, ahead: Vector3): Vector3 => {
      const share = (NEAREST - behind[2]) / (ahead[2] - behind[2]);
      return [behind[0] + share * (ahead[0] - behind[0]), behind[1] + share * (ahead[1] - behind[1]), NEAREST];
    };
    if (a[2] < NEAREST) a = cut(a, b);
    else if (b[2] < NEAREST) b = cut(b, a);
    if (this.#lens === null) return [this.#project(a), this.#project(b)];
    const inner = Array.from({ length: CURVE_STEPS - 1 }, (_, step) => this.#project(alongEdge(a, b, (step + 1) / CURVE_STEPS)));
    return [this.#project(a), ...inner, this.#project(b)];
  }

  /** A flat quadrilateral of the object frame as convex pieces of the picture: one, or many where the lens bends it. Empty when some of it is behind the camera. */
  quadrilateral(corners: readonly [Vector3, Vector3, Vector3, Vector3]): Point[][] {
    const [a, b, c, d] = corners.map((corner) => this.toCamera(corner)) as [Vector3, Vector3, Vector3, Vector3];
    if ([a, b, c, d].some((corner) => corner[2] < NEAREST)) return [];
    if (this.#lens === null) return [[a, b, c, d].map((corner) => this.#project(corner))];
    const at = (column: number, row: number): Point => this.#project(alongEdge(alongEdge(a, b, column / CURVE_STEPS), alongEdge(d, c, column / CURVE_STEPS), row / CURVE_STEPS));
    return Array.from({ length: CURVE_STEPS * CURVE_STEPS }, (_, piece) => {
      const [column, row] = [piece % CURVE_STEPS, Math.floor(piece / CURVE_STEPS)];
      return [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
    });
  }

  /** For each of {@link BOX_FACES}, whether the camera is on its outer side. */
  facesVisible(box: { center: Vector3; dimensions: Vector3 }): boolean[] {
    const eye = subtract(scale(cameraPosition(this.#pose), 1 / this.#scale), box.center);
    return BOX_FACES.map(({ axis, sign }) => eye[axis] * sign > box.dimensions[axis] / 2);
  }

  #project(inCamera: Vector3): Point {
    const { x, y } = projectCameraPoint(this.#K, inCamera, this.#lens);
    return this.toPicture([x, y]);
  }
}
