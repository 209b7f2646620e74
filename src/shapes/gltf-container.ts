/** Takes a .glb or .gltf file apart into its JSON and its binary chunk. */
import type { GLTF } from "@gltf-transform/core";
import { DatasetError } from "../core/errors.js";

/** The JSON of a model and, in a .glb, its binary chunk. */
export interface GltfContainer {
  json: GLTF.IGLTF;
  binary: Uint8Array | null;
}

const JSON_CHUNK = 0x4e4f534a;
const BINARY_CHUNK = 0x004e4942;
/** Longer JSON is refused: it would not fit into a JavaScript string together with its copies. */
const LONGEST_JSON = 256 * 1024 * 1024;

function damaged(file: string, what: string, cause?: unknown): DatasetError {
  return new DatasetError("E_SHAPE_FILE", `${file} ${what}.`, {
    hint: "The file is damaged or was only downloaded in part: fetch or export it again.",
    subject: file,
    ...(cause === undefined ? {} : { cause }),
  });
}

function parseJson(bytes: Uint8Array, file: string): GLTF.IGLTF {
  if (bytes.length > LONGEST_JSON) throw damaged(file, `has ${bytes.length} bytes of JSON, more than the limit of ${LONGEST_JSON}`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8").decode(bytes));
  } catch (cause) {
    throw damaged(file, `has JSON that cannot be parsed (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw damaged(file, "is not glTF: its JSON is not an object");
  return json as GLTF.IGLTF;
}

/** @throws DatasetError E_SHAPE_FILE naming what is wrong with the container */
export function openGltf(bytes: Uint8Array, binary: boolean, file: string): GltfContainer {
  if (!binary) return { json: parseJson(bytes, file), binary: null };
  if (bytes.length < 20) throw damaged(file, `ends after ${bytes.length} bytes, inside the GLB header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint32(4, true);
  if (version !== 2) {
    throw new DatasetError("E_SHAPE_FILE", `${file} is binary glTF version ${version}.`, { hint: "Only version 2 is read: convert the model to glTF 2.0.", subject: file });
  }
  const length = view.getUint32(8, true);
  if (length > bytes.length) throw damaged(file, `is truncated: it should have ${length} bytes and has ${bytes.length}`);
  let json: GLTF.IGLTF | null = null;
  let chunk: Uint8Array | null = null;
  for (let offset = 12; offset + 8 <= length; ) {
    const size = view.getUint32(offset, true);
    const type = view.getUint32(offset + 4, true);
    const start = offset + 8;
    if (start + size > length) throw damaged(file, `has a chunk of ${size} bytes at ${offset} that runs past its end at ${length}`);
    const data = bytes.subarray(start, start + size);
    if (json === null) {
      if (type !== JSON_CHUNK) throw damaged(file, "does not begin with a JSON chunk");
      json = parseJson(data, file);
    } else if (type === BINARY_CHUNK && chunk === null) {
      chunk = data;
    }
    offset = start + size;
  }
  if (json === null) throw damaged(file, "has no JSON chunk");
  return { json, binary: chunk };
}
