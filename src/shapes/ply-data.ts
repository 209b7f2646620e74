/** The values of a PLY file in the order of its header, from text or binary. */
import { DatasetError } from "../core/errors.js";
import { plyTypeBytes, type PlyElement, type PlyHeader, type PlyProperty, type PlyType } from "./ply-header.js";
import { TokenReader } from "./token-reader.js";

/** Takes one value after the other. */
export interface PlySource {
  scalar(type: PlyType, what: string): number;
  error(what: string): DatasetError;
}

/**
 * Opens the data after the header.
 * @throws DatasetError E_SHAPE_FILE when the counts of the header do not fit into the file
 */
export function plySource(bytes: Uint8Array, header: PlyHeader, file: string): PlySource {
  const rest = bytes.length - header.start;
  const needed = header.elements.reduce((sum, element) => sum + element.count * leastBytes(element, header.format === "ascii"), 0);
  // the last line of a text needs no newline
  if (needed > rest + 1) {
    throw new DatasetError("E_SHAPE_FILE", `${file} is cut off or damaged: ${header.elements.map(({ name, count }) => `${count} × ${name}`).join(", ")} need at least ${needed} bytes, but only ${rest} follow the header.`, { hint: "Fetch or export it again.", subject: file });
  }
  return header.format === "ascii" ? textSource(bytes, header, file) : binarySource(bytes, header, file);
}

function leastBytes({ properties }: PlyElement, isText: boolean): number {
  return properties.reduce((sum, { type, countType }) => sum + (isText ? 2 : plyTypeBytes(countType ?? type)), 0);
}

function textSource(bytes: Uint8Array, header: PlyHeader, file: string): PlySource {
  const reader = new TokenReader(bytes, file, { start: header.start, line: header.line });
  return {
    scalar: (_type, what) => reader.number(what),
    error: (what) => reader.error("E_SHAPE_GEOMETRY", what),
  };
}

function binarySource(bytes: Uint8Array, header: PlyHeader, file: string): PlySource {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = header.format === "binary_little_endian";
  let at = header.start;
  return {
    scalar(type, what) {
      const from = at;
      at += plyTypeBytes(type);
      if (at > bytes.length) throw new DatasetError("E_SHAPE_FILE", `${file} is cut off: it ends where ${what} should be.`, { hint: "Fetch or export it again.", subject: file });
      return readScalar(view, from, type, little);
    },
    error: (what) => new DatasetError("E_SHAPE_GEOMETRY", `${file} ${what}, ${at} bytes from its start.`, { hint: "The file is damaged or cut off: fetch or export it again.", subject: file }),
  };
}

function readScalar(view: DataView, at: number, type: PlyType, little: boolean): number {
  switch (type) {
    case "char": case "int8": return view.getInt8(at);
    case "uchar": case "uint8": return view.getUint8(at);
    case "short": case "int16": return view.getInt16(at, little);
    case "ushort": case "uint16": return view.getUint16(at, little);
    case "int": case "int32": return view.getInt32(at, little);
    case "uint": case "uint32": return view.getUint32(at, little);
    case "float": case "float32": return view.getFloat32(at, little);
    case "double": case "float64": return view.getFloat64(at, little);
  }
}

/** A list's length, checked. */
export function listLength(source: PlySource, { name, countType }: PlyProperty, most: number): number {
  const length = source.scalar(countType!, `the length of ${name}`);
  if (!Number.isInteger(length) || length < 0 || length > most) throw source.error(`has a list ${name} of ${length}`);
  return length;
}

/** Passes over one property of an element. */
export function skipProperty(source: PlySource, property: PlyProperty): void {
  const length = property.countType === null ? 1 : listLength(source, property, 1e8);
  for (let i = 0; i < length; i++) source.scalar(property.type, property.name);
}
