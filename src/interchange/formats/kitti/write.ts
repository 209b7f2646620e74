/** Writes KITTI's files (readme of the object development kit). */
import { atan2, wrapTurn } from "../../../core/math.js";
import { intrinsicsWithCentre } from "../../../geometry/pixel-origin.js";
import type { Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import type { ExportContext, FormatWriter } from "../../format.js";
import { lineFiles, splitsWithVal } from "../../image-sets.js";
import { imageExtension } from "../../image-name.js";
import { metricBox } from "../../metric-box.js";
import { safeName } from "../../safe-name.js";
import { sizeMetres } from "../../size-metres.js";

/** KITTI's words; other categories keep their own. */
const TYPES: Readonly<Record<string, string>> = { car: "Car", truck: "Truck", person: "Pedestrian", tram: "Tram" };
/** From how much of an object inside the image is seen: 0 = fully visible, 1 = partly, 2 = largely occluded. */
const OCCLUSION = [[0.95, 0], [0.5, 1], [0, 2]] as const;

/**
 * Writes `training/image_2/000000.png`, `label_2/000000.txt`, `calib/000000.txt`, and `ImageSets/SPLIT.txt`. Objects of which
 * nothing is seen have no line.
 */
export async function openKitti({ folder, survey, options }: ExportContext): Promise<FormatWriter> {
  const sets = await lineFiles(folder, splitsWithVal(survey.samples.keys()).map((split) => `ImageSets/${split}.txt`));
  return {
    async add({ record, split, place }) {
      const name = kittiName(record.index);
      const lines = record.objects.filter(({ boxVisibleXYXY }) => boxVisibleXYXY !== null).map((object) => labelLine(object, sizeMetres(object, options.sizes)!));
      await folder.write(`training/label_2/${name}.txt`, lines.map((line) => `${line}\n`).join(""));
      await folder.write(`training/calib/${name}.txt`, calibration(record));
      await sets.add(`ImageSets/${split}.txt`, name);
      await place("image", `training/image_2/${name}.${imageExtension(record)}`);
    },
    finish: () => sets.close(),
  };
}

/** Six digits, more where they are needed. */
function kittiName(index: number): string {
  return String(index).padStart(6, "0");
}

function labelLine(object: ObjectRecord, longestMetres: number): string {
  const { center: [x, y, z], dimensions: [width, height, length], rotation } = metricBox(object, longestMetres);
  // The local x axis is the object's front; turned by rotation_y about y (down), it is (cos, 0, −sin).
  const rotationY = halfTurn(atan2(-rotation[6], rotation[0]));
  const [x0, y0, x1, y1] = object.boxVisibleXYXY!;
  const inside = object.truncation < 1 ? object.visibleFraction / (1 - object.truncation) : 0;
  return [
    TYPES[object.category] ?? safeName(object.category),
    shown(object.truncation),
    OCCLUSION.find(([share]) => inside >= share)![1],
    ...[halfTurn(rotationY - atan2(x, z)), x0, y0, x1 - 1, y1 - 1, height, width, length, x, y + height / 2, z, rotationY].map(shown),
  ].join(" ");
}

function calibration({ camera }: SampleRecord): string {
  const [a, b, c, d, e, f, g, h, i] = intrinsicsWithCentre(camera!.K as unknown as Matrix3, 0);
  const projection = [a, b, c, 0, d, e, f, 0, g, h, i, 0];
  const rows: [string, number[]][] = [
    ...[0, 1, 2, 3].map((number): [string, number[]] => [`P${number}`, projection]),
    ["R0_rect", [1, 0, 0, 0, 1, 0, 0, 0, 1]],
    // A laser scanner in the camera's place, by its usual axes: x forward, y left, z up.
    ["Tr_velo_to_cam", [0, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0]],
    ["Tr_imu_to_velo", [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]],
  ];
  return rows.map(([name, values]) => `${name}: ${values.map((value) => value.toExponential(12)).join(" ")}\n`).join("");
}

/** An angle in (−π, π]. */
function halfTurn(angle: number): number {
  const turn = wrapTurn(angle);
  return turn > Math.PI ? turn - 2 * Math.PI : turn;
}

function shown(value: number): string {
  return value.toFixed(6);
}
