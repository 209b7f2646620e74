/** What differs between the labels of two samples, and how much. */
import { decodeMask } from "../../codecs/rle.js";
import { asin, degrees } from "../../core/math.js";
import type { ObjectRecord, SampleRecord } from "../../sample/record.js";
import { canonicalJson } from "../canonical-json.js";
import { type Difference, differenceCounter } from "./difference.js";

type Triple = readonly [number, number, number];

/** Fields that are no label of their own: the files are compared by themselves. */
const NOT_COMPARED = new Set(["files", "objects"]);

/** Compares labels sample by sample. */
export interface LabelComparison {
  /** Says whether the labels are equal; files do not count. */
  add(first: SampleRecord, second: SampleRecord): boolean;
  /** By name of what was compared: pose, boxes, masks and points of objects, then the record's other fields that differ. */
  differences(): Record<string, Difference>;
}

/** Begins a comparison. Objects are matched by instance. */
export function labelComparison(): LabelComparison {
  const measured = {
    objects: differenceCounter("only in one"),
    category: differenceCounter(""),
    rotation: differenceCounter("°"),
    translation: differenceCounter("of the distance"),
    scale: differenceCounter("of the scale"),
    boxVisible: differenceCounter("px"),
    boxAmodal: differenceCounter("px"),
    maskVisible: differenceCounter("1 − IoU"),
    keypoints: differenceCounter("px"),
    "object, other": differenceCounter(""),
  };
  const others = new Map<string, ReturnType<typeof differenceCounter>>();

  /** Fields of objects that are told in detail. */
  const detailed = new Set<keyof ObjectRecord>(["category", "rotationObjectToCamera", "translationObjectToCamera", "scale", "boxVisibleXYXY", "boxAmodalXYXY", "maskVisible", "keypoints"]);
  const compareObjects = (a: ObjectRecord, b: ObjectRecord, at: string): void => {
    measured.category.take(a.category === b.category ? 0 : null, at);
    measured.rotation.take(same(a.rotationObjectToCamera, b.rotationObjectToCamera) ? 0 : rotationDegrees(a.rotationObjectToCamera, b.rotationObjectToCamera) || null, at);
    measured.translation.take(apart(a.translationObjectToCamera, b.translationObjectToCamera) / (length(a.translationObjectToCamera) || 1), at);
    measured.scale.take(a.scale === b.scale ? 0 : Math.abs(a.scale - b.scale) / (Math.abs(a.scale) || 1), at);
    measured.boxVisible.take(boxDifference(a.boxVisibleXYXY, b.boxVisibleXYXY), at);
    measured.boxAmodal.take(boxDifference(a.boxAmodalXYXY, b.boxAmodalXYXY), at);
    measured.maskVisible.take(maskDifference(a, b), at);
    measured.keypoints.take(same(a.keypoints, b.keypoints) ? 0 : keypointDifference(a, b), at);
    const rest = (object: ObjectRecord) => Object.entries(object).filter(([name]) => !detailed.has(name as keyof ObjectRecord));
    measured["object, other"].take(same(rest(a), rest(b)) ? 0 : null, at);
  };

  return {
    add(first, second) {
      for (const name of Object.keys(first) as (keyof SampleRecord)[]) {
        if (NOT_COMPARED.has(name)) continue;
        const counter = others.get(name) ?? differenceCounter("");
        others.set(name, counter);
        counter.take(same(first[name], second[name]) ? 0 : null, first.id);
      }
      const partners = new Map(second.objects.map((object) => [object.instanceId, object]));
      let alone = 0;
      for (const object of first.objects) {
        const partner = partners.get(object.instanceId);
        partners.delete(object.instanceId);
        if (partner === undefined) alone++;
        else compareObjects(object, partner, `${first.id}, object ${object.instanceId}`);
      }
      measured.objects.take(alone + partners.size, first.id);
      return canonicalJson({ ...first, files: {} }) === canonicalJson({ ...second, files: {} });
    },
    differences: () =>
      Object.fromEntries([
        ...Object.entries(measured).map(([name, counter]) => [name, counter.difference()] as const),
        ...[...others].map(([name, counter]) => [name, counter.difference()] as const).filter(([, { differing }]) => differing > 0),
      ]),
  };
}

function same(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}

/** Angle of the turn between two rotations: ‖A − B‖ = 2√2 sin(θ/2) (Huynh 2009), which stays exact where they are nearly equal. */
function rotationDegrees(a: readonly number[], b: readonly number[]): number {
  const squares = a.reduce((sum, value, at) => sum + (value - b[at]!) * (value - b[at]!), 0);
  return degrees(2 * asin(Math.min(1, Math.sqrt(squares / 8))));
}

function apart(a: Triple, b: Triple): number {
  return length([a[0] - b[0], a[1] - b[1], a[2] - b[2]]);
}

function length([x, y, z]: Triple): number {
  return Math.sqrt(x * x + y * y + z * z);
}

/** Largest shift of an edge; null where one has no box. */
function boxDifference(a: readonly number[] | null, b: readonly number[] | null): number | null {
  if (a === null || b === null) return a === b ? 0 : null;
  return Math.max(...a.map((edge, at) => Math.abs(edge - b[at]!)));
}

/** 1 − intersection / union; null where the images have other sizes. */
function maskDifference({ maskVisible: a }: ObjectRecord, { maskVisible: b }: ObjectRecord): number | null {
  if (same(a, b)) return 0;
  if (!same(a.size, b.size)) return null;
  const [first, second] = [decodeMask(a), decodeMask(b)];
  let both = 0;
  let any = 0;
  for (let pixel = 0; pixel < first.length; pixel++) {
    both += first[pixel]! & second[pixel]!;
    any += first[pixel]! | second[pixel]!;
  }
  return any === 0 ? 0 : 1 - both / any;
}

/** Largest distance of a named point; null where only one has it in the image or the difference is another. */
function keypointDifference({ keypoints: a }: ObjectRecord, { keypoints: b }: ObjectRecord): number | null {
  let most: number | null = null;
  for (const { name, image } of a) {
    const other = b.find((keypoint) => keypoint.name === name)?.image ?? null;
    if (image === null || other === null) continue;
    const [x, y] = [image[0] - other[0], image[1] - other[1]];
    most = Math.max(most ?? 0, Math.sqrt(x * x + y * y));
  }
  return most === 0 ? null : most;
}
