/** Writes YOLO's files. */
import { maskPolygons } from "../../../codecs/mask-polygons.js";
import { decodeMask } from "../../../codecs/rle.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import { classNumbers } from "../../class-names.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { imageName } from "../../image-name.js";
import { BOX_POINT_NAMES, type FlaggedPoint, objectKeypoints } from "../../keypoints.js";
import type { ExportOptions } from "../../options.js";
import type { Survey } from "../../survey.js";
import { joinedRings } from "./joined-rings.js";

/** Decimals of a number in a label: at 8192 pixels a rounding of 0.0004. */
const DECIMALS = 7;

/**
 * Writes `data.yaml`, `images/SPLIT/ID.png` and `labels/SPLIT/ID.txt`. An image without any visible object has an empty file,
 * which readers take for background.
 */
export async function openYolo({ folder, survey, options }: ExportContext): Promise<FormatWriter> {
  const numbers = classNumbers(survey);
  const names = pointNames(survey, options);
  await folder.write("data.yaml", dataYaml(survey, options, names));
  return {
    async add({ record, split, place }) {
      const lines = record.objects.filter(({ boxVisibleXYXY }) => boxVisibleXYXY !== null).map((object) => [String(numbers.get(object.category)!), ...numbersOf(record, object, options, names)].join(" "));
      await folder.write(`labels/${split}/${record.id}.txt`, lines.map((line) => `${line}\n`).join(""));
      await place("image", `images/${split}/${imageName(record)}`);
    },
    finish: () => Promise.resolve(),
  };
}

/** Names of all keypoints; the same for all classes, as the format asks. Empty where no keypoints are written. */
function pointNames({ categories }: Survey, { task, keypoints }: ExportOptions): readonly string[] {
  if (task !== "pose") return [];
  return keypoints === "box" ? BOX_POINT_NAMES : [...new Set(categories.flatMap((category) => category.keypoints))].sort();
}

function numbersOf(record: SampleRecord, object: ObjectRecord, options: ExportOptions, names: readonly string[]): string[] {
  const { width, height } = record.camera!;
  const across = (x: number): string => shown(x / width);
  const down = (y: number): string => shown(y / height);
  if (options.task === "segment") {
    const { maskVisible } = object;
    const ring = joinedRings(maskPolygons(decodeMask(maskVisible), maskVisible.size[1], maskVisible.size[0]));
    return ring.map((place, index) => (index % 2 === 0 ? across(place) : down(place)));
  }
  const [x0, y0, x1, y1] = object.boxVisibleXYXY!;
  const box = [across((x0 + x1) / 2), down((y0 + y1) / 2), across(x1 - x0), down(y1 - y0)];
  if (options.task === "detect") return box;
  const points = objectKeypoints(record, object, names, options, 0.5);
  // Readers refuse places outside the image: such points are not labelled.
  const isInside = ({ x, y, flag }: FlaggedPoint): boolean => flag > 0 && x >= 0 && y >= 0 && x <= width && y <= height;
  return [...box, ...points.flatMap((point) => (isInside(point) ? [across(point.x), down(point.y), String(point.flag)] : ["0", "0", "0"]))];
}

function shown(value: number): string {
  return String(Number(value.toFixed(DECIMALS)));
}

function dataYaml({ samples, categories }: Survey, { task, keypoints }: ExportOptions, names: readonly string[]): string {
  // Readers insist on `val`; without one it is the training split.
  const val = samples.has("val") ? "val" : "train";
  const lines = ["train: images/train", `val: images/${val}`, ...(samples.has("test") ? ["test: images/test"] : []), "names:", ...categories.map(({ name }, index) => `  ${index}: ${JSON.stringify(name)}`)];
  if (task === "pose") lines.push(`kpt_shape: [${names.length}, 3]`, `flip_idx: [${mirroredPoints(names, keypoints).join(", ")}]`, "kpt_names:", ...names.map((name) => `  - ${JSON.stringify(name)}`));
  return `${lines.join("\n")}\n`;
}

/** Which point each becomes in a mirrored picture: left and right change places. */
function mirroredPoints(names: readonly string[], kind: ExportOptions["keypoints"]): number[] {
  // Bit 2 of a corner's index is its side.
  if (kind === "box") return names.map((_, index) => (index < 8 ? index ^ 4 : index));
  return names.map((name, index) => {
    const other = names.indexOf(name.replaceAll(/left|right/g, (side) => (side === "left" ? "right" : "left")));
    return other < 0 ? index : other;
  });
}
