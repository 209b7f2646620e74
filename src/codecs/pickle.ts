/**
 * Writes the few kinds of values that data sets keep in pickles, protocol 3: numbers, texts, lists, dicts and numpy arrays.
 * numpy's module is called `numpy.core.multiarray`, a name that numpy 1 and 2 both know.
 */

/** A value that can be pickled. Whole JavaScript numbers become ints unless they are given as {@link PickleFloat}. */
export type PickleValue = null | boolean | number | string | PickleFloat | PickleArray | readonly PickleValue[] | PickleDict;

/** A number that is a float in Python even where it is whole. */
export interface PickleFloat {
  readonly float: number;
}

/** A numpy array, row-major. */
export interface PickleArray {
  readonly shape: readonly number[];
  /** Floats of 64 bits, whole numbers of 64 or unsigned ones of 16 bits, or any Python objects. */
  readonly type: "f8" | "i8" | "u2" | "object";
  readonly values: readonly number[] | readonly PickleValue[];
}

/** A dict with texts as keys, in their order. */
export interface PickleDict {
  readonly dict: Readonly<Record<string, PickleValue>>;
}

const NEW_LINE = 10;

/** The bytes of a pickle. */
export function encodePickle(value: PickleValue): Uint8Array {
  const out: number[] = [0x80, 3];
  write(out, value);
  out.push(code("."));
  return Uint8Array.from(out);
}

/** Raw little-endian bytes of an array of numbers. */
export function arrayBytes({ type, values }: Pick<PickleArray, "type" | "values">): Uint8Array {
  const size = type === "u2" ? 2 : 8;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  (values as readonly number[]).forEach((value, index) => {
    if (type === "f8") view.setFloat64(index * 8, value, true);
    else if (type === "i8") view.setBigInt64(index * 8, BigInt(value), true);
    else view.setUint16(index * 2, value, true);
  });
  return bytes;
}

function write(out: number[], value: PickleValue): void {
  if (value === null) out.push(code("N"));
  else if (typeof value === "boolean") out.push(value ? 0x88 : 0x89);
  else if (typeof value === "number") writeNumber(out, value);
  else if (typeof value === "string") writeText(out, value);
  else if (isList(value)) {
    out.push(code("]"), code("("));
    for (const item of value) write(out, item);
    out.push(code("e"));
  } else if ("float" in value) writeFloat(out, value.float);
  else if ("dict" in value) {
    out.push(code("}"), code("("));
    for (const [key, item] of Object.entries(value.dict)) {
      writeText(out, key);
      write(out, item);
    }
    out.push(code("u"));
  } else writeArray(out, value);
}

function isList(value: PickleValue): value is readonly PickleValue[] {
  return Array.isArray(value);
}

function writeNumber(out: number[], value: number): void {
  if (Number.isInteger(value) && value >= -2147483648 && value <= 2147483647) {
    out.push(code("J"), value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
  } else writeFloat(out, value);
}

function writeFloat(out: number[], value: number): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, false);
  out.push(code("G"), ...bytes);
}

function writeText(out: number[], text: string): void {
  const bytes = new TextEncoder().encode(text);
  out.push(code("X"));
  writeLength(out, bytes.length);
  for (const byte of bytes) out.push(byte);
}

/** `numpy.core.multiarray._reconstruct(numpy.ndarray, (0,), b'b')`, then the array's state. */
function writeArray(out: number[], { shape, type, values }: PickleArray): void {
  writeGlobal(out, "numpy.core.multiarray", "_reconstruct");
  writeGlobal(out, "numpy", "ndarray");
  writeNumber(out, 0);
  out.push(0x85); // tuple of one
  writeBytes(out, Uint8Array.of(code("b")));
  out.push(0x87, code("R"));
  out.push(code("("));
  writeNumber(out, 1);
  out.push(code("("));
  for (const side of shape) writeNumber(out, side);
  out.push(code("t"));
  writeGlobal(out, "numpy", "dtype");
  writeText(out, type === "object" ? "O8" : type);
  out.push(0x89, 0x88, 0x87, code("R"));
  out.push(code("("));
  writeNumber(out, 3);
  writeText(out, type === "object" ? "|" : "<");
  out.push(code("N"), code("N"), code("N"));
  writeNumber(out, -1);
  writeNumber(out, -1);
  writeNumber(out, type === "object" ? 63 : 0);
  out.push(code("t"), code("b"), 0x89);
  if (type === "object") write(out, values as readonly PickleValue[]);
  else writeBytes(out, arrayBytes({ type, values }));
  out.push(code("t"), code("b"));
}

function writeBytes(out: number[], bytes: Uint8Array): void {
  out.push(code("B"));
  writeLength(out, bytes.length);
  for (const byte of bytes) out.push(byte);
}

function writeGlobal(out: number[], module: string, name: string): void {
  out.push(code("c"));
  for (const character of module) out.push(code(character));
  out.push(NEW_LINE);
  for (const character of name) out.push(code(character));
  out.push(NEW_LINE);
}

function writeLength(out: number[], length: number): void {
  out.push(length & 255, (length >> 8) & 255, (length >> 16) & 255, (length >>> 24) & 255);
}

function code(character: string): number {
  return character.charCodeAt(0);
}
