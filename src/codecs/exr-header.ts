/** The header of an OpenEXR picture ("OpenEXR File Layout"): one part with scan lines. */
import { DatasetError } from "../core/errors.js";

const MAGIC = 20000630;
/** Bits of the version: files may have long names; tiles, deep data and several parts are not read. */
const VERSION = 2;
const LONG_NAMES = 0x400;
/** Pictures of more pixels are refused, as those of other kinds. */
const MOST_PIXELS = 67_108_864;
const MOST_CHANNELS = 1024;

/** How a channel's numbers are stored. */
export type ExrType = "uint" | "half" | "float";

/** A channel, in the order of the file. */
export interface ExrChannel {
  name: string;
  type: ExrType;
}

/** How blocks are packed, with the number of scan lines in a block. */
export const EXR_COMPRESSIONS = {
  0: { name: "none", lines: 1 },
  1: { name: "RLE", lines: 1 },
  2: { name: "ZIPS", lines: 1 },
  3: { name: "ZIP", lines: 16 },
  4: { name: "PIZ", lines: 32 },
} as const;

/** What a header says. */
export interface ExrHeader {
  channels: readonly ExrChannel[];
  compression: keyof typeof EXR_COMPRESSIONS;
  width: number;
  height: number;
  /** Number of the first scan line; may be negative. */
  firstRow: number;
  /** Where the header ends, and the table of blocks begins. */
  end: number;
}

/** @param what as "is cut off" */
export function exrError(subject: string, what: string): DatasetError {
  return new DatasetError("E_IMAGE", `${subject} ${what}.`, { hint: "Save it as scan lines of one part, with 32-bit or 16-bit floats, uncompressed or packed as RLE, ZIP, ZIPS or PIZ.", subject });
}

const TYPES: readonly ExrType[] = ["uint", "half", "float"];

/** @throws DatasetError E_IMAGE for other kinds of files, and sizes that cannot be */
export function readExrHeader(bytes: Uint8Array, subject: string): ExrHeader {
  const fail = (what: string): never => {
    throw exrError(subject, what);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16 || view.getInt32(0, true) !== MAGIC) return fail("is no OpenEXR picture");
  const version = view.getInt32(4, true) & 255;
  if (version !== VERSION) return fail(`is of version ${version} of OpenEXR's format, not ${VERSION}`);
  if ((view.getInt32(4, true) & ~LONG_NAMES) !== VERSION) return fail("has tiles, deep data or several parts");
  const int = (from: number, end: number): number => (from + 4 > end ? fail("is cut off") : view.getInt32(from, true));
  let at = 8;
  const text = (limit: number): string => {
    const end = bytes.indexOf(0, at);
    if (end < 0 || end >= limit || end - at > 255) return fail("is cut off");
    const from = at;
    at = end + 1;
    return new TextDecoder().decode(bytes.subarray(from, end));
  };
  const seen = new Set<string>();
  let [compression, width, height, firstRow] = [-1, 0, 0, 0];
  const channels: ExrChannel[] = [];
  for (let name = text(bytes.length); name !== ""; name = text(bytes.length)) {
    text(bytes.length);
    const length = int(at, bytes.length);
    const from = at + 4;
    const end = from + length;
    if (length < 0 || end >= bytes.length) return fail("is cut off");
    if (seen.has(name)) return fail(`has the attribute ${JSON.stringify(name)} twice`);
    seen.add(name);
    if (name === "compression") compression = length === 1 ? bytes[from]! : -1;
    if (name === "dataWindow") {
      firstRow = int(from + 4, end);
      width = int(from + 8, end) - int(from, end) + 1;
      height = int(from + 12, end) - firstRow + 1;
    }
    if (name === "channels") {
      for (at = from; at < end && bytes[at] !== 0; at += 16) {
        const channel = text(end);
        const type = TYPES[int(at, end)];
        if (type === undefined || int(at + 8, end) !== 1 || int(at + 12, end) !== 1 || channels.length >= MOST_CHANNELS) return fail(`has a channel ${JSON.stringify(channel)} that is not read`);
        channels.push({ name: channel, type });
      }
    }
    at = end;
  }
  if (!(compression in EXR_COMPRESSIONS)) return fail("is packed in a way that is not read");
  if (channels.length === 0) return fail("has no channels");
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) return fail(`is of ${width} × ${height} pixels`);
  return { channels, compression: compression as ExrHeader["compression"], width, height, firstRow, end: at };
}
