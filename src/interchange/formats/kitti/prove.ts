/** Reads KITTI's files back and compares them with the labels. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeMask } from "../../../codecs/rle.js";
import { atan2, cos, sin } from "../../../core/math.js";
import { imageExtension } from "../../image-name.js";
import type { ExportOptions } from "../../options.js";
import { maskBounds } from "../../proof/mask-bounds.js";
import { apart, project } from "../../proof/project.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { compareImage, measureImages } from "../../proof/same-image.js";

function comparisons() {
  return {
    images: measureImages(),
    points: measure("surface points from their pixels", 0.05, "px"),
    boxes: measure("boxes from the edges of masks", 0.5, "px"),
    sizes: measure("metres per length of the shape, relative", 1e-4, ""),
    angles: measure("alpha from rotation_y and location", 1e-5, "rad"),
    lists: measure("lines and lists", 0, "different"),
  };
}

type Comparisons = ReturnType<typeof comparisons>;

/** See `ExportFormat.prove`. */
export async function proveKitti(root: string, samples: readonly ProofSample[], { sizes }: Pick<ExportOptions, "sizes">): Promise<Proof> {
  const checks = comparisons();
  for (const sample of samples) {
    const { record } = sample;
    const name = String(record.index).padStart(6, "0");
    const read = async (path: string): Promise<string[]> => {
      const text = await readFile(join(root, path), "utf8").catch(() => null);
      if (text === null) throw missing(path);
      return text.split("\n").filter((line) => line !== "");
    };
    await compareImage(checks.images, root, `training/image_2/${name}.${imageExtension(record)}`, sample);
    const P2 = (await read(`training/calib/${name}.txt`)).find((line) => line.startsWith("P2: "))!.split(" ").slice(1).map(Number);
    const lines = (await read(`training/label_2/${name}.txt`)).map((line) => line.split(" "));
    const seen = sample.objects.filter(({ object }) => object.boxVisibleXYXY !== null);
    checks.lists.take(lines.length - seen.length, record.id);
    checks.lists.take((await read(`ImageSets/${sample.split}.txt`)).includes(name) ? 0 : 1, record.id);
    for (const [index, of] of seen.entries()) compareLine(checks, of, (lines[index] ?? []).slice(1).map(Number), P2, record.camera!.width, sizes, `${record.id}, object ${of.object.instanceId}`);
  }
  return proofOf(...Object.values(checks));
}

function compareLine(checks: Comparisons, { object, points }: ProofObject, values: readonly number[], P2: readonly number[], imageWidth: number, sizes: ExportOptions["sizes"], at: string): void {
  const [, , alpha, left, top, right, bottom, height, width, length, x, y, z, rotationY] = values as [number, number, number, number, number, number, number, number, number, number, number, number, number, number];
  const turn = alpha - rotationY + atan2(x, z);
  checks.angles.take(Math.abs(sin(turn / 2)) * 2, at);
  for (const [edge, place] of (maskBounds(decodeMask(object.maskVisible), imageWidth) ?? []).entries()) checks.boxes.take([left, top, right + 1, bottom + 1][edge]! - place, at);
  const { center, dimensions: [dx, dy, dz] } = object.box3d;
  const metres = sizes[object.category] ?? object.sizeMeters?.longest ?? NaN;
  for (const [side, extent] of [[width, dx], [height, dz], [length, dy]] as const) checks.sizes.take((side - extent * metres) / metres, at);
  const K = [P2.slice(0, 3), P2.slice(4, 7), P2.slice(8, 11)];
  // The kit's own way: corners around the middle of the bottom, turned about y.
  const R = [[cos(rotationY), 0, sin(rotationY)], [0, 1, 0], [-sin(rotationY), 0, cos(rotationY)]];
  for (const { point, x: column, y: row } of points) {
    const front = -(point[1] - center[1]) * metres;
    const below = -(point[2] - center[2]) * metres;
    const left3d = (point[0] - center[0]) * metres;
    const [u, v] = project({ K, R, t: [x, y, z] }, [front, below - height / 2, left3d]);
    checks.points.take(apart([u + 0.5, v + 0.5], [column, row]), at);
  }
}
