/** The models of a BOP dataset: a PLY in millimetres for every surface at every size. */
import { encodePly } from "../../../codecs/encode-ply.js";
import { diameter } from "../../../geometry/diameter.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import type { ExportContext } from "../../format.js";
import { shapeKey } from "../../shape-key.js";

/** Numbers models and writes their files. */
export interface BopModels {
  /** Number of an object's model, from 1. @param millimetres length of an object unit */
  number(record: SampleRecord, object: ObjectRecord, millimetres: number): Promise<number>;
  /** Writes what is known of all models. */
  finish(): Promise<void>;
}

/** Writes `models/obj_000001.ply` … and `models/models_info.json`. */
export function bopModels({ folder, mesh }: Pick<ExportContext, "folder" | "mesh">): BopModels {
  const numbers = new Map<string, number>();
  const infos: Record<string, object> = {};
  return {
    async number(record, object, millimetres) {
      // Sizes that differ by rounding only are one.
      const key = `${shapeKey(object)} ${millimetres.toPrecision(9)}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const number = numbers.size + 1;
      numbers.set(key, number);
      const surface = await mesh(record, object);
      if (surface !== null) await folder.write(`models/obj_${String(number).padStart(6, "0")}.ply`, encodePly(surface.positions, surface.indices, millimetres));
      infos[String(number)] = modelInfo(object, millimetres, surface === null ? null : diameter(surface.positions));
      return number;
    },
    finish: () => folder.write("models/models_info.json", `${JSON.stringify(infos, null, 1)}\n`),
  };
}

/** @param across largest distance of two vertices in object units; null where the surface is not there: then the box' diagonal */
function modelInfo({ box3d, symmetry, category, shape }: ObjectRecord, millimetres: number, across: number | null): object {
  const [dx, dy, dz] = box3d.dimensions;
  const low = box3d.center.map((place, axis) => (place - box3d.dimensions[axis]! / 2) * millimetres);
  const moved = (matrix: readonly number[]): number[] => matrix.map((value, at) => (at === 3 || at === 7 || at === 11 ? value * millimetres : value));
  return {
    diameter: (across ?? Math.sqrt(dx * dx + dy * dy + dz * dz)) * millimetres,
    min_x: low[0], min_y: low[1], min_z: low[2],
    size_x: dx * millimetres, size_y: dy * millimetres, size_z: dz * millimetres,
    ...(symmetry.discrete.length === 0 ? {} : { symmetries_discrete: symmetry.discrete.map(moved) }),
    ...(symmetry.continuous.length === 0 ? {} : { symmetries_continuous: symmetry.continuous.map(({ axis, offset }) => ({ axis, offset: offset.map((place) => place * millimetres) })) }),
    category,
    shape: shape.id,
  };
}
