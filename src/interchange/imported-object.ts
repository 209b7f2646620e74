/** An object's record from what a dataset tells of it; the rest follows, or stays empty. */
import { encodeMask } from "../codecs/rle.js";
import { boxCorners, clipBox, type Box3, type BoxXYXY } from "../geometry/box.js";
import { projectPoints } from "../geometry/camera.js";
import type { Pose } from "../geometry/pose.js";
import type { Matrix3 } from "../geometry/vector.js";
import { scale } from "../geometry/vector.js";
import { viewpointFromPose } from "../geometry/viewpoint.js";
import { categoryNames } from "../sample/category-names.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { ObjectRecord, RegionRecord, SampleRecord } from "../sample/record.js";
import { sha256Hex } from "../storage/sha256.js";

/** A named point in the image. */
export type MarkedPoint = RegionRecord["keypoints"][number];

/** What is known of an object. */
export interface KnownObject {
  instanceId: number;
  /** In any vocabulary. */
  category: string;
  shapeId: string;
  frontKnown: boolean;
  /** Object → camera; points are scaled before. */
  pose: Pose;
  scale: number;
  /** Object frame, longest side 1; null where it is not known: then a cube of side 1 stands in, and no box of it is drawn. */
  box: Box3 | null;
  sizeMeters: ObjectRecord["sizeMeters"];
  /** Row-major, of the image's size; null where it is not known. */
  maskVisible: Uint8Array | null;
  maskAmodal: Uint8Array | null;
  /** Null: what the masks say. */
  visibleFraction: number | null;
  truncation: number | null;
  boxVisible: BoxXYXY | null;
  boxAmodal: BoxXYXY | null;
  symmetry: ObjectRecord["symmetry"];
  /** Named points of which the place in the image is known, by the flags of the record. Default none. */
  keypoints?: readonly MarkedPoint[];
  /** Angles that are not those of the pose. */
  viewpoint: Partial<ObjectRecord["viewpoint"]>;
}

/** The record. Masks that nobody knows are empty. */
export function importedObject(known: KnownObject, { K, width, height }: NonNullable<SampleRecord["camera"]>): ObjectRecord {
  const { pose } = known;
  const box: Box3 = known.box ?? { center: [0, 0, 0], dimensions: [1, 1, 1] };
  const corners = boxCorners(box);
  const projected = known.box === null ? null : boundsOf(projectPoints(corners.map((corner) => scale(corner, known.scale)), pose, K as unknown as Matrix3));
  const clipped = projected === null ? null : clipBox(projected, width, height);
  const nothing = new Uint8Array(width * height);
  const visible = known.maskVisible ?? nothing;
  const amodal = known.maskAmodal ?? visible;
  const encoded = (mask: Uint8Array): ObjectRecord["maskVisible"] => {
    const { size, counts } = encodeMask(mask, width, height);
    return { size: [size[0], size[1]], counts };
  };
  const truncation = known.truncation ?? 0;
  const [seen, all] = [count(visible), count(amodal)];
  const angles = viewpointFromPose(pose);
  const category = canonicalCategory(known.category);
  return {
    instanceId: known.instanceId,
    category,
    categoryNames: categoryNames(category),
    // Only the name of a shape made elsewhere is known: it stands for what the file holds.
    shape: { id: known.shapeId, kind: "imported", name: known.shapeId, licence: null, author: null, sha256: sha256Hex(`imported shape ${known.shapeId}`), parameters: null },
    frontKnown: known.frontKnown,
    rotationObjectToCamera: [...pose.rotation],
    translationObjectToCamera: [...pose.translation],
    scale: known.scale,
    viewpoint: { ...angles, raw: null, ...known.viewpoint, ...(known.frontKnown ? {} : { azimuthRadians: null }) },
    box3d: { center: [...box.center], dimensions: [...box.dimensions], corners: corners.map((corner) => [...corner] as [number, number, number]) },
    sizeMeters: known.sizeMeters,
    boxVisibleXYXY: mutable(known.boxVisible ?? maskBox(visible, width)),
    boxAmodalXYXY: mutable(known.boxAmodal ?? maskBox(amodal, width)),
    boxProjectedXYXY: mutable(projected),
    boxTruncatedXYXY: mutable(clipped),
    maskVisible: encoded(visible),
    maskAmodal: { ...encoded(amodal), offset: [0, 0], clipped: truncation > 0 },
    visibleFraction: known.visibleFraction ?? (all === 0 ? 0 : Math.min(1, seen / all) * (1 - truncation)),
    truncation,
    materials: null,
    articulation: null,
    coordinateCube: null,
    keypoints: (known.keypoints ?? []).map((point) => ({ ...point, position: null })),
    symmetry: known.symmetry,
  };
}

/** Edges around what is inside a mask; null where nothing is. */
export function maskBox(mask: Uint8Array, width: number): BoxXYXY | null {
  let [x0, y0, x1, y1] = [Infinity, Infinity, 0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x + 1), Math.max(y1, y + 1)];
  }
  return x1 > 0 ? [x0, y0, x1, y1] : null;
}

function count(mask: Uint8Array): number {
  return mask.reduce((sum, inside) => sum + (inside === 0 ? 0 : 1), 0);
}

function mutable(box: BoxXYXY | null): [number, number, number, number] | null {
  return box === null ? null : [...box];
}

function boundsOf(points: readonly { x: number; y: number; depth: number }[]): BoxXYXY | null {
  if (!points.every(({ depth }) => depth > 0)) return null;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
