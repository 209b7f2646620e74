/** What `models_info.json` says of models, in our units. */
import type { Box3 } from "../../../geometry/box.js";
import type { Vector3 } from "../../../geometry/vector.js";
import type { ObjectRecord } from "../../../sample/record.js";
import { importError, numberIn, numbersIn, objectIn, vectorIn } from "../../import-error.js";

const MILLIMETRES = 1000;

/** A model. */
export interface BopModel {
  category: string;
  shapeId: string;
  longestMetres: number;
  /** Longest side 1. */
  box: Box3;
  symmetry: ObjectRecord["symmetry"];
}

/** Models by number. @throws DatasetError E_IMPORT */
export function readBopModels(value: unknown, subject: string): ReadonlyMap<number, BopModel> {
  const models = new Map<number, BopModel>();
  for (const [key, info] of Object.entries(objectIn(value, subject))) {
    if (!/^\d{1,9}$/.test(key)) throw importError(subject, `has a model called ${JSON.stringify(key)}, which is no number`);
    if (models.has(Number(key))) throw importError(subject, `has model ${Number(key)} twice`);
    models.set(Number(key), readModel(Number(key), objectIn(info, `model ${key} of ${subject}`), `model ${key} of ${subject}`));
  }
  return models;
}

function readModel(number: number, info: Record<string, unknown>, subject: string): BopModel {
  const size = numbersIn([info["size_x"], info["size_y"], info["size_z"]], 3, subject, "size_x, size_y, size_z");
  const low = numbersIn([info["min_x"], info["min_y"], info["min_z"]], 3, subject, "min_x, min_y, min_z");
  const longest = Math.max(...size);
  if (!(Math.min(...size) >= 0 && longest > 0)) throw importError(subject, "has no size");
  const units = (values: readonly number[]): [number, number, number] => values.map((value) => value / longest) as [number, number, number];
  const name = `obj_${String(number).padStart(6, "0")}`;
  return {
    category: typeof info["category"] === "string" ? info["category"] : name,
    shapeId: typeof info["shape"] === "string" ? info["shape"] : name,
    longestMetres: longest / MILLIMETRES,
    box: { center: units(low.map((from, axis) => from + size[axis]! / 2)), dimensions: units(size) },
    symmetry: {
      discrete: listIn(info["symmetries_discrete"], subject).map((matrix) => numbersIn(matrix, 16, subject, "symmetries_discrete").map((entry, at) => (at === 3 || at === 7 || at === 11 ? entry / longest : entry))),
      continuous: listIn(info["symmetries_continuous"], subject).map((turn) => continuous(objectIn(turn, subject), units, subject)),
    },
  };
}

function continuous(turn: Record<string, unknown>, units: (values: readonly number[]) => [number, number, number], subject: string): ObjectRecord["symmetry"]["continuous"][number] {
  const axis: Vector3 = vectorIn(turn["axis"], subject, "axis of a symmetry");
  return { axis: [...axis], offset: units(turn["offset"] === undefined ? [0, 0, 0] : vectorIn(turn["offset"], subject, "offset of a symmetry")) };
}

function listIn(value: unknown, subject: string): unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw importError(subject, "has symmetries that are no list");
}

/** Steps of a depth picture in metres. @throws DatasetError E_IMPORT */
export function metresPerStep(value: unknown, subject: string): number {
  const steps = numberIn(value, subject, "depth_scale");
  if (!(steps > 0)) throw importError(subject, `has the depth_scale ${steps}`);
  return steps / MILLIMETRES;
}

/** Millimetres as metres. @throws DatasetError E_IMPORT */
export function metresIn(value: unknown, subject: string, name: string): [number, number, number] {
  return vectorIn(value, subject, name).map((place) => place / MILLIMETRES) as [number, number, number];
}
