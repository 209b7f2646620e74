/** Reads MAT-files of level 5 as far as data sets need them: doubles, texts and structs, uncompressed. */
import { DatasetError } from "../core/errors.js";

/** An array of numbers, column by column. */
export interface MatNumbers {
  dimensions: number[];
  values: number[];
}

/** What a variable holds: numbers, a text, or structs. */
export type MatRead = MatNumbers | string | { [field: string]: MatRead }[];

const MOST_DEPTH = 32;
const MATRIX = 14;

/** A piece of the file that begins with type and length. */
interface Element {
  type: number;
  data: DataView;
  /** Where the next one begins. */
  next: number;
}

/**
 * All variables by name.
 * @throws DatasetError E_RECORD for what is no such file, is cut off, or holds other kinds of values
 */
export function decodeMat5(bytes: Uint8Array, subject: string): Record<string, MatRead> {
  const fail = (what: string): never => {
    throw new DatasetError("E_RECORD", `${subject} ${what}`, { hint: "Save it from MATLAB with -v6.", subject });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // MATLAB 7.3 and later put the same head before HDF5.
  if (bytes.length >= 128 && view.getUint16(124, true) === 0x0200) return fail("is a MAT-file of MATLAB 7.3 or later");
  if (bytes.length < 128 || view.getUint16(126, true) !== 0x4d49) return fail("is no little-endian MAT-file of level 5");
  const elementAt = (from: DataView, at: number): Element => {
    if (at + 8 > from.byteLength) return fail("is cut off");
    const first = from.getUint32(at, true);
    const small = first >>> 16;
    const length = small > 0 ? small : from.getUint32(at + 4, true);
    const begin = small > 0 ? at + 4 : at + 8;
    if (length > from.byteLength - begin || (small > 4)) return fail("is cut off");
    const data = new DataView(from.buffer, from.byteOffset + begin, length);
    return { type: first & 0xffff, data, next: small > 0 ? at + 8 : begin + Math.ceil(length / 8) * 8 };
  };
  const numbersOf = ({ type, data }: Element): number[] => {
    const sizes: Record<number, [number, (at: number) => number]> = {
      1: [1, (at) => data.getInt8(at)],
      2: [1, (at) => data.getUint8(at)],
      3: [2, (at) => data.getInt16(at, true)],
      4: [2, (at) => data.getUint16(at, true)],
      5: [4, (at) => data.getInt32(at, true)],
      6: [4, (at) => data.getUint32(at, true)],
      7: [4, (at) => data.getFloat32(at, true)],
      9: [8, (at) => data.getFloat64(at, true)],
      16: [1, (at) => data.getUint8(at)],
      17: [2, (at) => data.getUint16(at, true)],
    };
    const known = sizes[type];
    if (known === undefined) return fail(`holds numbers of type ${type}`);
    const [size, read] = known;
    return Array.from({ length: Math.floor(data.byteLength / size) }, (_, index) => read(index * size));
  };
  const matrixOf = (data: DataView, depth: number): { name: string; value: MatRead } => {
    if (depth > MOST_DEPTH) return fail("nests too deeply");
    const flags = elementAt(data, 0);
    const dimensions = elementAt(data, flags.next);
    const name = elementAt(data, dimensions.next);
    const sides = numbersOf(dimensions);
    const text = String.fromCharCode(...numbersOf(name));
    const kind = numbersOf(flags)[0]! & 0xff;
    if (kind !== 2) {
      const values = name.next < data.byteLength ? numbersOf(elementAt(data, name.next)) : [];
      return { name: text, value: kind === 4 ? String.fromCharCode(...values) : { dimensions: sides, values } };
    }
    const nameLength = elementAt(data, name.next);
    const names = elementAt(data, nameLength.next);
    const length = numbersOf(nameLength)[0]!;
    const letters = numbersOf(names);
    const fields = Array.from({ length: length > 0 ? Math.floor(letters.length / length) : 0 }, (_, index) => String.fromCharCode(...letters.slice(index * length, (index + 1) * length)).replace(/\0.*$/s, ""));
    let at = names.next;
    const rows: { [field: string]: MatRead }[] = [];
    const count = sides.reduce((product, side) => product * side, 1);
    // Every field of every struct takes room: what says more than fits would fill memory with nothing.
    if (!(count >= 0 && count <= data.byteLength)) return fail("is damaged");
    for (let row = 0; row < count; row++) {
      const entries: [string, MatRead][] = [];
      for (const field of fields) {
        const item = elementAt(data, at);
        if (item.type !== MATRIX) return fail("is damaged");
        entries.push([field, item.data.byteLength === 0 ? { dimensions: [0, 0], values: [] } : matrixOf(item.data, depth + 1).value]);
        at = item.next;
      }
      rows.push(Object.fromEntries(entries));
    }
    return { name: text, value: rows };
  };
  const variables: [string, MatRead][] = [];
  for (let at = 128; at < bytes.length; ) {
    const item = elementAt(view, at);
    if (item.type !== MATRIX) return fail(item.type === 15 ? "is compressed" : "is damaged");
    const { name, value } = matrixOf(item.data, 0);
    variables.push([name, value]);
    at = item.next;
  }
  return Object.fromEntries(variables);
}
