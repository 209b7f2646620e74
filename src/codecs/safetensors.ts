/**
 * The header of a `.safetensors` file: eight bytes of length, that much JSON, then the tensors. The file comes from
 * anywhere, so every number in it is checked before anybody reads by it.
 * Format: https://github.com/huggingface/safetensors (README, "Format").
 */
import { DatasetError } from "../core/errors.js";

/** Element types of the format that this program reads, and the bytes of one element. */
export const SAFETENSORS_TYPES = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 } as const;
export type SafetensorsType = keyof typeof SAFETENSORS_TYPES;

/** Where one tensor lies. */
export interface SafetensorsTensor {
  name: string;
  type: SafetensorsType;
  shape: readonly number[];
  /** Bytes from the beginning of the file. */
  offset: number;
  bytes: number;
}

/** What the head of a file says. */
export interface SafetensorsHeader {
  tensors: ReadonlyMap<string, SafetensorsTensor>;
  metadata: Readonly<Record<string, string>>;
}

/** Bytes before the JSON: its length. */
export const SAFETENSORS_PREFIX = 8;
/** The limit that the reference implementation sets. */
const LARGEST_HEADER = 100_000_000;
const LARGEST_RANK = 8;

function refuse(file: string, what: string): never {
  throw new DatasetError("E_MODEL", `${file} is not a sound safetensors file: ${what}.`, {
    hint: "The file is damaged or was not made by safetensors; fetch it again.",
    subject: file,
  });
}

/**
 * Bytes of the JSON that follows the prefix.
 * @param prefix the first eight bytes of the file
 * @param fileBytes length of the whole file
 * @throws DatasetError E_MODEL when the length is not possible in such a file
 */
export function safetensorsHeaderBytes(prefix: Uint8Array, fileBytes: number, file: string): number {
  if (prefix.length < SAFETENSORS_PREFIX) refuse(file, `it has only ${fileBytes} bytes`);
  const view = new DataView(prefix.buffer, prefix.byteOffset, SAFETENSORS_PREFIX);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER)) refuse(file, `its header claims ${length} bytes, more than the ${LARGEST_HEADER} allowed`);
  if (length > BigInt(fileBytes - SAFETENSORS_PREFIX)) refuse(file, `its header claims ${length} bytes, but the file has only ${fileBytes}; perhaps it was not fetched completely`);
  return Number(length);
}

/**
 * Reads the JSON of the header and checks it: known element types, sizes that follow from the shapes, no tensor outside
 * the file, no two over the same bytes, nothing left over.
 * @param json the header's bytes
 * @param fileBytes length of the whole file
 * @throws DatasetError E_MODEL naming the tensor
 */
export function parseSafetensorsHeader(json: Uint8Array, fileBytes: number, file: string): SafetensorsHeader {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${file} is not a sound safetensors file: its header is not JSON.`, { hint: "Fetch the file again.", subject: file, cause });
  }
  if (!isObject(content)) refuse(file, "its header is not an object");
  const base = SAFETENSORS_PREFIX + json.length;
  const tensors = new Map<string, SafetensorsTensor>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, entry] of Object.entries(content)) {
    if (name === "__metadata__") metadata = readMetadata(entry, file);
    else tensors.set(name, readTensor(name, entry, base, fileBytes, file));
  }
  checkLayout([...tensors.values()], base, fileBytes, file);
  return { tensors, metadata };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function readMetadata(entry: unknown, file: string): Readonly<Record<string, string>> {
  if (!isObject(entry)) refuse(file, "its metadata are not an object");
  return Object.fromEntries(Object.entries(entry).filter((pair): pair is [string, string] => typeof pair[1] === "string"));
}

function readTensor(name: string, entry: unknown, base: number, fileBytes: number, file: string): SafetensorsTensor {
  const tensor = `tensor ${JSON.stringify(name)}`;
  if (!isObject(entry)) refuse(file, `${tensor} is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(SAFETENSORS_TYPES, dtype)) refuse(file, `${tensor} has element type ${JSON.stringify(dtype)}; known are ${Object.keys(SAFETENSORS_TYPES).join(", ")}`);
  const type = dtype as SafetensorsType;
  if (!Array.isArray(shape) || shape.length > LARGEST_RANK || !shape.every(isCount)) refuse(file, `${tensor} has the shape ${JSON.stringify(shape)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) refuse(file, `${tensor} has the offsets ${JSON.stringify(offsets)}`);
  const [begin, end] = offsets as [number, number];
  const bytes = (shape as number[]).reduce((product, size) => product * size, SAFETENSORS_TYPES[type]);
  if (begin > end || end > fileBytes - base) refuse(file, `${tensor} claims the bytes ${begin} to ${end} of ${fileBytes - base}; perhaps it was not fetched completely`);
  if (end - begin !== bytes) refuse(file, `${tensor} is ${type} [${shape.join(", ")}], which takes ${bytes} bytes, but claims ${end - begin}`);
  return { name, type, shape: shape as number[], offset: base + begin, bytes };
}

function checkLayout(tensors: SafetensorsTensor[], base: number, fileBytes: number, file: string): void {
  tensors.sort((a, b) => a.offset - b.offset || a.bytes - b.bytes);
  let end = base;
  let previous = "the header";
  for (const tensor of tensors) {
    if (tensor.offset < end) refuse(file, `tensor ${JSON.stringify(tensor.name)} overlaps ${previous}`);
    if (tensor.offset > end) refuse(file, `there are ${tensor.offset - end} bytes of nothing before tensor ${JSON.stringify(tensor.name)}`);
    end = tensor.offset + tensor.bytes;
    previous = JSON.stringify(tensor.name);
  }
  if (end !== fileBytes) refuse(file, `${fileBytes - end} bytes follow after its last tensor`);
}

/** A whole file in memory: every tensor with its bytes. @throws DatasetError E_MODEL when it is not sound */
export function parseSafetensors(file: Uint8Array, name: string): { tensors: ReadonlyMap<string, SafetensorsTensor & { data: Uint8Array }>; metadata: Readonly<Record<string, string>> } {
  const length = safetensorsHeaderBytes(file.subarray(0, SAFETENSORS_PREFIX), file.length, name);
  const { tensors, metadata } = parseSafetensorsHeader(file.subarray(SAFETENSORS_PREFIX, SAFETENSORS_PREFIX + length), file.length, name);
  const withBytes = [...tensors.values()].map((tensor) => [tensor.name, { ...tensor, data: file.subarray(tensor.offset, tensor.offset + tensor.bytes) }] as const);
  return { tensors: new Map(withBytes), metadata };
}

/** A tensor to be written; `data` are its little-endian bytes. */
export interface SafetensorsInput {
  type: SafetensorsType;
  shape: readonly number[];
  data: Uint8Array;
}

/** A whole file; the header is padded with spaces so that the tensors begin at a multiple of eight bytes. */
export function encodeSafetensors(tensors: Readonly<Record<string, SafetensorsInput>>, metadata?: Readonly<Record<string, string>>): Uint8Array {
  let end = 0;
  const entries: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  for (const [name, { type, shape, data }] of Object.entries(tensors)) {
    entries[name] = { dtype: type, shape, data_offsets: [end, end + data.length] };
    end += data.length;
  }
  const text = JSON.stringify(entries);
  const header = new TextEncoder().encode(text + " ".repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8));
  const file = new Uint8Array(SAFETENSORS_PREFIX + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, SAFETENSORS_PREFIX);
  let offset = SAFETENSORS_PREFIX + header.length;
  for (const { data } of Object.values(tensors)) {
    file.set(data, offset);
    offset += data.length;
  }
  return file;
}

/**
 * The list of files of a model whose weights are spread over several (`*.safetensors.index.json`).
 * @returns name of each tensor → file name in the same folder
 * @throws DatasetError E_MODEL for anything else, and for names that leave the folder
 */
export function parseSafetensorsIndex(text: string, file: string): ReadonlyMap<string, string> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${file} is not JSON.`, { hint: "Fetch the file again.", subject: file, cause });
  }
  const map = isObject(content) ? content["weight_map"] : undefined;
  if (!isObject(map)) throw new DatasetError("E_MODEL", `${file} has no "weight_map".`, { hint: "It should list the file of every tensor.", subject: file });
  const files = new Map<string, string>();
  for (const [name, target] of Object.entries(map)) {
    if (typeof target !== "string" || !/^[\w.-]+\.safetensors$/.test(target)) {
      throw new DatasetError("E_MODEL", `${file} places tensor ${JSON.stringify(name)} in ${JSON.stringify(target)}, which is not a safetensors file in its folder.`, { hint: "Fetch the file again.", subject: file });
    }
    files.set(name, target);
  }
  return files;
}
