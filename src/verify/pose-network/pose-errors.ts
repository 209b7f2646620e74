/** How far a pose network is off, picture by picture and in figures. */
import * as z from "zod";
import { degrees } from "../../core/math.js";
import { viewpointFromPose, type Viewpoint } from "../../geometry/viewpoint.js";
import type { ObjectRecord } from "../../sample/record.js";
import { signedTurn } from "../kcf/bins.js";
import { equivalentPoses } from "../kcf/equivalent-poses.js";
import { rotationRead, type ReadAngles } from "../kcf/read-angles.js";
import { seenRotation } from "../kcf/seen-pose.js";

/** Azimuths nearer than this count as found. */
export const FOUND_DEGREES = 30;

/** The schema of the figures. */
export const errorFigures = z.strictObject({
  pictures: z.int().min(1),
  shapes: z.int().min(1).describe("different ones on these pictures"),
  medianAzimuthDegrees: z.number().min(0).max(180),
  shareWithin30Degrees: z.number().min(0).max(1).describe("share of the pictures whose azimuth is off by at most 30°"),
  medianElevationDegrees: z.number().min(0).max(180),
});
/** See {@link errorFigures}. */
export type ErrorFigures = z.infer<typeof errorFigures>;

/** The schema of the figures of all pictures and of each category. */
export const errorTable = errorFigures.extend({ perCategory: z.record(z.string().min(1).max(200), errorFigures) });
/** See {@link errorTable}. */
export type ErrorTable = z.infer<typeof errorTable>;

/** One picture's errors. */
export interface PoseError {
  category: string;
  /** Which shape it shows. */
  shape: string;
  azimuthDegrees: number;
  elevationDegrees: number;
}

/** Whether a picture can tell the object's azimuth: its front is known, and no other pose of it looks alike. */
export function showsAzimuth(object: ObjectRecord): boolean {
  const { rotations, azimuthCounts } = equivalentPoses(seenRotation(object), object);
  return azimuthCounts && rotations.length === 1;
}

/** Errors against a label, both as the crop shows the object. */
export function poseError(read: ReadAngles, object: ObjectRecord): PoseError {
  const [said, claimed] = [rotationRead(read), seenRotation(object)].map((rotation) => viewpointFromPose({ rotation, translation: [0, 0, 1] })) as [Viewpoint, Viewpoint];
  return {
    category: object.category,
    shape: object.shape.sha256,
    azimuthDegrees: degrees(Math.abs(signedTurn(said.azimuthRadians - claimed.azimuthRadians))),
    elevationDegrees: degrees(Math.abs(said.elevationRadians - claimed.elevationRadians)),
  };
}

/** Figures of all, and of each category, sorted by name; null where there is no picture. */
export function errorTableOf(errors: readonly PoseError[]): ErrorTable | null {
  if (errors.length === 0) return null;
  const names = [...new Set(errors.map(({ category }) => category))].sort();
  return { ...figuresOf(errors), perCategory: Object.fromEntries(names.map((name) => [name, figuresOf(errors.filter(({ category }) => category === name))])) };
}

function figuresOf(errors: readonly PoseError[]): ErrorFigures {
  return {
    pictures: errors.length,
    shapes: new Set(errors.map(({ shape }) => shape)).size,
    medianAzimuthDegrees: median(errors.map(({ azimuthDegrees }) => azimuthDegrees)),
    shareWithin30Degrees: errors.filter(({ azimuthDegrees }) => azimuthDegrees <= FOUND_DEGREES).length / errors.length,
    medianElevationDegrees: median(errors.map(({ elevationDegrees }) => elevationDegrees)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
