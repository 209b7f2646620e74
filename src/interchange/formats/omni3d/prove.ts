/** Reads Omni3D files back by the loader's own formulas and compares them with the labels. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { decodeMask } from "../../../codecs/rle.js";
import type { ExportOptions } from "../../options.js";
import { maskBounds } from "../../proof/mask-bounds.js";
import { apart, project } from "../../proof/project.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { readJsonLists } from "../../proof/read-json-lists.js";
import { compareImage, measureImages } from "../../proof/same-image.js";

const triple = z.tuple([z.number(), z.number(), z.number()]);
const matrix = z.tuple([triple, triple, triple]);
const box = z.array(z.number()).length(4);

const imageSchema = z.object({ id: z.int(), width: z.int(), height: z.int(), file_path: z.string(), K: matrix });

const annotationSchema = z.object({
  image_id: z.int(),
  instance_id: z.int(),
  category_id: z.int(),
  category_name: z.string(),
  bbox2D_tight: box,
  bbox2D_proj: box,
  bbox3D_cam: z.array(triple).length(8),
  center_cam: triple,
  dimensions: triple,
  R_cam: matrix,
  behind_camera: z.boolean(),
});

type Image = z.infer<typeof imageSchema>;
type Annotation = z.infer<typeof annotationSchema>;

function comparisons() {
  return {
    images: measureImages(),
    points: measure("surface points from their pixels", 0.05, "px"),
    corners: measure("corners from center, dimensions and R_cam", 1e-6, "m"),
    sizes: measure("metres per length of the shape, relative", 1e-6, ""),
    tight: measure("tight boxes from the edges of masks", 0.5, "px"),
    projected: measure("projected boxes from projected corners", 0.5, "px"),
    categories: measure("categories", 0, "different"),
  };
}

type Comparisons = ReturnType<typeof comparisons>;

/** See `ExportFormat.prove`. */
export async function proveOmni3d(root: string, samples: readonly ProofSample[], { sizes }: Pick<ExportOptions, "sizes">): Promise<Proof> {
  const checks = comparisons();
  const files = (await readdir(join(root, "Omni3D"))).sort();
  for (const split of new Set(samples.map((sample) => sample.split))) {
    const file = files.find((name) => name.endsWith(`_${split}.json`));
    if (file === undefined) throw missing(`the file of split ${split}`);
    const wanted = new Map(samples.filter((sample) => sample.split === split).map((sample) => [sample.record.index + 1, sample]));
    const { images, annotations, categories } = await readFor(root, `Omni3D/${file}`, new Set(wanted.keys()));
    for (const [id, sample] of wanted) {
      const image = images.get(id);
      if (image === undefined) throw missing(`sample ${sample.record.id}`);
      await compareImage(checks.images, root, image.file_path, sample);
      for (const of of sample.objects) {
        const annotation = annotations.find(({ image_id, instance_id }) => image_id === id && instance_id === of.object.instanceId);
        if (annotation === undefined) throw missing(`object ${of.object.instanceId} of sample ${sample.record.id}`);
        const name = of.object.categoryNames.omni3d ?? of.object.category;
        checks.categories.take(categories.get(annotation.category_id) === name && annotation.category_name === name ? 0 : 1, sample.record.id);
        compareObject(checks, of, image, annotation, sizes, `${sample.record.id}, object ${of.object.instanceId}`);
      }
    }
  }
  return proofOf(...Object.values(checks));
}

async function readFor(root: string, file: string, ids: ReadonlySet<number>) {
  const images = new Map<number, Image>();
  const annotations: Annotation[] = [];
  const categories = new Map<number, string>();
  for await (const { list, value } of readJsonLists(root, file)) {
    if (list === "images" && ids.has((value as Image).id)) images.set((value as Image).id, imageSchema.parse(value));
    else if (list === "annotations" && ids.has((value as Annotation).image_id)) annotations.push(annotationSchema.parse(value));
    else if (list === "categories") categories.set((value as { id: number }).id, (value as { name: string }).name);
  }
  return { images, annotations, categories };
}

function compareObject(checks: Comparisons, { object, points }: ProofObject, { width, K }: Image, annotation: Annotation, sizes: ExportOptions["sizes"], at: string): void {
  const { center_cam: center, dimensions: [w, h, l], R_cam: R } = annotation;
  const [dx, dy, dz] = object.box3d.dimensions;
  // Width is the shape's extent from side to side, height from bottom to top, length from front to back.
  const metres = sizes[object.category] ?? object.sizeMeters?.longest ?? NaN;
  for (const [side, extent] of [[w, dx], [h, dz], [l, dy]] as const) checks.sizes.take(extent === 0 ? side : side / extent / metres - 1, at);
  const per = l / dy;
  for (const { point, x, y } of points) {
    const [px, py, pz] = [0, 1, 2].map((axis) => point[axis]! - object.box3d.center[axis]!);
    // Local axes: x to the front (−y of the shape), y down, z to the left. The file's K counts pixel centres from 0.
    const [u, v] = project({ K, R, t: center }, [-py! * per, -pz! * per, px! * per]);
    checks.points.take(apart([u + 0.5, v + 0.5], [x, y]), at);
  }
  const bounds = maskBounds(decodeMask(object.maskVisible), width);
  for (const [edge, place] of (bounds ?? [-1, -1, -1, -1]).entries()) checks.tight.take(annotation.bbox2D_tight[edge]! - place, at);
  // The table of get_cuboid_verts_faces.
  const xs = [-l, l, l, -l, -l, l, l, -l];
  const ys = [-h, -h, h, h, -h, -h, h, h];
  const zs = [-w, -w, -w, -w, w, w, w, w];
  annotation.bbox3D_cam.forEach((corner, index) => {
    for (const axis of [0, 1, 2] as const) checks.corners.take(corner[axis] - (R[axis][0] * xs[index]! + R[axis][1] * ys[index]! + R[axis][2] * zs[index]!) / 2 - center[axis], at);
  });
  if (annotation.behind_camera || annotation.bbox2D_proj[0] === -1) return;
  const seen = annotation.bbox3D_cam.map(([x, y, z]) => [(K[0][0] * x + K[0][1] * y) / z + K[0][2] + 0.5, (K[1][1] * y) / z + K[1][2] + 0.5] as const);
  const edges = [Math.min(...seen.map(([u]) => u)), Math.min(...seen.map(([, v]) => v)), Math.max(...seen.map(([u]) => u)), Math.max(...seen.map(([, v]) => v))];
  for (const [edge, place] of edges.entries()) checks.projected.take(annotation.bbox2D_proj[edge]! - place, at);
}
