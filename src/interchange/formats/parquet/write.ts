/** Writes Parquet shards. */
import { encodeParquet, type ParquetEncoder, type ParquetRow } from "../../../codecs/parquet.js";
import { DatasetError } from "../../../core/errors.js";
import type { FileSink } from "../../../storage/file-sink.js";
import { classesText, CLASSES_FILE, classNumbers } from "../../class-names.js";
import { datasetCard } from "../../dataset-card.js";
import type { ExportContext, ExportedSample, FormatWriter } from "../../format.js";
import { imageName } from "../../image-name.js";
import { imageCategory } from "../../../sample/image-category.js";
import { plainLabel } from "../../plain-label.js";
import { columnOf, featuresOf, huggingFaceMetadata, parquetColumns } from "./columns.js";

/** Rows and bytes that are held before a row group is written. */
const GROUP_ROWS = 1000;
const GROUP_BYTES = 16 << 20;

const LABELS = `\`image\` is the picture, \`label\` its class, \`caption\` the prompt; \`objects\` holds boxes ([x, y, width, height]) and classes as detectors
expect them, \`K\` the camera (OpenCV axes, pixel centres at +0.5), \`poses\` the pose of each object, and \`record\` the whole label as JSON, with
3D boxes, masks (COCO run lengths) and keypoints.`;

/** The file under way of a split. */
interface Shard {
  sink: FileSink;
  encoder: ParquetEncoder;
  bytes: number;
}

/** A split: rows that wait for their row group, and the file that takes them. */
interface Split {
  rows: ParquetRow[];
  held: number;
  shard: Shard | null;
  shards: number;
}

/** Writes `data/SPLIT-00000.parquet` …, classes.json and the dataset card. */
export async function openParquet({ folder, survey, name, options }: ExportContext): Promise<FormatWriter> {
  const numbers = classNumbers(survey);
  const features = featuresOf(survey.outputs);
  const columns = parquetColumns(features);
  const metadata = { huggingface: huggingFaceMetadata(features, survey.categories.map((category) => category.name)) };
  const most = options.shardMegabytes * 1e6;
  const splits = new Map<string, Split>();
  const close = async (split: Split): Promise<void> => {
    if (split.shard === null) return;
    await split.shard.sink.write(split.shard.encoder.end());
    await split.shard.sink.close();
    split.shard = null;
  };
  const flush = async (name: string, split: Split): Promise<void> => {
    if (split.rows.length === 0) return;
    if (split.shard !== null && split.shard.bytes + split.held > most) await close(split);
    split.shard ??= { sink: await folder.open(`data/${name}-${String(split.shards++).padStart(5, "0")}.parquet`), encoder: await encodeParquet(columns, metadata), bytes: 0 };
    const bytes = split.shard.encoder.group(split.rows);
    split.shard.bytes += bytes.length;
    split.rows = [];
    split.held = 0;
    await split.shard.sink.write(bytes);
  };
  await folder.write("README.md", datasetCard(survey, name, { filesOf: (split) => `data/${split}-*.parquet`, labels: LABELS }));
  await folder.write(CLASSES_FILE, classesText(survey));
  return {
    async add(sample) {
      const split = splits.get(sample.split) ?? { rows: [], held: 0, shard: null, shards: 0 };
      splits.set(sample.split, split);
      const { row, bytes } = await rowOf(sample, survey.outputs, numbers);
      // A group never grows beyond what a file may hold.
      if (split.rows.length === GROUP_ROWS || split.held + bytes > Math.min(GROUP_BYTES, most)) await flush(sample.split, split);
      split.rows.push(row);
      split.held += bytes;
    },
    async finish() {
      for (const [name, split] of splits) {
        await flush(name, split);
        await close(split);
      }
    },
  };
}

/** A sample's row and about how many bytes it takes. */
async function rowOf({ record, output }: ExportedSample, outputs: readonly string[], numbers: ReadonlyMap<string, number>): Promise<{ row: ParquetRow; bytes: number }> {
  const picture = async (name: string, path: string) => {
    const bytes = await output(name);
    if (bytes === null) throw new DatasetError("E_NOT_FOUND", `${name} of sample ${record.id} is missing.`, { hint: "`dst3d generate` with the same recipe makes it again.", subject: record.id });
    return { bytes, path };
  };
  const pictures = await Promise.all(["image", ...outputs].map(async (name) => [name === "image" ? name : columnOf(name), await picture(name, name === "image" ? imageName(record) : otherName(record, name))] as const));
  const label = plainLabel(record);
  const category = imageCategory(record);
  const number = (of: string): bigint => BigInt(numbers.get(of)!);
  const seen = label.objects.flatMap(({ bbox, category: of }) => (bbox === null ? [] : [{ bbox, category: number(of) }]));
  const text = JSON.stringify(label);
  const row: ParquetRow = {
    id: record.id,
    label: category === null ? null : number(category),
    caption: label.prompt ?? "",
    label_status: label.label_status,
    K: label.camera?.K ?? null,
    objects: { bbox: seen.map(({ bbox }) => bbox), categories: seen.map((object) => object.category) },
    poses: label.objects.map((object) => ({
      instance_id: object.instance_id,
      category: object.category,
      rotation_object_to_camera: object.rotation_object_to_camera,
      translation_object_to_camera: object.translation_object_to_camera,
      scale: object.scale,
      front_known: object.front_known,
      azimuth: object.azimuth,
      elevation: object.elevation,
      in_plane: object.in_plane,
      distance: object.distance,
      visible_fraction: object.visible_fraction,
      truncation: object.truncation,
    })),
    record: text,
    ...Object.fromEntries(pictures),
  };
  return { row, bytes: 2 * text.length + pictures.reduce((sum, [, { bytes }]) => sum + bytes.length, 0) };
}

function otherName(record: ExportedSample["record"], output: string): string {
  const ending = /\.([a-z0-9]+)$/.exec(record.files[output]!.name)?.[1] ?? "png";
  return `${record.id}.${output}.${ending}`;
}
