/** Whether a record has the label that a format holds. */
import { cos } from "../core/math.js";
import type { Matrix3 } from "../geometry/vector.js";
import { viewpointFromPose } from "../geometry/viewpoint.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import { sizeMetres } from "./size-metres.js";

/** What a format asks of every record. Those that lack it are left out and counted. */
export interface LabelNeeds {
  /** A label that is true of the image: not `labelStatus: none`. */
  label: boolean;
  /** Every object's front is known, or its symmetry makes it irrelevant. */
  front: boolean;
  /** Every object's true size is known. */
  metres: boolean;
  /** No lens distortion. */
  pinhole: boolean;
  /** Every camera looks straight at its object's centre, with square pixels: the format has no other translation. */
  centred: boolean;
  /** Every object stands upright in the camera's frame: the format has no rotation but that about the vertical. */
  upright: boolean;
  /** Images in which something is marked without poses have all that the format needs, too. Default: they have no label. */
  orRegions?: boolean;
}

/** Why a record is left out; texts that summaries show. */
export type Unfit = "no label" | "no object" | "front unknown" | "front turned against its model" | "size unknown" | "lens distortion" | "object off the optical axis" | "object tilted against the camera";

/** Sideways shift relative to the distance that is still none: rounding of the stored numbers. */
const STRAIGHT = 1e-9;
/** Sideways parts of the vertical that are still none: at 1000 pixels a shift of 0.05. */
const UPRIGHT = 1e-4;
/** Angles closer than this, in radians, are the same: more than the rounding of imported ones. */
const SAME_ANGLE = 1e-3;
/** An axis closer than this to the vertical is the vertical one. */
const PARALLEL = 1e-6;

/**
 * Why a record does not fit, null when it does.
 * @param sizes longest side in metres by category, given by the user
 */
export function unfitness(record: SampleRecord, needs: LabelNeeds, sizes: Readonly<Record<string, number>>): Unfit | null {
  if (!needs.label || (needs.orRegions === true && record.regions !== null)) return null;
  if (record.labelStatus === "none" || record.camera === null) return "no label";
  if (record.objects.length === 0) return "no object";
  if (needs.front && !record.objects.every(hasFront)) return "front unknown";
  if (needs.front && !record.objects.every(facesAsTold)) return "front turned against its model";
  if (needs.metres && record.objects.some((object) => sizeMetres(object, sizes) === null)) return "size unknown";
  if (needs.pinhole && record.camera.distortion !== null) return "lens distortion";
  if (needs.centred && !(hasSquarePixels(record.camera.K) && record.objects.every(isCentred))) return "object off the optical axis";
  if (needs.upright && !record.objects.every(isUpright)) return "object tilted against the camera";
  return null;
}

/** Whether an object's azimuth means something: its front is known, or it looks alike from all sides. */
export function hasFront(object: ObjectRecord): boolean {
  return object.frontKnown || object.symmetry.continuous.some(({ axis, offset }) => isVertical(axis) && Math.abs(offset[0]) < PARALLEL && Math.abs(offset[1]) < PARALLEL);
}

/**
 * Whether the object's rotation says the same angles as its viewpoint. Where a model was aligned by offsets of its viewpoint,
 * as the original's lists do, its own frame is not the canonical one, and rotation, corners and surface are in its own.
 */
function facesAsTold({ frontKnown, rotationObjectToCamera, translationObjectToCamera, viewpoint }: ObjectRecord): boolean {
  if (!frontKnown || viewpoint.azimuthRadians === null) return true;
  const seen = viewpointFromPose({ rotation: rotationObjectToCamera as unknown as Matrix3, translation: translationObjectToCamera });
  const turn = seen.azimuthRadians - viewpoint.azimuthRadians;
  return Math.abs(seen.elevationRadians - viewpoint.elevationRadians) < SAME_ANGLE && 1 - cos(turn) < (SAME_ANGLE * SAME_ANGLE) / 2;
}

function isVertical([x, y, z]: readonly [number, number, number]): boolean {
  return Math.abs(x) + Math.abs(y) < PARALLEL * Math.abs(z);
}

function isCentred({ translationObjectToCamera: [x, y, z] }: ObjectRecord): boolean {
  return z > 0 && Math.abs(x) + Math.abs(y) <= STRAIGHT * z;
}

/** Up in the object's frame is up in the picture: less than 0.006° between them. */
function isUpright({ rotationObjectToCamera: R }: ObjectRecord): boolean {
  return R[5]! < 0 && Math.abs(R[2]!) + Math.abs(R[8]!) <= UPRIGHT;
}

function hasSquarePixels(K: readonly number[]): boolean {
  return K[0] === K[4] && K[1] === 0;
}
