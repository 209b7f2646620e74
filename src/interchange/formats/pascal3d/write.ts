/** Writes the tree of PASCAL3D+. */
import type { ObjectRecord } from "../../../sample/record.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { lineFiles, splitsWithVal } from "../../image-sets.js";
import { jpegImage } from "../../jpeg-image.js";
import { pascalRecord } from "../../pascal-record.js";
import { safeName } from "../../safe-name.js";
import { shapeFiles } from "../../shape-files.js";

/** PASCAL3D+'s name of a category; its own where PASCAL3D+ lacks it. */
export function pascalClass({ category, categoryNames }: Pick<ObjectRecord, "category" | "categoryNames">): string {
  return categoryNames.pascal3d ?? safeName(category);
}

/**
 * Writes `Annotations/CLASS_imagenet/ID.mat`, `Images/CLASS_imagenet/ID.JPEG`, `Image_sets/CLASS_imagenet_SPLIT.txt` and
 * `CAD/CLASS/01.off` …, CLASS being that of the main object.
 */
export async function openPascal3d({ folder, survey, name, mesh }: ExportContext): Promise<FormatWriter> {
  const splits = splitsWithVal(survey.samples.keys());
  const classes = [...new Set(survey.categories.map(({ name: category, names }) => pascalClass({ category, categoryNames: names })))].sort();
  const setFile = (className: string, split: string): string => `Image_sets/${className}_imagenet_${split}.txt`;
  const sets = await lineFiles(folder, classes.flatMap((className) => splits.map((split) => setFile(className, split))));
  const shapes = shapeFiles({ folder, mesh }, "CAD");
  return {
    async add(sample) {
      const { record, split } = sample;
      const objects = [];
      for (const object of record.objects) {
        const className = pascalClass(object);
        objects.push({ object, className, cadIndex: await shapes.number(record, object, className) });
      }
      const className = objects[0]!.className;
      const fileName = `${record.id}.JPEG`;
      await folder.write(`Annotations/${className}_imagenet/${record.id}.mat`, pascalRecord(record, objects, { folder: `${className}_imagenet`, database: name, fileName }));
      await folder.write(`Images/${className}_imagenet/${fileName}`, await jpegImage(sample));
      await sets.add(setFile(className, split), record.id);
    },
    finish: () => sets.close(),
  };
}
