/** Writes Omni3D files. */
import { maskArea } from "../../../codecs/rle.js";
import { VERSION } from "../../../core/version.js";
import { intrinsicsWithCentre } from "../../../geometry/pixel-origin.js";
import type { Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { imageName } from "../../image-name.js";
import { type JsonListWriter, openJsonLists } from "../../json-list-writer.js";
import { metricBox } from "../../metric-box.js";
import { safeName } from "../../safe-name.js";
import { sizeMetres } from "../../size-metres.js";
import { omni3dCategories, omni3dName } from "./categories.js";

/** Number of the dataset in its files; those of the benchmark are below 100. */
const DATASET_ID = 1000;
/** Omni3D's word for "not known". */
const UNKNOWN = -1;
const UNKNOWN_BOX = [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];

/** Split names in `info`. */
const SPLITS: Readonly<Record<string, string>> = { train: "Train", val: "Val", test: "Test" };

/**
 * Writes what the loader expects below its `datasets` folder: `Omni3D/NAME_SPLIT.json`, `Omni3D/stats.json` and
 * `NAME/SPLIT/ID.png`.
 */
export async function openOmni3d({ folder, survey, options, name }: ExportContext): Promise<FormatWriter> {
  const dataset = safeName(name);
  const categories = omni3dCategories(survey);
  const ids = new Map(categories.map((category) => [category.name, category.id]));
  const files = new Map<string, JsonListWriter<"images" | "annotations">>();
  for (const split of survey.samples.keys()) {
    const info = { id: `${DATASET_ID}`, source: DATASET_ID, name: `${dataset} ${SPLITS[split]!}`, split: SPLITS[split]!, version: VERSION, url: "" };
    files.set(split, await openJsonLists(folder, `Omni3D/${dataset}_${split}.json`, { info, categories }, ["images", "annotations"]));
  }
  let annotations = 0;
  let images = 0;
  return {
    async add({ record, split, place }) {
      const path = `${dataset}/${split}/${imageName(record)}`;
      const file = files.get(split)!;
      images++;
      await file.add("images", omni3dImage(record, path));
      for (const object of record.objects) {
        const category = omni3dName(object);
        await file.add("annotations", {
          id: ++annotations,
          image_id: record.index + 1,
          dataset_id: DATASET_ID,
          category_id: ids.get(category)!,
          category_name: category,
          ...omni3dObject(object, sizeMetres(object, options.sizes)!),
        });
      }
      await place("image", path);
    },
    async finish() {
      for (const file of files.values()) await file.finish();
      const stats = { n_datasets: files.size, n_ims: images, n_anns: annotations, category_names: categories.map((category) => category.name), categories };
      await folder.write("Omni3D/stats.json", `${JSON.stringify(stats, null, 2)}\n`);
    },
  };
}

function omni3dImage(record: SampleRecord, path: string): object {
  const { K, width, height } = record.camera!;
  const [a, b, c, d, e, f, g, h, i] = intrinsicsWithCentre(K as unknown as Matrix3, 0);
  return {
    id: record.index + 1,
    dataset_id: DATASET_ID,
    width,
    height,
    file_path: path,
    K: [[a, b, c], [d, e, f], [g, h, i]],
    src_90_rotate: 0,
    src_flagged: false,
    sample_id: record.id,
    label_status: record.labelStatus,
  };
}

function omni3dObject(object: ObjectRecord, longestMetres: number): object {
  const { center, dimensions, rotation: R, corners } = metricBox(object, longestMetres);
  return {
    valid3D: true,
    bbox2D_tight: object.boxVisibleXYXY ?? UNKNOWN_BOX,
    bbox2D_proj: object.boxProjectedXYXY ?? UNKNOWN_BOX,
    bbox2D_trunc: object.boxTruncatedXYXY ?? UNKNOWN_BOX,
    bbox3D_cam: corners,
    center_cam: center,
    dimensions,
    R_cam: [R.slice(0, 3), R.slice(3, 6), R.slice(6, 9)],
    behind_camera: corners.some(([, , z]) => z <= 0),
    visibility: object.visibleFraction,
    truncation: object.truncation,
    segmentation_pts: maskArea(object.maskVisible),
    lidar_pts: UNKNOWN,
    depth_error: UNKNOWN,
    instance_id: object.instanceId,
  };
}
