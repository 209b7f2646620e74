/** Writes an ImageFolder. */
import type { FileSink } from "../../../storage/file-sink.js";
import { classesText, CLASSES_FILE, classNumbers } from "../../class-names.js";
import { datasetCard } from "../../dataset-card.js";
import type { ExportContext, ExportedSample, FormatWriter } from "../../format.js";
import { imageName } from "../../image-name.js";
import { plainLabel } from "../../plain-label.js";

const LABELS = `\`metadata.jsonl\` holds the label of each image: prompt, camera (OpenCV axes, pixel centres at +0.5), and for each object in
\`labels\` its pose, 3D box, 2D boxes, mask (COCO run lengths) and keypoints. \`objects\` repeats boxes ([x, y, width, height])
and categories as detectors expect them.`;

/**
 * Writes `SPLIT/metadata.jsonl` inside each split's folder (elsewhere some versions of the library pass it over), the
 * images beside it, and other kept pictures as `SPLIT/ID.depth.png` with a column `depth_file_name`.
 */
export async function openImageFolder({ folder, survey, name }: ExportContext): Promise<FormatWriter> {
  const numbers = classNumbers(survey);
  const files = new Map<string, FileSink>();
  for (const [split, samples] of survey.samples) if (samples > 0) files.set(split, await folder.open(`${split}/metadata.jsonl`));
  await folder.write("README.md", datasetCard(survey, name, { filesOf: (split) => `${split}/**`, labels: LABELS }));
  await folder.write(CLASSES_FILE, classesText(survey));
  return {
    async add({ record, split, place }) {
      const image = imageName(record);
      await place("image", `${split}/${image}`);
      const others: Record<string, string> = {};
      for (const output of survey.outputs) {
        const file = otherName(record, output);
        await place(output, `${split}/${file}`);
        others[`${output.replaceAll("-", "_")}_file_name`] = file;
      }
      const { objects, ...label } = plainLabel(record);
      const seen = objects.filter(({ bbox }) => bbox !== null);
      const row = {
        file_name: image,
        ...others,
        text: label.prompt ?? "",
        ...label,
        objects: { bbox: seen.map(({ bbox }) => bbox), categories: seen.map(({ category }) => numbers.get(category)!) },
        labels: objects,
      };
      await files.get(split)!.write(`${JSON.stringify(row)}\n`);
    },
    async finish() {
      for (const file of files.values()) await file.close();
    },
  };
}

function otherName(record: ExportedSample["record"], output: string): string {
  const ending = /\.([a-z0-9]+)$/.exec(record.files[output]!.name)?.[1] ?? "png";
  return `${record.id}.${output}.${ending}`;
}
