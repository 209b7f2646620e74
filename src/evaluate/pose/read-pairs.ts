/** Reads pairs of true and predicted poses, and symmetries of categories. */
import { rotationFromViewpoint } from "../../geometry/viewpoint.js";
import type { Matrix3 } from "../../geometry/vector.js";
import { badInput, fieldsOf, listOf, numberOf, numbersOf, textOf } from "../input/checks.js";
import type { PoseSymmetry } from "./symmetric-error.js";

/** A pair, checked; rotations are object → camera. */
export interface ReadPair {
  category: string;
  shift: string | null;
  truth: Matrix3;
  predicted: Matrix3 | null;
}

/** How far a matrix may be from a rotation. */
const ROUNDING = 1e-4;

/** @throws DatasetError E_EVALUATION */
export function readPairs(value: unknown): ReadPair[] {
  return listOf(value, "pairs").map((each, at) => {
    const where = `pairs[${at}]`;
    const fields = fieldsOf(each, where);
    if (fields.predicted === undefined) throw badInput(`${where}.predicted`, "it is missing", "Write null where nothing is predicted: it counts as wrong.");
    return {
      category: textOf(fields.category, `${where}.category`),
      shift: fields.shift === undefined || fields.shift === null ? null : textOf(fields.shift, `${where}.shift`),
      truth: rotationOf(fields.truth, `${where}.truth`),
      predicted: fields.predicted === null ? null : rotationOf(fields.predicted, `${where}.predicted`),
    };
  });
}

function rotationOf(value: unknown, where: string): Matrix3 {
  const { azimuth, elevation, theta } = fieldsOf(value, where);
  return rotationFromViewpoint({ azimuthRadians: numberOf(azimuth, `${where}.azimuth`), elevationRadians: numberOf(elevation, `${where}.elevation`), inPlaneRadians: numberOf(theta, `${where}.theta`) });
}

/** Symmetries by category. @throws DatasetError E_EVALUATION for what is no rotation and no axis */
export function readSymmetries(value: unknown): Map<string, PoseSymmetry> {
  return new Map(Object.entries(fieldsOf(value, "symmetry")).map(([category, each]) => {
    const where = `symmetry.${category}`;
    const fields = fieldsOf(each, where);
    const discrete = fields.discrete === undefined ? [] : listOf(fields.discrete, `${where}.discrete`).map((matrix, at) => turnOf(matrix, `${where}.discrete[${at}]`));
    const continuous = fields.continuous === undefined ? [] : listOf(fields.continuous, `${where}.continuous`).map((entry, at) => {
      const axis = numbersOf(fieldsOf(entry, `${where}.continuous[${at}]`).axis, 3, `${where}.continuous[${at}].axis`);
      if (axis.every((part) => part === 0)) throw badInput(`${where}.continuous[${at}].axis`, "it has no direction", "Give an axis of any length but 0.");
      return { axis };
    });
    return [category, { discrete, continuous }];
  }));
}

function turnOf(value: unknown, where: string): readonly number[] {
  const count = listOf(value, where).length;
  if (count !== 9 && count !== 16) throw badInput(where, `${count} numbers are no turn`, "Give 9 numbers (3 × 3) or 16 (4 × 4), row by row.");
  const matrix = numbersOf(value, count, where);
  const size = count === 9 ? 3 : 4;
  const row = (at: number): readonly number[] => matrix.slice(at * size, at * size + 3);
  const dot = (a: readonly number[], b: readonly number[]): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
  const [a, b, c] = [row(0), row(1), row(2)];
  const turned = [a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!];
  const errors = [dot(a, a) - 1, dot(b, b) - 1, dot(a, b), ...turned.map((part, at) => part - c[at]!)];
  if (errors.some((error) => Math.abs(error) > ROUNDING)) throw badInput(where, "it is no rotation", "Rows are at right angles and of length 1, and nothing is mirrored.");
  return matrix;
}
