/** Reads a tree of ImageNet3D back and compares it with the labels. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeMask } from "../../../codecs/rle.js";
import { decodeNpz } from "../../../codecs/read-npy.js";
import type { Unpickled } from "../../../codecs/read-pickle.js";
import { inflateRawAtMost } from "../../inflate.js";
import { maskBounds } from "../../proof/mask-bounds.js";
import { project3d } from "../../proof/project-3d.js";
import { apart } from "../../proof/project.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { compareSimilarImage, measureSimilarImages } from "../../proof/similar-image.js";
import { safeName } from "../../safe-name.js";

function comparisons() {
  return {
    images: measureSimilarImages(),
    points: measure("surface points from their pixels", 0.05, "px"),
    boxes: measure("boxes from the edges of masks", 0.5, "px"),
    words: measure("classes, sizes and lists", 0, "different"),
  };
}

/** See `ExportFormat.prove`. */
export async function proveImageNet3d(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const checks = comparisons();
  for (const sample of samples) {
    const { id } = sample.record;
    const folder = nameOf(sample.objects[0]!);
    await compareSimilarImage(checks.images, root, `images/${folder}/${id}.JPEG`, sample);
    const path = `annotations/${folder}/${id}.npz`;
    const bytes = await readFile(join(root, path)).catch(() => null);
    const annotations = bytes === null ? undefined : decodeNpz(bytes, path, inflateRawAtMost).get("annotations");
    if (annotations?.values.length !== sample.objects.length) throw missing(path);
    for (const [index, of] of sample.objects.entries()) {
      const read = annotations.values[index];
      if (!(read instanceof Map)) throw missing(`object ${index} of ${path}`);
      compareObject(checks, sample, of, read, `${id}, object ${of.object.instanceId}`);
    }
    const list = await readFile(join(root, "lists", `${folder}_imagenet_${sample.split}.txt`), "utf8");
    checks.words.take(list.split("\n").includes(id) ? 0 : 1, id);
  }
  return proofOf(...Object.values(checks));
}

function compareObject(checks: ReturnType<typeof comparisons>, { record }: ProofSample, { object, points }: ProofObject, read: Map<string, Unpickled>, at: string): void {
  const number = (key: string): number => (typeof read.get(key) === "number" ? (read.get(key) as number) : NaN);
  const pose = { azimuth: number("azimuth"), elevation: number("elevation"), theta: number("theta"), distance: number("distance"), focal: number("focal"), viewport: number("viewport"), px: number("px"), py: number("py") };
  for (const { point, x, y } of points) {
    // OpenCV's first pixel is 0: its centre is 0.5 in the image [0, width].
    const [u, v] = project3d(pose, point);
    checks.points.take(apart([u + 0.5, v + 0.5], [x, y]), at);
  }
  const box = listOf(read.get("bbox"));
  for (const [edge, place] of (maskBounds(decodeMask(object.maskVisible), record.camera!.width) ?? []).entries()) checks.boxes.take((box[edge] ?? NaN) - place, at);
  const inRange = ["azimuth", "elevation", "theta"].every((key) => number(key) >= 0 && number(key) < 2 * Math.PI);
  const principal = listOf(read.get("principal"));
  const isAlike = read.get("class") === nameOf({ object, points }) && number("width") === record.camera!.width && number("height") === record.camera!.height && principal[0] === pose.px && principal[1] === pose.py && number("ignore") === 0;
  checks.words.take(inRange && isAlike ? 0 : 1, at);
}

function listOf(value: Unpickled | undefined): number[] {
  return value !== undefined && value !== null && typeof value === "object" && "values" in value && Array.isArray(value.values) ? (value.values as number[]) : [];
}

function nameOf({ object }: ProofObject): string {
  return object.categoryNames.objectnet3d ?? safeName(object.category);
}
