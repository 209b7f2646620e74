/** Reads numpy's .npy and .npz. */
import { DatasetError } from "../core/errors.js";
import type { Inflate } from "./inflate.js";
import { decodePickle, type UnpickledArray } from "./read-pickle.js";
import { readZip } from "./read-zip.js";

/** Of numpy's format; 2 has longer headers, 3 has them in UTF-8. */
const NEWEST_VERSION = 3;

/** @throws DatasetError E_RECORD for what is no .npy, is cut off, or has other kinds of values */
export function decodeNpy(bytes: Uint8Array, subject: string): UnpickledArray {
  const wrong = (what: string): DatasetError => new DatasetError("E_RECORD", `${subject} ${what}`, { hint: "Save it again with numpy.save.", subject });
  if (bytes.length < 12 || bytes[0] !== 0x93 || new TextDecoder().decode(bytes.subarray(1, 6)) !== "NUMPY") throw wrong("is no .npy file");
  if (bytes[6]! < 1 || bytes[6]! > NEWEST_VERSION) throw wrong(`is of version ${bytes[6]!} of numpy's format, newer than ${NEWEST_VERSION}`);
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

/** An archive that unpacks to more is no annotation of an image. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Arrays of a .npz by name.
 * @param inflateRaw unpacks deflated data without zlib's header
 * @throws DatasetError E_RECORD for a damaged one, and for what unpacks to more than 64 MB
 */
export function decodeNpz(bytes: Uint8Array, subject: string, inflateRaw: Inflate): Map<string, UnpickledArray> {
  try {
    const files = readZip(bytes, inflateRaw, MOST_BYTES);
    return new Map([...files].map(([file, content]) => [file.replace(/\.npy$/, ""), decodeNpy(content, `${file} of ${subject}`)]));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DatasetError("E_RECORD", `${subject} ${error.message}.`, { hint: "Save it again with numpy.savez.", subject, cause: error });
  }
}
