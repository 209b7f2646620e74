/** Reads zip files (PKWARE's APPNOTE 6.3): stored or deflated files of a known size in all, found by the directory at the end. */
import { crc32 } from "./crc32.js";
import type { Inflate } from "./inflate.js";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;
/** Stands for a number in an extension for files beyond 4 GB. */
const ELSEWHERE = 0xffff_ffff;

/**
 * All files by name.
 * @param inflate unpacks deflated data without zlib's header
 * @param mostBytes of all files together, unpacked
 * @throws RangeError saying what is wrong, as "is cut off"; nothing beyond `mostBytes` is ever made
 */
export function readZip(bytes: Uint8Array, inflate: Inflate, mostBytes: number): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { entries, begin, end } = directory(bytes, view);
  const files = new Map<string, Uint8Array>();
  let left = mostBytes;
  let at = begin;
  for (let entry = 0; entry < entries; entry++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw new RangeError("has a damaged directory");
    const [flags, method, checksum, packed, size] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true), view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    if (nameEnd > end) throw new RangeError("has a damaged directory");
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
    if ((flags & 1) !== 0) throw new RangeError("is encrypted");
    if (method !== STORED && method !== DEFLATED) throw new RangeError(`is packed by method ${method}, which is not read`);
    if ([packed, size, local].includes(ELSEWHERE)) throw new RangeError("is made for files beyond 4 GB");
    if (size > left) throw new RangeError(`holds more than ${mostBytes} bytes`);
    if (files.has(name)) throw new RangeError(`holds ${JSON.stringify(name)} twice`);
    left -= size;
    const data = bytes.subarray(...dataOf(view, local, packed, begin));
    const content = method === STORED ? data : inflate(data, size);
    if (content.length !== size || crc32(content) !== checksum) throw new RangeError(`holds ${JSON.stringify(name)} damaged`);
    files.set(name, content);
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

function directory(bytes: Uint8Array, view: DataView): { entries: number; begin: number; end: number } {
  for (let at = bytes.length - END_BYTES; at >= Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) !== END || at + END_BYTES + view.getUint16(at + 20, true) !== bytes.length) continue;
    const [entries, size, begin] = [view.getUint16(at + 10, true), view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    if (begin + size > at) throw new RangeError("has a damaged directory");
    return { entries, begin, end: begin + size };
  }
  throw new RangeError("is no zip file, or cut off");
}

/** Where a file's data lie, which are before the directory. */
function dataOf(view: DataView, local: number, packed: number, directoryBegin: number): [number, number] {
  if (local + 30 > directoryBegin || view.getUint32(local, true) !== LOCAL) throw new RangeError("has a damaged directory");
  const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (begin + packed > directoryBegin) throw new RangeError("has a damaged directory");
  return [begin, begin + packed];
}
