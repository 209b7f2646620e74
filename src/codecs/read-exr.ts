/** Reads OpenEXR pictures of depth, as Blender writes them: one part, scan lines, 16-bit or 32-bit floats, packed or not. */
import { EXR_COMPRESSIONS, exrError, readExrHeader, type ExrChannel, type ExrHeader, type ExrType } from "./exr-header.js";
import { undoDifferences, unpackRuns } from "./exr-packing.js";
import { unpackPiz } from "./exr-piz.js";
import { float16Value } from "./half.js";
import type { Inflate } from "./inflate.js";

const BYTES: Readonly<Record<ExrType, number>> = { uint: 4, half: 2, float: 4 };
/** What can hold depth, best first: Blender's layers end in Z, its single pictures are called V, older ones R, G and B. */
const DEPTH_NAMES = ["Z", "V", "Y", "R"];
/** No packing makes more of a byte than zlib. */
const MOST_PER_BYTE = 1032;

/** A channel of a picture. */
export interface ExrDepth {
  /** Row-major. */
  values: Float32Array;
  width: number;
  height: number;
  /** Which channel it is. */
  channel: string;
  type: "half" | "float";
}

/**
 * The channel that holds depth; the first one where no name tells.
 * @param inflate unpacks zlib data
 * @throws DatasetError E_IMAGE for other kinds of files, damaged ones, and sizes that the file cannot hold
 */
export function decodeExr(bytes: Uint8Array, subject: string, inflate: Inflate): ExrDepth {
  const header = readExrHeader(bytes, subject);
  const { width, height, firstRow, channels } = header;
  const { lines } = EXR_COMPRESSIONS[header.compression];
  const { index, channel, type } = depthChannel(channels, subject);
  const lineBytes = channels.reduce((sum, { type: each }) => sum + BYTES[each] * width, 0);
  const channelStart = channels.slice(0, index).reduce((sum, { type: each }) => sum + BYTES[each] * width, 0);
  const blocks = Math.ceil(height / lines);
  // Before anything of the picture's size is made: a header of some bytes may claim any size.
  if (header.end + blocks * 16 > bytes.length || lineBytes * height > MOST_PER_BYTE * bytes.length) throw exrError(subject, "is cut off");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(width * height);
  const isRead = new Uint8Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const offset = view.getBigUint64(header.end + block * 8, true);
    if (offset < BigInt(header.end + blocks * 8) || offset > BigInt(bytes.length - 8)) throw exrError(subject, "has a table of blocks that leads out of it");
    const at = Number(offset);
    const row = view.getInt32(at, true) - firstRow;
    const packed = view.getInt32(at + 4, true);
    if (row < 0 || row >= height || row % lines !== 0 || isRead[row / lines] !== 0) throw exrError(subject, "has blocks that are not its rows");
    if (packed < 0 || packed > bytes.length - at - 8) throw exrError(subject, "is cut off");
    isRead[row / lines] = 1;
    const count = Math.min(lines, height - row);
    const unpacked = unpack(bytes.subarray(at + 8, at + 8 + packed), header, count, lineBytes * count, subject, inflate);
    const part = new DataView(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
    for (let line = 0; line < count; line++) {
      const from = line * lineBytes + channelStart;
      const to = (row + line) * width;
      for (let column = 0; column < width; column++) values[to + column] = type === "half" ? float16Value(part.getUint16(from + column * 2, true)) : part.getFloat32(from + column * 4, true);
    }
  }
  return { values, width, height, channel, type };
}

function depthChannel(channels: readonly ExrChannel[], subject: string): { index: number; channel: string; type: "half" | "float" } {
  const rank = ({ name }: ExrChannel): number => {
    const found = DEPTH_NAMES.indexOf(name.slice(name.lastIndexOf(".") + 1));
    return found < 0 ? DEPTH_NAMES.length : found;
  };
  let index = 0;
  for (let other = 1; other < channels.length; other++) if (rank(channels[other]!) < rank(channels[index]!)) index = other;
  const { name, type } = channels[index]!;
  if (type === "uint") throw exrError(subject, `holds whole numbers as ${name}`);
  return { index, channel: name, type };
}

/** A block's bytes; one that packing does not make smaller is stored as it is. */
function unpack(packed: Uint8Array, { compression, channels, width }: ExrHeader, lines: number, length: number, subject: string, inflate: Inflate): Uint8Array {
  if (packed.length === length) return packed;
  try {
    switch (EXR_COMPRESSIONS[compression].name) {
      case "none":
        throw new RangeError("it has another length");
      case "RLE":
        return undoDifferences(unpackRuns(packed, length));
      case "ZIPS":
      case "ZIP": {
        const bytes = inflate(packed, length);
        if (bytes.length !== length) throw new RangeError("it has another length");
        return undoDifferences(bytes);
      }
      case "PIZ":
        return unpackPiz(packed, channels.map(({ type }) => ({ size: type === "half" ? 1 : 2 })), width, lines);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw exrError(subject, `has a block that cannot be unpacked: ${error.message}`);
  }
}
