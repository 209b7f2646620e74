/** Reads numpy's .npy, and .npz that are not compressed. */
import { DatasetError } from "../core/errors.js";
import { decodePickle, type UnpickledArray } from "./read-pickle.js";

/** @throws DatasetError E_RECORD for what is no .npy, is cut off, or has other kinds of values */
export function decodeNpy(bytes: Uint8Array, subject: string): UnpickledArray {
  const wrong = (what: string): DatasetError => new DatasetError("E_RECORD", `${subject} ${what}`, { hint: "Save it again with numpy.save.", subject });
  if (bytes.length < 12 || bytes[0] !== 0x93 || new TextDecoder().decode(bytes.subarray(1, 6)) !== "NUMPY") throw wrong("is no .npy file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [from, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder().decode(bytes.subarray(from, from + length));
  const match = /^\{'descr': '([<|]\w+)', 'fortran_order': False, 'shape': \(([\d, ]*)\),? *\}\s*$/.exec(header);
  if (match === null || from + length > bytes.length) throw wrong("has a header that is not read");
  const type = match[1]!;
  const shape = match[2]!.split(",").map((side) => side.trim()).filter((side) => side !== "").map(Number);
  const count = shape.reduce((product, side) => product * side, 1);
  const content = bytes.subarray(from + length);
  if (type === "|O") {
    const array = decodePickle(content, subject);
    if (array === null || typeof array !== "object" || !("shape" in array)) throw wrong("holds no array");
    return array;
  }
  const content8 = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const read = { "<f8": (at: number) => content8.getFloat64(at * 8, true), "<i8": (at: number) => Number(content8.getBigInt64(at * 8, true)), "<u2": (at: number) => content8.getUint16(at * 2, true) }[type];
  if (read === undefined) throw wrong(`has values of kind ${type}, which is not read`);
  if (content.length !== count * (type === "<u2" ? 2 : 8)) throw wrong("is cut off");
  return { shape, type, values: Array.from({ length: count }, (_, index) => read(index)) };
}

/** Arrays of a .npz by name. @throws DatasetError E_RECORD for a compressed or damaged one */
export function decodeNpz(bytes: Uint8Array, subject: string): Map<string, UnpickledArray> {
  const wrong = (what: string): DatasetError => new DatasetError("E_RECORD", `${subject} ${what}`, { hint: "Save it again with numpy.savez.", subject });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const arrays = new Map<string, UnpickledArray>();
  let at = 0;
  while (at + 30 <= bytes.length && view.getUint32(at, true) === 0x04034b50) {
    if (view.getUint16(at + 8, true) !== 0) throw wrong("is compressed");
    const size = view.getUint32(at + 18, true);
    const nameLength = view.getUint16(at + 26, true);
    const begin = at + 30 + nameLength + view.getUint16(at + 28, true);
    if (size > bytes.length - begin) throw wrong("is cut off");
    const name = new TextDecoder().decode(bytes.subarray(at + 30, at + 30 + nameLength)).replace(/\.npy$/, "");
    arrays.set(name, decodeNpy(bytes.subarray(begin, begin + size), `${name} of ${subject}`));
    at = begin + size;
  }
  if (arrays.size === 0 || at + 4 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw wrong("is no .npz file, or damaged");
  return arrays;
}
