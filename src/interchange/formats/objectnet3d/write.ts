/** Writes the tree of ObjectNet3D. */
import type { ObjectRecord } from "../../../sample/record.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { lineFiles, splitsWithVal } from "../../image-sets.js";
import { jpegImage } from "../../jpeg-image.js";
import { pascalRecord } from "../../pascal-record.js";
import { safeName } from "../../safe-name.js";
import { shapeFiles } from "../../shape-files.js";

/** Writes `Annotations/ID.mat`, `Images/ID.JPEG`, `Image_sets/SPLIT.txt` and `CAD/off/CLASS/01.off` … */
export async function openObjectNet3d({ folder, survey, name, mesh }: ExportContext): Promise<FormatWriter> {
  const sets = await lineFiles(folder, splitsWithVal(survey.samples.keys()).map((split) => `Image_sets/${split}.txt`));
  const shapes = shapeFiles({ folder, mesh }, "CAD/off");
  return {
    async add(sample) {
      const { record, split } = sample;
      const objects = [];
      for (const object of record.objects) {
        const className = objectNetClass(object);
        objects.push({ object, className, cadIndex: await shapes.number(record, object, className) });
      }
      const fileName = `${record.id}.JPEG`;
      await folder.write(`Annotations/${record.id}.mat`, pascalRecord(record, objects, { folder: "Images", database: name, fileName }));
      await folder.write(`Images/${fileName}`, await jpegImage(sample));
      await sets.add(`Image_sets/${split}.txt`, record.id);
    },
    finish: () => sets.close(),
  };
}

function objectNetClass({ category, categoryNames }: ObjectRecord): string {
  return categoryNames.objectnet3d ?? safeName(category);
}
