/** Reads YOLO's files back and compares them with the labels. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { decodeMask } from "../../../codecs/rle.js";
import type { ExportOptions } from "../../options.js";
import { imageName } from "../../image-name.js";
import { fillRings, intersectionOverUnion } from "../../proof/fill-rings.js";
import { maskBounds } from "../../proof/mask-bounds.js";
import { apart, project } from "../../proof/project.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { compareImage, measureImages } from "../../proof/same-image.js";

const dataSchema = z.object({ train: z.string(), val: z.string(), test: z.string().optional(), names: z.record(z.string(), z.string()), kpt_names: z.array(z.string()).optional() });

function comparisons() {
  return {
    images: measureImages(),
    boxes: measure("boxes from the edges of masks", 0.5, "px"),
    outlines: measure("outlines: 1 − IoU with masks", 0.02, ""),
    keypoints: measure("keypoints from their pixels", 0.05, "px"),
    classes: measure("classes and lines", 0, "different"),
  };
}

type Comparisons = ReturnType<typeof comparisons>;

/** See `ExportFormat.prove`. */
export async function proveYolo(root: string, samples: readonly ProofSample[], { task, keypoints }: Pick<ExportOptions, "task" | "keypoints">): Promise<Proof> {
  const checks = comparisons();
  const data = dataSchema.parse(parse(await readFile(join(root, "data.yaml"), "utf8")));
  for (const sample of samples) {
    const { record, split } = sample;
    await compareImage(checks.images, root, `images/${split}/${imageName(record)}`, sample);
    const text = await readFile(join(root, "labels", split, `${record.id}.txt`), "utf8").catch(() => null);
    if (text === null) throw missing(`the label of sample ${record.id}`);
    const lines = text.split("\n").filter((line) => line !== "").map((line) => line.split(" ").map(Number));
    const seen = sample.objects.filter(({ object }) => object.boxVisibleXYXY !== null);
    checks.classes.take(lines.length - seen.length, record.id);
    for (const [index, of] of seen.entries()) {
      const at = `${record.id}, object ${of.object.instanceId}`;
      const [number, ...values] = lines[index] ?? [NaN];
      checks.classes.take(data.names[String(number)] === of.object.category ? 0 : 1, at);
      if (task === "segment") compareOutline(checks, sample, of, values, at);
      else compareBox(checks, sample, of, values, at);
      if (task === "pose") comparePoints(checks, sample, of, values.slice(4), data.kpt_names ?? [], keypoints, at);
    }
  }
  return proofOf(...Object.values(checks).filter(({ compared }) => compared > 0));
}

function compareOutline(checks: Comparisons, { record }: ProofSample, { object }: ProofObject, values: readonly number[], at: string): void {
  const { width, height } = record.camera!;
  const ring = values.map((value, index) => value * (index % 2 === 0 ? width : height));
  checks.outlines.take(1 - intersectionOverUnion(fillRings([ring], width, height), decodeMask(object.maskVisible)), at);
}

function compareBox(checks: Comparisons, { record }: ProofSample, { object }: ProofObject, [x, y, w, h]: readonly number[], at: string): void {
  const { width, height } = record.camera!;
  const edges = [(x! - w! / 2) * width, (y! - h! / 2) * height, (x! + w! / 2) * width, (y! + h! / 2) * height];
  for (const [edge, place] of (maskBounds(decodeMask(object.maskVisible), width) ?? []).entries()) checks.boxes.take(edges[edge]! - place, at);
}

function comparePoints(checks: Comparisons, { record }: ProofSample, { object }: ProofObject, values: readonly number[], names: readonly string[], kind: ExportOptions["keypoints"], at: string): void {
  const camera = record.camera!;
  const { distortion: lens } = camera;
  const R = [0, 3, 6].map((row) => object.rotationObjectToCamera.slice(row, row + 3));
  const pose = { K: [0, 3, 6].map((row) => camera.K.slice(row, row + 3)), R, t: object.translationObjectToCamera, distortion: lens === null ? null : [lens.k1, lens.k2, lens.p1, lens.p2, lens.k3, lens.k4, lens.k5, lens.k6] };
  const corners = [...object.box3d.corners, object.box3d.center];
  checks.classes.take(values.length - names.length * 3, at);
  for (const [index, name] of names.entries()) {
    const [x, y, flag] = values.slice(index * 3);
    const named = object.keypoints.find((keypoint) => keypoint.name === name);
    const truth = kind === "box" ? project(pose, corners[index]!.map((side) => side * object.scale) as [number, number, number]) : (named?.image ?? null);
    const isInside = truth !== null && truth[0] >= 0 && truth[1] >= 0 && truth[0] <= camera.width && truth[1] <= camera.height;
    if (flag === 0) checks.keypoints.take(isInside && named?.visibility !== "outside" ? NaN : 0, `${at}, ${name}`);
    else checks.keypoints.take(truth === null ? NaN : apart([x! * camera.width, y! * camera.height], truth), `${at}, ${name}`);
  }
}
