/**
 * USTAR headers (POSIX.1-1988) with nothing in them that varies: no times, no owners. Written here rather than by a
 * library because a shard is appended to, cut and read at known places; tests hold the bytes equal to tar-stream's.
 */

/** Tar files consist of blocks of this many bytes. */
export const TAR_BLOCK = 512;
/** Two zero blocks end an archive. */
export const TAR_END_BYTES = 2 * TAR_BLOCK;

const NAME_BYTES = 100;
const LARGEST_FILE = 8 * 1024 * 1024 * 1024 - 1;

/** Bytes that a file takes in an archive: header, content, padding. */
export function tarEntryBytes(contentBytes: number): number {
  return TAR_BLOCK + Math.ceil(contentBytes / TAR_BLOCK) * TAR_BLOCK;
}

function writeText(block: Uint8Array, offset: number, text: string): void {
  for (let index = 0; index < text.length; index++) block[offset + index] = text.charCodeAt(index);
}

function checksum(block: Uint8Array): number {
  let sum = 8 * 32;
  for (let index = 0; index < TAR_BLOCK; index++) if (index < 148 || index >= 156) sum += block[index]!;
  return sum;
}

/**
 * The header of a plain file: mode 0644, owner 0, time 0.
 * @param name printable ASCII, at most 100 characters
 * @throws RangeError for another name or a size of 8 GiB or more
 */
export function encodeTarHeader(name: string, contentBytes: number): Uint8Array {
  if (name.length > NAME_BYTES || !/^[\x21-\x7e]+$/.test(name)) throw new RangeError(`not a USTAR name: ${JSON.stringify(name)}`);
  if (!(contentBytes >= 0 && contentBytes <= LARGEST_FILE)) throw new RangeError(`not a USTAR size: ${contentBytes}`);
  const block = new Uint8Array(TAR_BLOCK);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");
  writeText(block, 0, name);
  writeText(block, 100, "000644 \x00");
  writeText(block, 108, "000000 \x00");
  writeText(block, 116, "000000 \x00");
  writeText(block, 124, `${octal(contentBytes, 11)} `);
  writeText(block, 136, `${octal(0, 11)} `);
  writeText(block, 156, "0");
  writeText(block, 257, "ustar\x00" + "00");
  writeText(block, 329, "000000 \x00000000 \x00");
  writeText(block, 148, `${octal(checksum(block), 6)} \x00`);
  return block;
}

/** Header, content and padding of one file; see {@link encodeTarHeader}. */
export function encodeTarEntry(name: string, content: Uint8Array): Uint8Array {
  const entry = new Uint8Array(tarEntryBytes(content.length));
  entry.set(encodeTarHeader(name, content.length));
  entry.set(content, TAR_BLOCK);
  return entry;
}

/** Name and size in bytes of the plain file whose header this is; null when the block is no such header. */
export function decodeTarHeader(block: Uint8Array): { name: string; bytes: number } | null {
  if (block.length < TAR_BLOCK) return null;
  const text = (offset: number, length: number): string => {
    let result = "";
    for (let index = offset; index < offset + length && block[index] !== 0; index++) result += String.fromCharCode(block[index]!);
    return result.trim();
  };
  if (text(257, 6) !== "ustar" || parseInt(text(148, 8), 8) !== checksum(block)) return null;
  if (block[156] !== 0x30 && block[156] !== 0) return null;
  const bytes = parseInt(text(124, 12), 8);
  return Number.isNaN(bytes) ? null : { name: text(0, NAME_BYTES), bytes };
}
