/** Reads the original's tree back and compares it with the labels: by its angles, and by its matrices. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeExr } from "../../../codecs/read-exr.js";
import { decodeNpy } from "../../../codecs/read-npy.js";
import type { Unpickled } from "../../../codecs/read-pickle.js";
import { inflateAtMost } from "../../inflate.js";
import { project3d } from "../../proof/project-3d.js";
import { apart } from "../../proof/project.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofSample } from "../../proof/proof-sample.js";
import { compareImage, measureImages } from "../../proof/same-image.js";
import { safeName } from "../../safe-name.js";

function comparisons() {
  return {
    images: measureImages(),
    points: measure("surface points from their pixels, by angles", 0.05, "px"),
    byMatrices: measure("surface points from their pixels, by matrices", 0.05, "px"),
    inverses: measure("matrix_world · modelview_matrix from the identity", 1e-9, ""),
    depths: measure("depth pictures from surface points, relative", 0.001, ""),
    prompts: measure("prompts and folders", 0, "different"),
  };
}

type Comparisons = ReturnType<typeof comparisons>;

/** See `ExportFormat.prove`. */
export async function proveDst3d(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const checks = comparisons();
  const places = new Map<string, string>();
  for (const split of new Set(samples.map((sample) => sample.split))) {
    for (const line of (await readFile(join(root, split, "samples.txt"), "utf8")).split("\n")) {
      const [id, place] = line.split(" ");
      if (place !== undefined) places.set(`${split}/${id!}`, place);
    }
  }
  for (const sample of samples) {
    const { record, split } = sample;
    const object = record.objects[0]!;
    const [folder, model, view] = (places.get(`${split}/${record.id}`) ?? "").split("/");
    if (folder === undefined || model === undefined || view === undefined) throw missing(`sample ${record.id}`);
    checks.prompts.take(folder === (object.categoryNames.synset ?? safeName(object.category)) ? 0 : 1, record.id);
    const synset = join(root, split, folder);
    await compareImage(checks.images, root, `${split}/${folder}/${model}/image_dst/${view}_00.png`, sample);
    const annotation = decodeNpy(await readFile(join(synset, model, "annotation", `${view}.npy`)), `${model}/${view}.npy`).values[0];
    if (!(annotation instanceof Map)) throw missing(`the annotation of sample ${record.id}`);
    const depth = await readFile(join(synset, model, "depth", `${view}.exr`)).catch(() => null);
    comparePoints(checks, sample, annotation, depth === null ? null : decodeExr(depth, `${view}.exr`, inflateAtMost).values);
    const prompts = JSON.parse(await readFile(join(synset, "prompts.json"), "utf8")) as Record<string, Record<string, string>>;
    checks.prompts.take(prompts[model]?.[`${view}_00`] === (record.prompt?.text ?? "") ? 0 : 1, record.id);
  }
  return proofOf(...Object.values(checks).filter(({ compared }) => compared > 0));
}

function comparePoints(checks: Comparisons, { record, objects }: ProofSample, annotation: Map<string, Unpickled>, depth: Float32Array | null): void {
  const { width, height } = record.camera!;
  const number = (key: string): number => (typeof annotation.get(key) === "number" ? (annotation.get(key) as number) : NaN);
  const list = (key: string): number[] => {
    const value = annotation.get(key);
    return value !== undefined && value !== null && typeof value === "object" && "values" in value && Array.isArray(value.values) ? (value.values as number[]) : [];
  };
  const [px, py] = list("principal") as [number, number];
  const view = list("modelview_matrix");
  const projection = list("projection_matrix");
  const world = list("matrix_world");
  const times = (m: readonly number[], v: readonly number[]): number[] => [0, 1, 2, 3].map((row) => v.reduce((sum, value, column) => sum + m[row * 4 + column]! * value, 0));
  for (let column = 0; column < 4; column++) {
    const unit = [0, 1, 2, 3].map((row) => (row === column ? 1 : 0));
    times(world, times(view, unit)).forEach((value, row) => checks.inverses.take(value - unit[row]!, record.id));
  }
  const pose = { azimuth: number("theta") + Math.PI / 2, elevation: Math.PI / 2 - number("phi"), theta: number("camera_rotation"), distance: number("dist"), focal: number("focal_length") / number("sensor_width"), viewport: width, px, py };
  for (const { point, x, y } of objects[0]!.points) {
    checks.points.take(apart(project3d(pose, point), [x, y]), record.id);
    const seen = times(view, [...point, 1]);
    const clip = times(projection, seen);
    checks.byMatrices.take(apart([((clip[0]! / clip[3]! + 1) / 2) * width, ((1 - clip[1]! / clip[3]!) / 2) * height], [x, y]), record.id);
    if (depth !== null) checks.depths.take(depth[(y - 0.5) * width + (x - 0.5)]! / -seen[2]! - 1, record.id);
  }
}
