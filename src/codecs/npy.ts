/** numpy's .npy and .npz ("A Simple File Format for NumPy Arrays", NEP 1), version 1.0. */
import { crc32 } from "./crc32.js";
import { joinedBytes } from "./joined-bytes.js";
import { arrayBytes, encodePickle, type PickleArray } from "./pickle.js";

/** Headers fill whole blocks of this many bytes. */
const ALIGNMENT = 64;

/** The bytes of a .npy file. Arrays of objects are pickled, so that readers need `allow_pickle=True`. */
export function encodeNpy(array: PickleArray): Uint8Array {
  const descr = array.type === "object" ? "|O" : `<${array.type}`;
  const shape = array.shape.length === 1 ? `(${array.shape[0]!},)` : `(${array.shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT - 10;
  const content = array.type === "object" ? encodePickle(array) : arrayBytes(array);
  const out = new Uint8Array(10 + length + content.length).fill(0x20, 10, 10 + length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  out.set(new TextEncoder().encode(text), 10);
  out[10 + length - 1] = 0x0a;
  out.set(content, 10 + length);
  return out;
}

/** The bytes of a .npz file: an uncompressed ZIP of one .npy per name, with nothing of the clock in it. */
export function encodeNpz(arrays: Readonly<Record<string, PickleArray>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const file = new TextEncoder().encode(`${name}.npy`);
    const content = encodeNpy(array);
    const common = zipFields(content, file.length);
    const local = joinedBytes([littleEndian([0x04034b50, 4]), common, file, content]);
    directory.push(joinedBytes([littleEndian([0x02014b50, 4], [20, 2]), common, littleEndian([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), file]));
    parts.push(local);
    offset += local.length;
  }
  const bytes = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = littleEndian([0x06054b50, 4], [0, 2], [0, 2], [directory.length, 2], [directory.length, 2], [bytes, 4], [offset, 4], [0, 2]);
  return joinedBytes([...parts, ...directory, end]);
}

/** What local headers and the directory share: version, flags, method (stored), 1980-01-01, checksum, sizes, lengths. */
function zipFields(content: Uint8Array, nameLength: number): Uint8Array {
  return littleEndian([20, 2], [0, 2], [0, 2], [0, 2], [0x21, 2], [crc32(content), 4], [content.length, 4], [content.length, 4], [nameLength, 2], [0, 2]);
}

function littleEndian(...fields: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  return Uint8Array.from(fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, byte) => (value >>> (8 * byte)) & 255)));
}
