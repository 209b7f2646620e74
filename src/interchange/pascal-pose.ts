/**
 * Poses as PASCAL3D+, ObjectNet3D and ImageNet3D write them: a camera that looks straight at the object's origin, by
 * azimuth, elevation, in-plane rotation and distance; its picture's scale is `viewport · focal` pixels at distance 1.
 */
import { wrapTurn } from "../core/math.js";
import { type PixelCentre, positionWithCentre } from "../geometry/pixel-origin.js";
import type { Matrix3 } from "../geometry/vector.js";
import { viewpointFromPose } from "../geometry/viewpoint.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";

/** A pose; angles in radians, lengths in object units (longest side 1). */
export interface PascalPose {
  azimuthRadians: number;
  elevationRadians: number;
  thetaRadians: number;
  distance: number;
  /** Pixels; written as `viewport` with `focal` 1, since readers use their product or the viewport alone. */
  focalPixels: number;
  principalX: number;
  principalY: number;
}

/** The pose of an object whose camera looks straight at it. @param centre coordinate of the first pixel's centre */
export function pascalPose({ camera }: Pick<SampleRecord, "camera">, object: ObjectRecord, centre: PixelCentre): PascalPose {
  const { azimuthRadians, elevationRadians, inPlaneRadians, distance } = viewpointFromPose({
    rotation: object.rotationObjectToCamera as unknown as Matrix3,
    translation: object.translationObjectToCamera,
  });
  const K = camera!.K;
  return {
    azimuthRadians,
    elevationRadians,
    thetaRadians: wrapTurn(inPlaneRadians),
    distance: distance / object.scale,
    focalPixels: K[0]!,
    principalX: positionWithCentre(K[2]!, centre),
    principalY: positionWithCentre(K[5]!, centre),
  };
}
