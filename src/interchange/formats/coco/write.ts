/** Writes COCO files. */
import { maskPolygons } from "../../../codecs/mask-polygons.js";
import { decodeMask, maskArea } from "../../../codecs/rle.js";
import type { ObjectRecord, RegionRecord, SampleRecord } from "../../../sample/record.js";
import { VERSION } from "../../../core/version.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { imageName } from "../../image-name.js";
import { BOX_POINT_NAMES, BOX_SKELETON, type FlaggedPoint, objectKeypoints, regionKeypoints } from "../../keypoints.js";
import { type JsonListWriter, openJsonLists } from "../../json-list-writer.js";
import type { ExportOptions } from "../../options.js";
import { boxXYWH, plainCamera, plainPose } from "../../plain-label.js";
import { licencesOf, type SurveyedCategory } from "../../survey.js";

/** COCO's keypoints are numbers of pixels, counted from 0: their centres are whole numbers. Boxes and polygons are edges. */
export const KEYPOINT_CENTRE = 0;

/** Where a split's annotations lie. */
export function instancesFile(split: string): string {
  return `annotations/instances_${split}.json`;
}

/** Writes `annotations/instances_SPLIT.json` and `SPLIT/ID.png`. Image ids are index + 1, so that they stay when samples are added. */
export async function openCoco({ folder, survey, options, name }: ExportContext): Promise<FormatWriter> {
  const licences = new Map(survey.licences.map((licence, index) => [licence, index + 1]));
  const categories = survey.categories.map((category, index) => ({ id: index + 1, name: category.name, supercategory: category.name, ...categoryKeypoints(category, options) }));
  const categoryOf = new Map(categories.map((category) => [category.name, category]));
  const head = {
    info: { description: name, version: VERSION, contributor: "dst3d", url: "" },
    licenses: [...licences].map(([licence, id]) => ({ id, name: licence, url: "" })),
    categories,
  };
  const files = new Map<string, JsonListWriter<"images" | "annotations">>();
  for (const split of survey.samples.keys()) files.set(split, await openJsonLists(folder, instancesFile(split), head, ["images", "annotations"]));
  let annotations = 0;
  return {
    async add({ record, split, place }) {
      const file = files.get(split)!;
      await file.add("images", cocoImage(record, licences.get(licencesOf(record))!));
      for (const object of record.objects) {
        if (object.boxVisibleXYXY === null) continue;
        const { id, keypoints } = { keypoints: undefined, ...categoryOf.get(object.category)! };
        await file.add("annotations", {
          id: ++annotations,
          image_id: record.index + 1,
          category_id: id,
          ...cocoObject(object, object.boxVisibleXYXY, options),
          ...(keypoints === undefined ? {} : withCount(objectKeypoints(record, object, keypoints, options, KEYPOINT_CENTRE))),
        });
      }
      for (const region of record.regions?.objects ?? []) {
        const { id, keypoints } = { keypoints: undefined, ...categoryOf.get(region.category)! };
        await file.add("annotations", { id: ++annotations, image_id: record.index + 1, category_id: id, ...cocoRegion(region, options), ...(keypoints === undefined || options.keypoints === "box" || region.keypoints.length === 0 ? {} : withCount(regionKeypoints(region, keypoints, KEYPOINT_CENTRE).map(({ x, y, flag }) => ({ x: withoutRounding(x), y: withoutRounding(y), flag })))) });
      }
      await place("image", `${split}/${imageName(record)}`);
    },
    async finish() {
      for (const file of files.values()) await file.finish();
    },
  };
}

function cocoImage(record: SampleRecord, license: number): object {
  const { width, height } = (record.camera ?? record.regions)!;
  return {
    id: record.index + 1,
    width,
    height,
    file_name: imageName(record),
    license,
    sample_id: record.id,
    label_status: record.labelStatus,
    prompt: record.prompt?.text ?? null,
    camera: plainCamera(record),
  };
}

function cocoObject(object: ObjectRecord, box: NonNullable<ObjectRecord["boxVisibleXYXY"]>, { segmentation }: Pick<ExportOptions, "segmentation">): object {
  const { size, counts } = object.maskVisible;
  return {
    bbox: boxXYWH(box),
    area: maskArea(object.maskVisible),
    segmentation: segmentation === "rle" ? { size, counts } : maskPolygons(decodeMask(object.maskVisible), size[1], size[0]),
    iscrowd: 0,
    instance_id: object.instanceId,
    visible_fraction: object.visibleFraction,
    truncation: object.truncation,
    pose3d: { shape: object.shape.id, ...plainPose(object) },
  };
}

/** As it was marked; a box without mask is its own area. */
function cocoRegion({ id, boxXYXY, mask, areaPixels, isCrowd }: RegionRecord, { segmentation }: Pick<ExportOptions, "segmentation">): object {
  const box = boxXYXY === null ? null : boxXYWH(boxXYXY).map(withoutRounding);
  return {
    ...(box === null ? {} : { bbox: box }),
    area: areaPixels ?? (mask === null ? (box === null ? 0 : box[2]! * box[3]!) : maskArea(mask)),
    ...(mask === null ? {} : { segmentation: segmentation === "rle" || isCrowd ? { size: mask.size, counts: mask.counts } : maskPolygons(decodeMask(mask), mask.size[1], mask.size[0]) }),
    iscrowd: isCrowd ? 1 : 0,
    source_id: id,
  };
}

/** Sums and differences of decimal numbers are off in the last digit. */
function withoutRounding(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

function withCount(points: readonly FlaggedPoint[]): { keypoints: number[]; num_keypoints: number } {
  return { keypoints: points.flatMap(({ x, y, flag }) => [x, y, flag]), num_keypoints: points.filter(({ flag }) => flag > 0).length };
}

/** Names and skeleton of a category; null where it has no keypoints. */
function categoryKeypoints(category: SurveyedCategory, { keypoints }: Pick<ExportOptions, "keypoints">): { keypoints: readonly string[]; skeleton: number[][] } | null {
  if (keypoints === "box") return { keypoints: BOX_POINT_NAMES, skeleton: BOX_SKELETON };
  return category.keypoints.length === 0 ? null : { keypoints: category.keypoints, skeleton: [] };
}
