/** The header of a PLY file (Turk 1994): which elements it has, and which properties in which order. */
import { DatasetError } from "../core/errors.js";

const TYPES = {
  char: 1, int8: 1, uchar: 1, uint8: 1, short: 2, int16: 2, ushort: 2, uint16: 2, int: 4, int32: 4, uint: 4, uint32: 4, float: 4, float32: 4, double: 8, float64: 8,
} as const;

/** A scalar type's name. */
export type PlyType = keyof typeof TYPES;

/** Bytes of a type. */
export function plyTypeBytes(type: PlyType): number {
  return TYPES[type];
}

export interface PlyProperty {
  name: string;
  type: PlyType;
  /** Type of the length in front of a list; null for single values. */
  countType: PlyType | null;
}

export interface PlyElement {
  name: string;
  count: number;
  properties: PlyProperty[];
}

export interface PlyHeader {
  format: "ascii" | "binary_little_endian" | "binary_big_endian";
  elements: PlyElement[];
  /** Pictures named by `comment TextureFile`, as MeshLab writes them. */
  textures: string[];
  /** Where the data begins, in bytes and in lines. */
  start: number;
  line: number;
}

/** Headers are far shorter; a file without an end of header is not searched further. */
const LONGEST_HEADER = 1_048_576;

/**
 * @param file for messages
 * @throws DatasetError E_SHAPE_FILE naming the line
 */
export function readPlyHeader(bytes: Uint8Array, file: string): PlyHeader {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LONGEST_HEADER)).toString("latin1");
  const end = /(?:^|\n|\r)end_header[ \t]*(\r\n|\n|\r)/.exec(text);
  if (end === null) throw new DatasetError("E_SHAPE_FILE", `${file} is cut off: its header does not end.`, { hint: "Fetch or export it again.", subject: file });
  const start = end.index + end[0].length;
  const lines = text.slice(0, start).split(/\r\n|\n|\r/);
  const header: PlyHeader = { format: "ascii", elements: [], textures: [], start, line: lines.length };
  let hasFormat = false;
  lines.forEach((line, index) => {
    const fail = (what: string): never => {
      throw new DatasetError("E_SHAPE_FILE", `Line ${index + 1} of ${file} ${what}: ${JSON.stringify(line.slice(0, 60))}.`, { hint: "The file is damaged: export it again.", subject: file });
    };
    const [keyword, ...words] = line.trim().split(/\s+/);
    switch (keyword) {
      case "format":
        if (words[0] !== "ascii" && words[0] !== "binary_little_endian" && words[0] !== "binary_big_endian") return fail("names an unknown format");
        header.format = words[0];
        hasFormat = true;
        return;
      case "comment":
      case "obj_info":
        if (words[0]?.toLowerCase() === "texturefile") header.textures.push(words.slice(1).join(" "));
        return;
      case "element": {
        const count = Number(words[1]);
        if (words.length !== 2 || !Number.isSafeInteger(count) || count < 0) return fail("has no number of elements");
        header.elements.push({ name: words[0]!, count, properties: [] });
        return;
      }
      case "property": {
        const element = header.elements.at(-1);
        const isList = words[0] === "list";
        const [countType, type, name] = isList ? words.slice(1) : [null, words[0], words[1]];
        if (element === undefined || name === undefined || !isType(type) || !(countType === null || isType(countType))) return fail("is no property");
        element.properties.push({ name, type, countType });
        return;
      }
      case "ply":
      case "end_header":
      case "":
        return;
      default:
        fail("is not known in a PLY header");
    }
  });
  if (!hasFormat) throw new DatasetError("E_SHAPE_FILE", `${file} names no format in its header.`, { hint: "The file is damaged: export it again.", subject: file });
  return header;
}

function isType(word: string | undefined | null): word is PlyType {
  return typeof word === "string" && Object.hasOwn(TYPES, word);
}
