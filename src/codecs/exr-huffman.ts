/** The Huffman code of OpenEXR's PIZ (ImfHuf): canonical, longer codes have smaller values; one symbol repeats the number before it. */

const SYMBOLS = 65537;
const HEADER_BYTES = 20;
/** Lengths of codes from here stand for runs of unused symbols. */
const SHORT_ZERO_RUN = 59;
const LONG_ZERO_RUN = 63;
const SHORTEST_LONG_RUN = 6;
/** Longer codes need more symbols than any picture has; to here they are exact as numbers. */
const LONGEST_CODE = 52;

/** Bits from the highest of the first byte on. */
function bitReader(bytes: Uint8Array, from: number): { take(count: number): number; readonly position: number } {
  let position = from * 8;
  return {
    take(count) {
      let value = 0;
      for (let left = count; left > 0; left--, position++) {
        if (position >> 3 >= bytes.length) throw new RangeError("it is cut off");
        value = value * 2 + ((bytes[position >> 3]! >> (7 - (position & 7))) & 1);
      }
      return value;
    },
    get position() {
      return position;
    },
  };
}

interface CodeTable {
  /** Symbols in order of length, then of number. */
  symbols: Uint32Array;
  /** By length: first code, how many there are, and where their symbols begin. */
  first: Float64Array;
  count: Uint32Array;
  begin: Uint32Array;
}

/** @throws RangeError for a table that is no code */
function codeTable(lengths: Uint8Array): CodeTable {
  const count = new Uint32Array(LONGEST_CODE + 1);
  for (const length of lengths) if (length > 0) count[length]!++;
  const first = new Float64Array(LONGEST_CODE + 1);
  let code = 0;
  for (let length = LONGEST_CODE; length > 0; length--) {
    first[length] = code;
    code = Math.floor((code + count[length]!) / 2);
  }
  const begin = new Uint32Array(LONGEST_CODE + 2);
  for (let length = 1; length <= LONGEST_CODE; length++) begin[length + 1] = begin[length]! + count[length]!;
  const symbols = new Uint32Array(begin[LONGEST_CODE + 1]!);
  const next = begin.slice();
  for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol]! > 0) symbols[next[lengths[symbol]!]!++] = symbol;
  return { symbols, first, count, begin };
}

/** @throws RangeError for data that is damaged or gives another number of values */
export function decodeHuffman(bytes: Uint8Array, length: number): Uint16Array {
  if (length === 0 && bytes.length === 0) return new Uint16Array(0);
  if (bytes.length < HEADER_BYTES) throw new RangeError("it is cut off");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [lowest, highest, bitCount] = [view.getUint32(0, true), view.getUint32(4, true), view.getUint32(12, true)];
  if (lowest >= SYMBOLS || highest >= SYMBOLS) throw new RangeError("its code has too many symbols");
  const lengths = new Uint8Array(SYMBOLS);
  const table = bitReader(bytes, HEADER_BYTES);
  for (let symbol = lowest; symbol <= highest; symbol++) {
    const bits = table.take(6);
    if (bits >= SHORT_ZERO_RUN) {
      const run = bits === LONG_ZERO_RUN ? table.take(8) + SHORTEST_LONG_RUN : bits - SHORT_ZERO_RUN + 2;
      if (symbol + run > highest + 1) throw new RangeError("its code has too many symbols");
      symbol += run - 1;
    } else if (bits > LONGEST_CODE) throw new RangeError("its codes are too long");
    else lengths[symbol] = bits;
  }
  const begin = (table.position + 7) >> 3;
  if (bitCount > (bytes.length - begin) * 8) throw new RangeError("it is cut off");
  return decodeSymbols(bytes, begin * 8, begin * 8 + bitCount, codeTable(lengths), highest, length);
}

function decodeSymbols(bytes: Uint8Array, from: number, end: number, { symbols, first, count, begin }: CodeTable, repeat: number, length: number): Uint16Array {
  const out = new Uint16Array(length);
  let to = 0;
  let position = from;
  const bit = (): number => {
    if (position >= end) throw new RangeError("it is cut off");
    const value = (bytes[position >> 3]! >> (7 - (position & 7))) & 1;
    position++;
    return value;
  };
  while (position < end) {
    let code = 0;
    let bits = 0;
    let place = -1;
    while (place < 0) {
      if (bits === LONGEST_CODE) throw new RangeError("it has a code that is not in its table");
      code = code * 2 + bit();
      bits++;
      const offset = code - first[bits]!;
      if (offset >= 0 && offset < count[bits]!) place = begin[bits]! + offset;
    }
    const symbol = symbols[place]!;
    let run = 1;
    let value = symbol;
    if (symbol === repeat) {
      run = 0;
      for (let left = 8; left > 0; left--) run = run * 2 + bit();
      if (to === 0) throw new RangeError("it repeats what is not there");
      value = out[to - 1]!;
    }
    if (to + run > length) throw new RangeError("it has too many values");
    out.fill(value, to, to + run);
    to += run;
  }
  if (to !== length) throw new RangeError("it has too few values");
  return out;
}
