/** MATLAB compresses the variables of its files unless it is told not to; readers of this project take them uncompressed. */
import { inflateSync } from "node:zlib";
import { importError } from "./import-error.js";

const HEADER = 128;
const COMPRESSED = 15;
/** More is no annotation of an image. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The same file without compression. @throws DatasetError E_IMPORT for damaged or much too large variables */
export function inflatedMat(bytes: Uint8Array, subject: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER + 8 || view.getUint32(HEADER, true) !== COMPRESSED) return bytes;
  const parts: Uint8Array[] = [bytes.subarray(0, HEADER)];
  let total = 0;
  // Compressed variables follow each other without padding.
  for (let at = HEADER; at < bytes.length; ) {
    const length = at + 8 <= bytes.length && view.getUint32(at, true) === COMPRESSED ? view.getUint32(at + 4, true) : Infinity;
    if (length > bytes.length - at - 8) throw importError(subject, "is cut off");
    const part = inflated(bytes.subarray(at + 8, at + 8 + length), subject);
    total += part.length;
    if (total > MOST_BYTES) throw importError(subject, `holds more than ${MOST_BYTES} bytes`);
    parts.push(part);
    at += 8 + length;
  }
  return Buffer.concat(parts);
}

function inflated(bytes: Uint8Array, subject: string): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw importError(subject, `has a compressed variable that cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
