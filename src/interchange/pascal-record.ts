/** The annotation of PASCAL3D+ and ObjectNet3D: one MATLAB struct `record` per image. */
import { encodeMat5, MatWhole, type MatStruct } from "../codecs/mat5.js";
import { degrees } from "../core/math.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import { positionWithCentre } from "../geometry/pixel-origin.js";
import { pascalPose } from "./pascal-pose.js";
import { sha256Hex } from "../storage/sha256.js";

/** MATLAB counts pixels from 1. */
export const MATLAB_CENTRE = 1;

/** Status of a named point. */
const STATUS = { visible: 1, occluded: 2, outside: 4 } as const;

/** An object as it is to be written. */
export interface PascalObject {
  object: ObjectRecord;
  className: string;
  /** From 1. */
  cadIndex: number;
}

/** The bytes of a `.mat` file. */
export function pascalRecord(record: SampleRecord, objects: readonly PascalObject[], { folder, database, fileName }: { folder: string; database: string; fileName: string }): Uint8Array {
  const { width, height } = record.camera!;
  return encodeMat5({
    record: {
      folder,
      filename: fileName,
      source: { database, annotation: "dst3d", image: record.id },
      size: { width, height, depth: 3 },
      database,
      imgsize: [width, height, 3],
      segmented: new MatWhole(0),
      // Structs in a row have the same fields, which named points would break: anchors stand in the only object's file.
      objects: objects.map((each) => objectStruct(record, each, objects.length === 1)),
    },
  });
}

function objectStruct(record: SampleRecord, { object, className, cadIndex }: PascalObject, withAnchors: boolean): MatStruct {
  const pose = pascalPose(record, object, MATLAB_CENTRE);
  const azimuth = degrees(pose.azimuthRadians);
  const elevation = degrees(pose.elevationRadians);
  const anchors = withAnchors ? anchorsOf(object) : null;
  return {
    class: className,
    view: "",
    bbox: pixelBox(object),
    truncated: new MatWhole(object.truncation > 0 ? 1 : 0),
    occluded: new MatWhole(object.visibleFraction + object.truncation < 0.99 ? 1 : 0),
    difficult: new MatWhole(0),
    cad_index: new MatWhole(cadIndex),
    viewpoint: {
      azimuth_coarse: azimuth,
      elevation_coarse: elevation,
      azimuth,
      elevation,
      distance: pose.distance,
      focal: 1,
      px: pose.principalX,
      py: pose.principalY,
      theta: degrees(pose.thetaRadians),
      error: 0,
      interval_azimuth: 0,
      interval_elevation: 0,
      num_anchor: anchors === null ? 0 : Object.keys(anchors).length,
      viewport: pose.focalPixels,
      ob_idx: 1,
    },
    anchors: anchors === null ? [] : anchors,
  };
}

/** First and last pixel, counted from 1; all zero for an object of which nothing is seen. */
function pixelBox({ boxVisibleXYXY: box }: ObjectRecord): number[] {
  return box === null ? [0, 0, 0, 0] : [box[0] + 1, box[1] + 1, box[2], box[3]];
}

function anchorsOf({ keypoints }: ObjectRecord): MatStruct | null {
  if (keypoints.length === 0) return null;
  return Object.fromEntries(
    keypoints.map(({ name, image, visibility }) => [
      anchorName(name),
      { location: image === null || visibility !== "visible" ? [] : image.map((position) => positionWithCentre(position, MATLAB_CENTRE)), status: new MatWhole(STATUS[visibility]) },
    ]),
  );
}

/** The name where MATLAB takes it; others lose what it does not take and get an ending of their own. */
export function anchorName(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]{0,30}$/.test(name)) return name;
  return `k_${name.replaceAll(/[^A-Za-z0-9_]+/g, "_").slice(0, 20)}_${sha256Hex(name).slice(0, 8)}`;
}
