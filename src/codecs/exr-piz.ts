/** OpenEXR's PIZ (ImfPizCompressor, ImfWav): a table of the numbers that occur, a Haar-like wavelet, and a Huffman code. */
import { decodeHuffman } from "./exr-huffman.js";

const BITMAP_BYTES = 8192;
const NUMBERS = 65536;

/** A channel's part of a block, in numbers of 16 bits. */
export interface PizChannel {
  /** Numbers per pixel: 2 for 32-bit channels. */
  size: 1 | 2;
}

/**
 * Unpacks a block.
 * @returns its bytes as they are unpacked: line by line, in each line channel by channel
 * @throws RangeError for damaged data
 */
export function unpackPiz(bytes: Uint8Array, channels: readonly PizChannel[], width: number, lines: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new RangeError("it is cut off");
  const [lowest, highest] = [view.getUint16(0, true), view.getUint16(2, true)];
  if (highest >= BITMAP_BYTES) throw new RangeError("its table is too long");
  const bitmap = new Uint8Array(BITMAP_BYTES);
  let at = 4;
  if (lowest <= highest) {
    bitmap.set(bytes.subarray(at, at + highest - lowest + 1), lowest);
    at += highest - lowest + 1;
  }
  if (at + 4 > bytes.length) throw new RangeError("it is cut off");
  const packed = view.getInt32(at, true);
  at += 4;
  if (packed < 0 || packed > bytes.length - at) throw new RangeError("it is cut off");
  const perLine = channels.reduce((sum, { size }) => sum + size * width, 0);
  const numbers = decodeHuffman(bytes.subarray(at, at + packed), perLine * lines);
  const { table, greatest } = numberTable(bitmap);
  let begin = 0;
  for (const { size } of channels) {
    for (let part = 0; part < size; part++) undoWavelet(numbers, begin + part, width, size, lines, width * size, greatest);
    begin += width * lines * size;
  }
  const out = new Uint16Array(numbers.length);
  let from = 0;
  let place = 0;
  for (const { size } of channels) {
    for (let line = 0; line < lines; line++) {
      for (let index = 0; index < width * size; index++) out[line * perLine + place + index] = table[numbers[from++]!]!;
    }
    place += width * size;
  }
  return littleEndian(out);
}

/** The numbers that occur, in order; 0 is always among them. */
function numberTable(bitmap: Uint8Array): { table: Uint16Array; greatest: number } {
  const table = new Uint16Array(NUMBERS);
  let count = 0;
  for (let number = 0; number < NUMBERS; number++) if (number === 0 || (bitmap[number >> 3]! & (1 << (number & 7))) !== 0) table[count++] = number;
  return { table, greatest: count - 1 };
}

function littleEndian(numbers: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 2);
  for (let index = 0; index < numbers.length; index++) {
    bytes[index * 2] = numbers[index]! & 255;
    bytes[index * 2 + 1] = numbers[index]! >> 8;
  }
  return bytes;
}

/**
 * Undoes the wavelet of one channel in place.
 * @param stepX distance of neighbours in a row, and of rows
 * @param greatest number of the table: below 2^14 differences need no wrapping
 */
function undoWavelet(numbers: Uint16Array, begin: number, width: number, stepX: number, height: number, stepY: number, greatest: number): void {
  const merge = greatest < 1 << 14 ? mergeSmall : mergeAny;
  const pair = (a: number, b: number): void => merge(numbers, a, b);
  let size = 1;
  while (size * 2 <= Math.min(width, height)) size *= 2;
  for (let half = size >> 1; half >= 1; size = half, half >>= 1) {
    const [rightStep, downStep] = [stepX * half, stepY * half];
    let row = 0;
    for (; row <= height - size; row += size) {
      let column = 0;
      for (; column <= width - size; column += size) {
        const at = begin + row * stepY + column * stepX;
        pair(at, at + downStep);
        pair(at + rightStep, at + rightStep + downStep);
        pair(at, at + rightStep);
        pair(at + downStep, at + downStep + rightStep);
      }
      if ((width & half) !== 0) pair(begin + row * stepY + column * stepX, begin + row * stepY + column * stepX + downStep);
    }
    if ((height & half) !== 0) {
      for (let column = 0; column <= width - size; column += size) {
        const at = begin + row * stepY + column * stepX;
        pair(at, at + rightStep);
      }
    }
  }
}

/** Mean and difference → two numbers, of at most 14 bits. */
function mergeSmall(numbers: Uint16Array, first: number, second: number): void {
  const mean = (numbers[first]! << 16) >> 16;
  const difference = (numbers[second]! << 16) >> 16;
  const one = mean + (difference & 1) + (difference >> 1);
  numbers[first] = one;
  numbers[second] = one - difference;
}

/** The same modulo 2^16. */
function mergeAny(numbers: Uint16Array, first: number, second: number): void {
  const mean = numbers[first]!;
  const difference = numbers[second]!;
  const other = (mean - (difference >> 1)) & 65535;
  numbers[second] = other;
  numbers[first] = (difference + other - 32768) & 65535;
}
