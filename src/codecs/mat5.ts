/**
 * Writes MAT-files of level 5 ("MAT-File Format", The MathWorks): little-endian, uncompressed, no clock in the header.
 * Numbers are doubles, texts rows of characters, structs arrays of one row.
 */
import { joinedBytes } from "./joined-bytes.js";

/** A value of MATLAB: a number or row of numbers, a text, a struct, or a row of structs with the same fields. */
export type MatValue = number | readonly number[] | string | MatWhole | MatStruct | readonly MatStruct[];

/**
 * A double that is stored as a whole number, as MATLAB itself stores whole doubles: scipy then gives an integer, which
 * programs use as an index.
 */
export class MatWhole {
  constructor(readonly value: number) {}
}

/** Field names are letters, digits and `_`, at most 31, beginning with a letter. */
export interface MatStruct {
  readonly [field: string]: MatValue;
}

const TYPE = { int8: 1, uint16: 4, int32: 5, uint32: 6, double: 9, matrix: 14, utf16: 17 } as const;
const CLASS = { struct: 2, char: 4, double: 6 } as const;
const NAME_BYTES = 32;
const HEADER_TEXT = "MATLAB 5.0 MAT-file, written by dst3d";

/**
 * A file with these variables.
 * @throws RangeError for names that MATLAB does not take and for structs in a row with different fields
 */
export function encodeMat5(variables: MatStruct): Uint8Array {
  const header = new Uint8Array(128).fill(0x20, 0, 116);
  for (let at = 0; at < HEADER_TEXT.length; at++) header[at] = HEADER_TEXT.charCodeAt(at);
  header.set([0x00, 0x01, 0x49, 0x4d], 124); // version 0x0100, "IM": little-endian
  return joinedBytes([header, ...Object.entries(variables).map(([name, value]) => matrix(value, checkedName(name)))]);
}

function matrix(value: MatValue, name: string): Uint8Array {
  if (typeof value === "number") return array(CLASS.double, [1, 1], name, [doubles([value])]);
  if (value instanceof MatWhole) return array(CLASS.double, [1, 1], name, [element(TYPE.int32, bytesOf(Int32Array.of(value.value)))]);
  if (typeof value === "string") return array(CLASS.char, [value === "" ? 0 : 1, value.length], name, [characters(value)]);
  if (isNumbers(value)) return array(CLASS.double, [value.length === 0 ? 0 : 1, value.length], name, [doubles(value)]);
  return structs(Array.isArray(value) ? (value as readonly MatStruct[]) : [value as MatStruct], name);
}

function isNumbers(value: readonly number[] | MatStruct | readonly MatStruct[]): value is readonly number[] {
  return Array.isArray(value) && (value.length === 0 || typeof value[0] === "number");
}

function structs(rows: readonly MatStruct[], name: string): Uint8Array {
  const fields = Object.keys(rows[0]!).map(checkedName);
  if (rows.some((row) => Object.keys(row).join() !== fields.join())) throw new RangeError("structs in a row must have the same fields");
  const names = new Uint8Array(fields.length * NAME_BYTES);
  fields.forEach((field, index) => names.set(new TextEncoder().encode(field), index * NAME_BYTES));
  // The length of names is a small element: type and size share its first four bytes.
  const nameLength = new Uint8Array(8);
  new DataView(nameLength.buffer).setUint32(0, (4 << 16) | TYPE.int32, true);
  new DataView(nameLength.buffer).setInt32(4, NAME_BYTES, true);
  return array(CLASS.struct, [1, rows.length], name, [nameLength, element(TYPE.int8, names), ...rows.flatMap((row) => fields.map((field) => matrix(row[field]!, "")))]);
}

function array(kind: number, dimensions: readonly [number, number], name: string, content: readonly Uint8Array[]): Uint8Array {
  return element(TYPE.matrix, joinedBytes([
    element(TYPE.uint32, bytesOf(Uint32Array.of(kind, 0))),
    element(TYPE.int32, bytesOf(Int32Array.from(dimensions))),
    element(TYPE.int8, new TextEncoder().encode(name)),
    ...content,
  ]));
}

/** Type, length, data, and padding to eight bytes. */
function element(type: number, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(8 + Math.ceil(data.length / 8) * 8);
  const view = new DataView(out.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, data.length, true);
  out.set(data, 8);
  return out;
}

function doubles(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setFloat64(index * 8, value, true));
  return element(TYPE.double, bytes);
}

/** MATLAB itself writes plain numbers; readers take them for text only while they are ASCII. */
function characters(text: string): Uint8Array {
  const codes = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return element(codes.every((code) => code < 128) ? TYPE.uint16 : TYPE.utf16, bytesOf(codes));
}

/** Bytes of whole numbers, little-endian. */
function bytesOf(values: Uint16Array | Uint32Array | Int32Array): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => (size === 2 ? view.setUint16(index * 2, value, true) : view.setInt32(index * 4, value, true)));
  return bytes;
}

function checkedName(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]{0,30}$/.test(name)) return name;
  throw new RangeError(`not a MATLAB name: ${JSON.stringify(name)}`);
}
