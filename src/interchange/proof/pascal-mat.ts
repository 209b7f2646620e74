/** Reads annotations of PASCAL3D+ and ObjectNet3D back and compares them with the labels. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeRgb } from "../../codecs/image.js";
import { decodeMask } from "../../codecs/rle.js";
import { decodeMat5, type MatRead } from "../../codecs/read-mat5.js";
import { maskBounds } from "./mask-bounds.js";
import { project3d } from "./project-3d.js";
import { apart } from "./project.js";
import { measure, type Measured, missing, proofOf, type Proof } from "./proof.js";
import type { ProofObject, ProofSample } from "./proof-sample.js";
import { compareSimilarImage, measureSimilarImages } from "./similar-image.js";

type Struct = { [field: string]: MatRead };

/** Comparisons of annotations. */
export interface PascalChecks {
  images: Measured;
  points: Measured;
  boxes: Measured;
  anchors: Measured;
  words: Measured;
  surfaces: Measured;
}

/** Begins the comparisons. */
export function pascalChecks(): PascalChecks {
  return {
    images: measureSimilarImages(),
    points: measure("surface points from their pixels", 0.05, "px"),
    boxes: measure("boxes from the edges of masks", 0.5, "px"),
    anchors: measure("named points from their pixels", 0.05, "px"),
    words: measure("classes, sizes and lists", 0, "different"),
    surfaces: measure("surface points within the CAD model's bounds", 0.002, "of its longest side"),
  };
}

/** The checks that compared something. */
export function pascalProof(checks: PascalChecks): Proof {
  return proofOf(...Object.values(checks as unknown as Record<string, Measured>).filter(({ compared }) => compared > 0));
}

/**
 * Compares one annotation, its image and its CAD models.
 * @param paths annotation and image below the root
 * @param offFile path of a CAD model below the root
 */
export async function comparePascal(checks: PascalChecks, root: string, sample: ProofSample, paths: { annotation: string; image: string }, classNameOf: (of: ProofObject) => string, offFile: (className: string, cadIndex: number) => string): Promise<void> {
  const { record } = sample;
  await compareSimilarImage(checks.images, root, paths.image, sample);
  const bytes = await readFile(join(root, paths.annotation)).catch(() => null);
  if (bytes === null) throw missing(paths.annotation);
  const [annotation] = structs(decodeMat5(bytes, paths.annotation)["record"]);
  const picture = await decodeRgb(await readFile(join(root, paths.image)), { subject: paths.image });
  const [width, height] = numbers(annotation?.["imgsize"]);
  checks.words.take(annotation !== undefined && paths.image.endsWith(`/${text(annotation["filename"])}`) && width === picture.width && height === picture.height ? 0 : 1, record.id);
  const objects = structs(annotation?.["objects"]);
  if (objects.length !== sample.objects.length) throw missing(`an object of sample ${record.id}`);
  for (const [index, of] of sample.objects.entries()) {
    const read = objects[index]!;
    const at = `${record.id}, object ${of.object.instanceId}`;
    const className = classNameOf(of);
    checks.words.take(text(read["class"]) === className ? 0 : 1, at);
    const bounds = compareObject(checks, of, read, record.camera!.width, at);
    const off = await readFile(join(root, offFile(className, numbers(read["cad_index"])[0]!)), "utf8").catch(() => null);
    if (off !== null) compareBounds(checks.surfaces, off, bounds, at);
  }
}

/** @returns the bounds of the points */
function compareObject(checks: PascalChecks, { object, points }: ProofObject, read: Struct, width: number, at: string): { low: number[]; high: number[] } {
  const [viewpoint] = structs(read["viewpoint"]);
  const number = (field: string): number => numbers(viewpoint?.[field])[0] ?? NaN;
  const radian = (field: string): number => (number(field) * Math.PI) / 180;
  const pose = { azimuth: radian("azimuth"), elevation: radian("elevation"), theta: radian("theta"), distance: number("distance"), focal: number("focal"), viewport: number("viewport"), px: number("px"), py: number("py") };
  const bounds = { low: [Infinity, Infinity, Infinity], high: [-Infinity, -Infinity, -Infinity] };
  for (const { point, x, y } of points) {
    // MATLAB's first pixel is 1: its centre is 0.5 in the image [0, width].
    const [u, v] = project3d(pose, point);
    checks.points.take(apart([u - 0.5, v - 0.5], [x, y]), at);
    for (const axis of [0, 1, 2] as const) {
      bounds.low[axis] = Math.min(bounds.low[axis]!, point[axis]);
      bounds.high[axis] = Math.max(bounds.high[axis]!, point[axis]);
    }
  }
  const edges = maskBounds(decodeMask(object.maskVisible), width);
  const [x1, y1, x2, y2] = numbers(read["bbox"]);
  for (const [edge, place] of (edges ?? []).entries()) checks.boxes.take([x1! - 1, y1! - 1, x2!, y2!][edge]! - place, at);
  const [anchors] = structs(read["anchors"]);
  for (const { name, image, visibility } of object.keypoints) {
    const [anchor] = structs(anchors?.[name]);
    if (anchor === undefined) continue;
    const [u, v] = numbers(anchor["location"]);
    if (visibility === "visible") checks.anchors.take(apart([u! - 0.5, v! - 0.5], image!), `${at}, ${name}`);
    checks.anchors.take((numbers(anchor["status"])[0] === 1) === (visibility === "visible") ? 0 : NaN, `${at}, ${name}`);
  }
  return bounds;
}

function compareBounds(check: Measured, off: string, { low, high }: { low: number[]; high: number[] }, at: string): void {
  const lines = off.split("\n");
  const vertices = Number(lines[1]!.split(" ")[0]);
  const bounds = { low: [Infinity, Infinity, Infinity], high: [-Infinity, -Infinity, -Infinity] };
  for (let line = 2; line < 2 + vertices; line++) {
    const place = lines[line]!.split(" ").map(Number);
    for (const axis of [0, 1, 2]) {
      bounds.low[axis] = Math.min(bounds.low[axis]!, place[axis]!);
      bounds.high[axis] = Math.max(bounds.high[axis]!, place[axis]!);
    }
  }
  for (const axis of [0, 1, 2]) check.take(Math.max(0, bounds.low[axis]! - low[axis]!, high[axis]! - bounds.high[axis]!), at);
}

function structs(value: MatRead | undefined): Struct[] {
  return Array.isArray(value) ? value : [];
}

function numbers(value: MatRead | undefined): number[] {
  return value !== undefined && typeof value !== "string" && !Array.isArray(value) ? (value as { values: number[] }).values : [];
}

function text(value: MatRead | undefined): string {
  return typeof value === "string" ? value : "";
}
