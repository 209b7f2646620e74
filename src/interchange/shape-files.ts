/** The surfaces of exported shapes as OFF files, numbered from 1 within their class. */
import { encodeOff } from "../codecs/off.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import type { ExportContext } from "./format.js";
import { shapeKey } from "./shape-key.js";

/** Gives shapes their numbers and writes each once. */
export interface ShapeFiles {
  /** Number of an object's shape within its class; an articulated shape has one for every state. */
  number(record: SampleRecord, object: ObjectRecord, className: string): Promise<number>;
  /** How many have no file, since they cannot be made again. */
  readonly withoutFile: number;
}

/**
 * Writes `FOLDER/CLASS/01.off` and so on.
 * @param folderName such as CAD
 */
export function shapeFiles({ folder, mesh }: Pick<ExportContext, "folder" | "mesh">, folderName: string): ShapeFiles {
  const numbers = new Map<string, Map<string, number>>();
  let withoutFile = 0;
  return {
    async number(record, object, className) {
      const known = numbers.get(className) ?? new Map<string, number>();
      numbers.set(className, known);
      const before = known.get(shapeKey(object));
      if (before !== undefined) return before;
      const number = known.size + 1;
      known.set(shapeKey(object), number);
      const surface = await mesh(record, object);
      if (surface === null) withoutFile++;
      else await folder.write(`${folderName}/${className}/${String(number).padStart(2, "0")}.off`, encodeOff(surface.positions, surface.indices));
      return number;
    },
    get withoutFile() {
      return withoutFile;
    },
  };
}
