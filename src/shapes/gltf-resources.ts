/** Fetches the buffers and pictures of a glTF through {@link ModelFiles}, so that the library itself reads nothing. */
import type { GLTF, JSONDocument } from "@gltf-transform/core";
import { DatasetError } from "../core/errors.js";
import type { GltfContainer } from "./gltf-container.js";
import { isDataUri, type ModelFiles, type ReferenceKind } from "./model-files.js";

/** The name under which glTF-Transform looks for the binary chunk. */
const BINARY_CHUNK_NAME = "@glb.bin";

/** What the library needs, and the buffers alone for the checks before it. */
export interface ResolvedGltf {
  source: JSONDocument;
  buffers: (Uint8Array | null)[];
}

function decodeUri(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // a stray % is part of the name
  }
}

/** Bytes of a `data:` URI. */
export function dataUriBytes(uri: string): Uint8Array {
  const comma = uri.indexOf(",");
  const body = uri.slice(comma + 1);
  if (/;base64$/i.test(uri.slice(0, comma))) return Uint8Array.from(Buffer.from(decodeUri(body), "base64"));
  return new TextEncoder().encode(decodeUri(body));
}

/** Files that a glTF names, each with what it is. */
export function gltfReferences(json: GLTF.IGLTF): { reference: string; kind: ReferenceKind }[] {
  const of = (entries: readonly { uri?: string }[] | undefined, kind: ReferenceKind) =>
    (Array.isArray(entries) ? entries : []).flatMap((entry) => (typeof entry?.uri === "string" && !isDataUri(entry.uri) ? [{ reference: decodeUri(entry.uri), kind }] : []));
  return [...of(json.buffers, "buffer"), ...of(json.images, "texture")];
}

/** Reads everything that the JSON names and rewrites each reference to a short unique name. */
export async function resolveResources({ json, binary }: GltfContainer, files: ModelFiles): Promise<ResolvedGltf> {
  const resources: Record<string, Uint8Array<ArrayBuffer>> = {};
  const fetch = async (uri: string, kind: ReferenceKind): Promise<Uint8Array<ArrayBuffer>> =>
    (isDataUri(uri) ? dataUriBytes(uri) : await files.read(decodeUri(uri), kind)) as Uint8Array<ArrayBuffer>;

  const buffers: (Uint8Array | null)[] = [];
  const bufferDefinitions: GLTF.IBuffer[] = [];
  for (const [index, buffer] of (json.buffers ?? []).entries()) {
    const bytes = buffer.uri === undefined ? (index === 0 ? binary : null) : await fetch(buffer.uri, "buffer");
    if (bytes !== null && bytes.length < buffer.byteLength) {
      throw new DatasetError("E_SHAPE_FILE", `${files.file}: ${buffer.uri === undefined ? "its binary chunk" : label(buffer.uri)} has ${bytes.length} bytes, the model needs ${buffer.byteLength}.`, {
        hint: "The file is truncated: fetch or export it again.",
        subject: files.file,
      });
    }
    buffers.push(bytes);
    const name = buffer.uri === undefined && index === 0 ? BINARY_CHUNK_NAME : `buffer${index}.bin`;
    // meshopt's fallback buffers have no bytes, and nothing reads them
    resources[name] = (bytes ?? new Uint8Array(0)) as Uint8Array<ArrayBuffer>;
    bufferDefinitions.push(name === BINARY_CHUNK_NAME ? buffer : { ...buffer, uri: name });
  }
  const images: GLTF.IImage[] = [];
  for (const [index, image] of (json.images ?? []).entries()) {
    if (image.uri === undefined) {
      images.push(image);
      continue;
    }
    const name = `__image${index}`;
    resources[name] = await fetch(image.uri, "texture");
    images.push({ ...image, name: isDataUri(image.uri) ? (image.name ?? "(embedded)") : label(image.uri), uri: name });
  }
  return { source: { json: { ...json, buffers: bufferDefinitions, images }, resources }, buffers };
}

function label(uri: string): string {
  return isDataUri(uri) ? "(embedded)" : decodeUri(uri);
}
