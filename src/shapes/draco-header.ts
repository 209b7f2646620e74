/**
 * The counts at the start of Draco data, so that a small file cannot ask for gigabytes. From the Draco bitstream
 * specification 2.2: "DRACO", major, minor, geometry type, method, 16 bits of flags, optional metadata, then counts.
 */

/** What the data says it decodes to. */
export interface DracoCounts {
  vertices: number;
  faces: number;
}

const SEQUENTIAL = 0;
const METADATA = 0x8000;

/** @returns null when the bytes are not a Draco triangle mesh; counts of 0 where an old version keeps them elsewhere */
export function dracoCounts(bytes: Uint8Array): DracoCounts | null {
  if (bytes.length < 13 || String.fromCharCode(...bytes.subarray(0, 5)) !== "DRACO" || bytes[7] !== 1) return null;
  const version = bytes[5]! * 100 + bytes[6]!;
  const flags = bytes[9]! | (bytes[10]! << 8);
  // older versions write fixed-size counts, and metadata has no length to skip it by: the declared accessor counts guard those
  if (version < 202 || (flags & METADATA) !== 0) return { vertices: 0, faces: 0 };
  const reader = { bytes, position: bytes[8] === SEQUENTIAL ? 11 : 12 }; // edgebreaker first names its traversal
  const first = readVarint(reader);
  const second = readVarint(reader);
  if (first === null || second === null) return null;
  return bytes[8] === SEQUENTIAL ? { faces: first, vertices: second } : { vertices: first, faces: second };
}

function readVarint(reader: { bytes: Uint8Array; position: number }): number | null {
  let value = 0;
  for (let factor = 1; factor < 34_359_738_368; factor *= 128) {
    const byte = reader.bytes[reader.position++];
    if (byte === undefined) return null;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
  return null;
}
