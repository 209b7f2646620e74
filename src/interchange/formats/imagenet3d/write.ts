/** Writes the tree of ImageNet3D, as its `preprocess_data.py` reads it. */
import { encodeNpz } from "../../../codecs/npy.js";
import type { PickleValue } from "../../../codecs/pickle.js";
import { wrapTurn } from "../../../core/math.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { lineFiles, splitsWithVal } from "../../image-sets.js";
import { jpegImage } from "../../jpeg-image.js";
import { pascalPose } from "../../pascal-pose.js";
import { safeName } from "../../safe-name.js";
import { shapeFiles } from "../../shape-files.js";

/** Its tools draw with OpenCV, where the first pixel's centre is 0. */
const CENTRE = 0;

/** From how much of an object is seen: the share above which a status holds. */
const STATUS = [[0.75, "status_good"], [0.4, "status_partially"], [0.1, "status_barely"], [0, "status_bad"]] as const;

/** ImageNet3D's classes are called as ObjectNet3D's where both have them. */
function className({ category, categoryNames }: Pick<ObjectRecord, "category" | "categoryNames">): string {
  return categoryNames.objectnet3d ?? safeName(category);
}

/** Writes `images/CLASS/ID.JPEG`, `annotations/CLASS/ID.npz`, `lists/CLASS_imagenet_SPLIT.txt` and `CAD/CLASS/01.off` … */
export async function openImageNet3d({ folder, survey, mesh }: ExportContext): Promise<FormatWriter> {
  const classes = [...new Set(survey.categories.map(({ name, names }) => className({ category: name, categoryNames: names })))].sort();
  const listFile = (of: string, split: string): string => `lists/${of}_imagenet_${split}.txt`;
  const lists = await lineFiles(folder, classes.flatMap((of) => splitsWithVal(survey.samples.keys()).map((split) => listFile(of, split))));
  const shapes = shapeFiles({ folder, mesh }, "CAD");
  return {
    async add(sample) {
      const { record, split } = sample;
      const annotations: PickleValue[] = [];
      for (const object of record.objects) {
        const of = className(object);
        annotations.push({ dict: annotation(record, object, of, await shapes.number(record, object, of)) });
      }
      const of = className(record.objects[0]!);
      await folder.write(`annotations/${of}/${record.id}.npz`, encodeNpz({ annotations: { shape: [annotations.length], type: "object", values: annotations } }));
      await folder.write(`images/${of}/${record.id}.JPEG`, await jpegImage(sample));
      await lists.add(listFile(of, split), record.id);
    },
    finish: () => lists.close(),
  };
}

function annotation(record: SampleRecord, object: ObjectRecord, of: string, cadIndex: number): Record<string, PickleValue> {
  const pose = pascalPose(record, object, CENTRE);
  const { width, height } = record.camera!;
  const float = (value: number): PickleValue => ({ float: value });
  return {
    azimuth: float(wrapTurn(pose.azimuthRadians)),
    elevation: float(wrapTurn(pose.elevationRadians)),
    theta: float(wrapTurn(pose.thetaRadians)),
    distance: float(pose.distance),
    focal: float(1),
    viewport: pose.focalPixels,
    px: float(pose.principalX),
    py: float(pose.principalY),
    principal: { shape: [2], type: "f8", values: [pose.principalX, pose.principalY] },
    cad_index: cadIndex,
    height,
    width,
    bbox: { shape: [4], type: "f8", values: object.boxVisibleXYXY ?? [0, 0, 0, 0] },
    class: of,
    object_status: STATUS.find(([share]) => object.visibleFraction >= share)![1],
    dense: record.objects.filter(({ category }) => category === object.category).length > 1 ? "dense_yes" : "dense_no",
    ignore: 0,
  };
}
