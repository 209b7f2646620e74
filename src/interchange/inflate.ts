/** Unpacking of what others have packed, into a known number of bytes at most. */
import { inflateRawSync, inflateSync } from "node:zlib";

/** zlib data. @throws RangeError for damaged data and for more bytes */
export function inflateAtMost(bytes: Uint8Array, mostBytes: number): Uint8Array {
  return bounded(() => inflateSync(bytes, { maxOutputLength: Math.max(1, mostBytes) }));
}

/** The same without zlib's header, as in zip files. @throws RangeError for damaged data and for more bytes */
export function inflateRawAtMost(bytes: Uint8Array, mostBytes: number): Uint8Array {
  return bounded(() => inflateRawSync(bytes, { maxOutputLength: Math.max(1, mostBytes) }));
}

function bounded(inflate: () => Uint8Array): Uint8Array {
  try {
    return inflate();
  } catch (error) {
    throw new RangeError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
