/** Reads COCO files back and compares them with the labels. */
import * as z from "zod";
import { decodeMask } from "../../../codecs/rle.js";
import type { RegionRecord } from "../../../sample/record.js";
import type { ExportOptions } from "../../options.js";
import { fillRings, intersectionOverUnion } from "../../proof/fill-rings.js";
import { maskBounds } from "../../proof/mask-bounds.js";
import { apart, project } from "../../proof/project.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { readJsonLists } from "../../proof/read-json-lists.js";
import { compareImage, measureImages } from "../../proof/same-image.js";

const rows = z.array(z.array(z.number()));

const imageSchema = z.object({
  id: z.int(),
  file_name: z.string(),
  width: z.int(),
  height: z.int(),
  camera: z.object({ K: rows, distortion: z.array(z.number()).nullable() }).nullable(),
});

const segmentation = z.union([z.object({ size: z.tuple([z.int(), z.int()]), counts: z.string() }), z.array(z.array(z.number()))]);

const regionSchema = z.object({
  image_id: z.int(),
  category_id: z.int(),
  source_id: z.int(),
  bbox: z.array(z.number()).length(4).optional(),
  segmentation: segmentation.optional(),
  iscrowd: z.int(),
  keypoints: z.array(z.number()).optional(),
});

const annotationSchema = z.object({
  image_id: z.int(),
  category_id: z.int(),
  instance_id: z.int(),
  bbox: z.array(z.number()).length(4),
  area: z.number(),
  segmentation,
  keypoints: z.array(z.number()).optional(),
  pose3d: z.object({ rotation_object_to_camera: rows, translation_object_to_camera: z.array(z.number()), scale: z.number() }),
});

const categorySchema = z.object({ id: z.int(), name: z.string(), keypoints: z.array(z.string()).optional() });

type Image = z.infer<typeof imageSchema>;
type Annotation = z.infer<typeof annotationSchema>;
type Region = z.infer<typeof regionSchema>;
type Category = z.infer<typeof categorySchema>;

/** What is compared; limits are those of the documentation. */
function comparisons() {
  return {
    images: measureImages(),
    points: measure("surface points from their pixels", 0.05, "px"),
    boxes: measure("boxes from the edges of masks", 0.5, "px"),
    masks: measure("pixels of masks", 0, "different"),
    polygons: measure("polygons: 1 − IoU with masks", 0.02, ""),
    keypoints: measure("keypoints from their pixels", 0.05, "px"),
    categories: measure("categories", 0, "different"),
  };
}

type Comparisons = ReturnType<typeof comparisons>;

/** See `ExportFormat.prove`. */
export async function proveCoco(root: string, samples: readonly ProofSample[], { keypoints }: Pick<ExportOptions, "keypoints">): Promise<Proof> {
  const checks = comparisons();
  for (const split of new Set(samples.map((sample) => sample.split))) {
    const wanted = new Map(samples.filter((sample) => sample.split === split).map((sample) => [sample.record.index + 1, sample]));
    const { images, annotations, regions, categories } = await readFor(root, `annotations/instances_${split}.json`, new Set(wanted.keys()));
    for (const [id, sample] of wanted) {
      const image = images.get(id);
      if (image === undefined) throw missing(`sample ${sample.record.id}`);
      await compareImage(checks.images, root, `${split}/${image.file_name}`, sample);
      for (const of of sample.objects) {
        const annotation = annotations.find(({ image_id, instance_id }) => image_id === id && instance_id === of.object.instanceId);
        if (annotation !== undefined) compareObject(checks, sample, of, image, annotation, categories.get(annotation.category_id), keypoints);
        else if (of.object.boxVisibleXYXY !== null) throw missing(`object ${of.object.instanceId} of sample ${sample.record.id}`);
      }
      for (const marked of sample.record.regions?.objects ?? []) {
        const region = regions.find(({ image_id, source_id }) => image_id === id && source_id === marked.id);
        if (region === undefined) throw missing(`region ${marked.id} of sample ${sample.record.id}`);
        compareRegion(checks, marked, region, categories.get(region.category_id), keypoints, `${sample.record.id}, region ${marked.id}`);
      }
    }
  }
  return proofOf(...Object.values(checks).filter(({ compared }) => compared > 0));
}

async function readFor(root: string, file: string, ids: ReadonlySet<number>) {
  const images = new Map<number, Image>();
  const annotations: Annotation[] = [];
  const regions: Region[] = [];
  const categories = new Map<number, Category>();
  for await (const { list, value } of readJsonLists(root, file)) {
    if (list === "images" && ids.has((value as { id: number }).id)) images.set((value as { id: number }).id, imageSchema.parse(value));
    else if (list === "annotations" && ids.has((value as { image_id: number }).image_id)) {
      if ("source_id" in (value as object)) regions.push(regionSchema.parse(value));
      else annotations.push(annotationSchema.parse(value));
    }
    else if (list === "categories") categories.set((value as { id: number }).id, categorySchema.parse(value));
  }
  return { images, annotations, regions, categories };
}

function compareObject(checks: Comparisons, { record }: ProofSample, { object, points }: ProofObject, image: Image, annotation: Annotation, category: Category | undefined, keypoints: ExportOptions["keypoints"]): void {
  const at = `${record.id}, object ${object.instanceId}`;
  checks.categories.take(category?.name === object.category ? 0 : 1, at);
  const { rotation_object_to_camera: R, translation_object_to_camera: t, scale } = annotation.pose3d;
  const { K, distortion } = image.camera!;
  for (const { point, x, y } of points) {
    const [px, py, pz] = point;
    checks.points.take(apart(project({ K, R, t, distortion }, [px * scale, py * scale, pz * scale]), [x, y]), at);
  }
  const mask = decodeMask(object.maskVisible);
  const written = annotation.segmentation;
  if (Array.isArray(written)) checks.polygons.take(1 - intersectionOverUnion(fillRings(written, image.width, image.height), mask), at);
  else checks.masks.take(differences(decodeMask(written), mask), at);
  checks.masks.take(annotation.area - mask.reduce((sum, inside) => sum + inside, 0), at);
  const [x, y, width, height] = annotation.bbox as [number, number, number, number];
  for (const [edge, value] of (maskBounds(mask, image.width) ?? []).entries()) checks.boxes.take([x, y, x + width, y + height][edge]! - value, at);
  if (category?.keypoints === undefined) return;
  if (keypoints === "box") {
    const seen = (corner: readonly number[]) => project({ K, R, t, distortion }, corner.map((side) => side * scale) as [number, number, number]);
    for (const [index, corner] of [...object.box3d.corners, object.box3d.center].entries()) {
      const [column, row, flag] = annotation.keypoints?.slice(index * 3) ?? [];
      if (flag !== 0) checks.keypoints.take(apart([column! + 0.5, row! + 0.5], seen(corner)), `${at}, ${category.keypoints[index]!}`);
    }
    return;
  }
  for (const { name, image: seen, visibility } of object.keypoints) {
    const [column, row, flag] = annotation.keypoints?.slice(category.keypoints.indexOf(name) * 3) ?? [];
    const labelled = seen !== null && visibility !== "outside";
    // The file counts pixels: the centre of the first is 0.
    if (labelled && flag !== 0) checks.keypoints.take(apart([column! + 0.5, row! + 0.5], seen), `${at}, ${name}`);
    else checks.keypoints.take(labelled === (flag !== 0) ? 0 : NaN, `${at}, ${name}`);
  }
}

function compareRegion(checks: Comparisons, marked: RegionRecord, region: Region, category: Category | undefined, keypoints: ExportOptions["keypoints"], at: string): void {
  checks.categories.take(category?.name === marked.category && (region.iscrowd === 1) === marked.isCrowd ? 0 : 1, at);
  const [x, y, width, height] = region.bbox ?? [NaN, NaN, NaN, NaN];
  for (const [edge, value] of (marked.boxXYXY ?? []).entries()) checks.boxes.take([x!, y!, x! + width!, y! + height!][edge]! - value, at);
  if (marked.mask !== null) {
    const mask = decodeMask(marked.mask);
    const written = region.segmentation ?? [];
    if (Array.isArray(written)) checks.polygons.take(1 - intersectionOverUnion(fillRings(written, marked.mask.size[1], marked.mask.size[0]), mask), at);
    else checks.masks.take(differences(decodeMask(written), mask), at);
  }
  if (keypoints === "box") return;
  for (const { name, image: seen, visibility } of marked.keypoints) {
    const [column, row, flag] = region.keypoints?.slice((category?.keypoints?.indexOf(name) ?? 0) * 3) ?? [];
    checks.keypoints.take(flag === { visible: 2, occluded: 1, outside: 0 }[visibility] ? (seen === null || flag === 0 ? 0 : apart([column! + 0.5, row! + 0.5], seen)) : NaN, `${at}, ${name}`);
  }
}

function differences(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let count = 0;
  for (let pixel = 0; pixel < a.length; pixel++) if (a[pixel] !== b[pixel]) count++;
  return count;
}
