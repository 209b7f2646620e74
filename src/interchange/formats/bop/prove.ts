/** Reads BOP's files back as its toolkit does and compares them with the labels. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { decodeImage, decodePng16 } from "../../../codecs/image.js";
import { decodeMask } from "../../../codecs/rle.js";
import { imageExtension } from "../../image-name.js";
import type { ExportOptions } from "../../options.js";
import { maskBounds } from "../../proof/mask-bounds.js";
import { apart, project } from "../../proof/project.js";
import { measure, type Measured, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { compareImage, measureImages } from "../../proof/same-image.js";

const nine = z.array(z.number()).length(9);
const three = z.array(z.number()).length(3);
const four = z.array(z.number()).length(4);
const cameraSchema = z.object({ cam_K: nine, depth_scale: z.number() });
const truthSchema = z.array(z.object({ cam_R_m2c: nine, cam_t_m2c: three, obj_id: z.int() }));
const infoSchema = z.array(z.object({ bbox_obj: four, bbox_visib: four, px_count_all: z.int(), px_count_visib: z.int(), visib_fract: z.number() }));
const modelSchema = z.record(z.string(), z.object({ diameter: z.number(), min_x: z.number(), min_y: z.number(), min_z: z.number(), size_x: z.number(), size_y: z.number(), size_z: z.number() }));

type Models = z.infer<typeof modelSchema>;

function comparisons() {
  return {
    images: measureImages(),
    points: measure("surface points from their pixels", 0.05, "px"),
    depths: measure("depth pictures from surface points, relative", 0.001, ""),
    masks: measure("pixels of masks", 0, "different"),
    boxes: measure("boxes from the edges of masks", 0.5, "px"),
    sizes: measure("millimetres per length of the main object's shape, relative", 1e-6, ""),
    models: measure("surface points within their model, of its diameter", 0.002, ""),
  };
}

type Comparisons = ReturnType<typeof comparisons>;

/** See `ExportFormat.prove`. */
export async function proveBop(root: string, samples: readonly ProofSample[], { sizes }: Pick<ExportOptions, "sizes">): Promise<Proof> {
  const checks = comparisons();
  const models = modelSchema.parse(JSON.parse(await readFile(join(root, "models/models_info.json"), "utf8")));
  for (const sample of samples) {
    const { record } = sample;
    const scene = `${sample.split === "train" ? "train_pbr" : sample.split}/${six(Math.floor(record.index / 1000))}`;
    const image = record.index % 1000;
    const entry = async (file: string): Promise<unknown> => {
      const found = (JSON.parse(await readFile(join(root, scene, file), "utf8")) as Record<string, unknown>)[String(image)];
      if (found === undefined) throw missing(`image ${image} in ${scene}/${file}`);
      return found;
    };
    const camera = cameraSchema.parse(await entry("scene_camera.json"));
    const truth = truthSchema.parse(await entry("scene_gt.json"));
    const infos = infoSchema.parse(await entry("scene_gt_info.json"));
    await compareImage(checks.images, root, `${scene}/rgb/${six(image)}.${imageExtension(record)}`, sample);
    const depthBytes = await readFile(join(root, scene, "depth", `${six(image)}.png`)).catch(() => null);
    const depth = depthBytes === null ? null : (await decodePng16(depthBytes)).data;
    if (truth.length !== sample.objects.length || infos.length !== truth.length) throw missing(`an object of sample ${record.id}`);
    for (const [index, of] of sample.objects.entries()) {
      const at = `${record.id}, object ${of.object.instanceId}`;
      const read = truth[index]!;
      const model = models[String(read.obj_id)];
      if (model === undefined) throw missing(`model ${read.obj_id}`);
      const longest = sizes[of.object.category] ?? of.object.sizeMeters?.longest ?? NaN;
      if (index === 0) for (const [side, axis] of [[model.size_x, 0], [model.size_y, 1], [model.size_z, 2]] as const) checks.sizes.take((side / 1000 - of.object.box3d.dimensions[axis] * longest) / longest, at);
      await comparePose(checks, root, of, read, camera, model, { depth, width: record.camera!.width }, at);
      await compareMasks(checks, root, `${scene}/mask_visib/${six(image)}_${six(index)}.png`, of, infos[index]!, record.camera!.width, at);
    }
  }
  return proofOf(...Object.values(checks).filter(({ compared }) => compared > 0));
}

async function comparePose(checks: Comparisons, root: string, { object, points }: ProofObject, { cam_R_m2c: r, cam_t_m2c: t, obj_id }: z.infer<typeof truthSchema>[number], { cam_K: k, depth_scale }: z.infer<typeof cameraSchema>, model: Models[string], picture: { depth: Uint16Array | null; width: number }, at: string): Promise<void> {
  const R = [r.slice(0, 3), r.slice(3, 6), r.slice(6, 9)];
  const K = [k.slice(0, 3), k.slice(3, 6), k.slice(6, 9)];
  const longest = object.box3d.dimensions.indexOf(Math.max(...object.box3d.dimensions));
  const millimetres = [model.size_x, model.size_y, model.size_z][longest]! / object.box3d.dimensions[longest]!;
  const file = await readFile(join(root, `models/obj_${six(obj_id)}.ply`), "utf8").catch(() => null);
  const bounds = file === null ? null : plyBounds(file);
  for (const { point, x, y } of points) {
    const [px, py, pz] = [point[0] * millimetres, point[1] * millimetres, point[2] * millimetres];
    // BOP's toolkit counts pixels from 0: (column − cx) / fx.
    const [u, v] = project({ K, R, t }, [px, py, pz]);
    checks.points.take(apart([u + 0.5, v + 0.5], [x, y]), at);
    const far = R[2]![0]! * px + R[2]![1]! * py + R[2]![2]! * pz + t[2]!;
    if (picture.depth !== null) checks.depths.take((picture.depth[(y - 0.5) * picture.width + (x - 0.5)]! * depth_scale) / far - 1, at);
    if (bounds !== null) [px, py, pz].forEach((place, axis) => checks.models.take(Math.max(0, bounds.low[axis]! - place, place - bounds.high[axis]!) / model.diameter, at));
  }
}

async function compareMasks(checks: Comparisons, root: string, path: string, { object }: ProofObject, info: z.infer<typeof infoSchema>[number], width: number, at: string): Promise<void> {
  const truth = decodeMask(object.maskVisible);
  const picture = await decodeImage(await readFile(join(root, path)), { subject: path });
  checks.masks.take(truth.reduce((sum, inside, pixel) => sum + ((picture.data[pixel * 4]! > 0 ? 1 : 0) === inside ? 0 : 1), 0), at);
  checks.masks.take(info.px_count_visib - truth.reduce((sum, inside) => sum + inside, 0), at);
  const bounds = maskBounds(truth, width);
  const [x, y, w, h] = info.bbox_visib as [number, number, number, number];
  if (bounds === null) checks.masks.take(x === -1 && w === -1 ? 0 : 1, at);
  else for (const [edge, place] of bounds.entries()) checks.boxes.take([x, y, x + w + 1, y + h + 1][edge]! - place, at);
  compareAmodal(checks.boxes, object, info, at);
}

function compareAmodal(check: Measured, { maskAmodal }: ProofObject["object"], info: z.infer<typeof infoSchema>[number], at: string): void {
  const bounds = maskBounds(decodeMask(maskAmodal), maskAmodal.size[1]);
  const [x, y, w, h] = info.bbox_obj as [number, number, number, number];
  if (bounds === null || info.px_count_visib === 0) return;
  const [left, top] = maskAmodal.offset;
  for (const [edge, place] of [bounds[0] + left, bounds[1] + top, bounds[2] + left, bounds[3] + top].entries()) check.take([x, y, x + w + 1, y + h + 1][edge]! - place, at);
}

function plyBounds(ply: string): { low: number[]; high: number[] } {
  const lines = ply.split("\n");
  const count = Number(lines.find((line) => line.startsWith("element vertex "))!.split(" ")[2]);
  const first = lines.indexOf("end_header") + 1;
  const bounds = { low: [Infinity, Infinity, Infinity], high: [-Infinity, -Infinity, -Infinity] };
  for (let line = first; line < first + count; line++) {
    lines[line]!.split(" ").map(Number).forEach((place, axis) => {
      bounds.low[axis] = Math.min(bounds.low[axis]!, place);
      bounds.high[axis] = Math.max(bounds.high[axis]!, place);
    });
  }
  return bounds;
}

function six(value: number): string {
  return String(value).padStart(6, "0");
}
