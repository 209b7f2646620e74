/** Opens a view that a run has kept: its pictures as the passes that controls and painters are made from. */
import { decodeImage, decodePng16 } from "../codecs/image.js";
import { decodeMask } from "../codecs/rle.js";
import { DatasetError } from "../core/errors.js";
import type { Camera } from "../geometry/camera.js";
import { readNamedFile } from "../dataset/read-named-file.js";
import { parseRecord } from "../dataset/parse-record.js";
import { sampleId } from "../dataset/sample-id.js";
import { lensPixels } from "../render/lens-samples.js";
import { SRGB_TO_LINEAR } from "../render/texture-sampling.js";
import type { Image, Passes } from "../sample/passes.js";
import type { SampleRecord } from "../sample/record.js";
import type { Scene } from "../sample/scene.js";
import { sha256Hex } from "../storage/sha256.js";
import { hasPicture } from "./kept-passes.js";
import { keptCamera, keptScene } from "./kept-scene.js";
import { normalsFromDepth } from "./normals-from-depth.js";
import { objectPlaces } from "./object-places.js";
import type { KeptRender, RunRenders } from "./run-renders.js";

/** A view as a run has kept it. */
export interface KeptView {
  record: SampleRecord;
  content: Scene;
  /** Zero where the run has not kept them. */
  passes: Passes;
  /** RGBA; null where the run has no picture of the objects alone. */
  picture: Image | null;
  /** Whether normals are made from depth. */
  hasOwnNormals: boolean;
  /** A kept picture as it is; null where there is none. */
  file(output: string): Promise<Uint8Array | null>;
}

/** Pictures of more pixels are not read either. */
const MOST_PIXELS = 67_108_864;
/** Middle and reach of stored normals. */
const NORMAL_HALF = 32767.5;

/**
 * @throws DatasetError E_RUN_MISMATCH for a record or a picture that has changed since the run was listed, E_IMAGE for a
 * picture that cannot be read or has another size than its label
 */
export async function openKeptView({ reader, name }: Pick<RunRenders, "reader" | "name">, { index, recordSha256 }: Pick<KeptRender, "index" | "recordSha256">): Promise<KeptView> {
  const text = await reader.readRecordText(index);
  if (sha256Hex(text) !== recordSha256) throw changed(`sample ${sampleId(index)} of ${name}`);
  const record = parseRecord(text, `${sampleId(index)}.json`);
  const camera = keptCamera(record.camera!);
  const { width, height } = camera;
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) throw broken(record, `is of ${width} × ${height} pixels`);
  const content = keptScene(record, camera);
  const file = async (output: string): Promise<Uint8Array | null> => {
    const named = record.files[output];
    if (named === undefined) return null;
    const bytes = await readNamedFile(reader, named.name);
    if (sha256Hex(bytes) !== named.sha256) throw changed(`${named.name} of ${name}`);
    return bytes;
  };
  const sixteen = async (output: string, channels: 1 | 3): Promise<Uint16Array | null> => {
    const bytes = await file(output);
    if (bytes === null) return null;
    const subject = record.files[output]!.name;
    const picture = await decodePng16(bytes, { subject });
    if (picture.width !== width || picture.height !== height || picture.channels !== channels) throw otherSize(subject, picture, camera);
    return picture.data;
  };
  const instanceId = (await sixteen("instance", 1)) ?? instancesOfMasks(record);
  const depth = depthOf(record, await sixteen("depth", 1), instanceId);
  const lens = lensPixels(camera);
  const ownNormals = await sixteen("normal", 3);
  const normal = ownNormals === null ? normalsFromDepth({ width, height, depth, instanceId }, camera.K, lens) : decodedNormals(ownNormals, instanceId);
  const picture = hasPicture(record) ? await objectsAlone(record, file, instanceId, camera) : null;
  const passes: Passes = {
    width,
    height,
    ...colorOf(picture, width * height),
    depth,
    normal,
    instanceId,
    partId: (await sixteen("part", 1)) ?? Uint16Array.from(instanceId, (id) => (id === 0 ? 0 : 1)),
    objectCoordinates: objectPlaces({ width, height, depth, instanceId }, record.objects, camera.K, lens),
  };
  return { record, content, passes, picture, hasOwnNormals: ownNormals !== null, file };
}

/** Visible masks of different objects do not overlap; where those of others do, the first object counts. */
function instancesOfMasks(record: SampleRecord): Uint16Array {
  const { objects, camera } = record;
  const { width, height } = camera!;
  const ids = new Uint16Array(width * height);
  for (const { maskVisible, instanceId } of objects) {
    if (maskVisible.size[0] !== height || maskVisible.size[1] !== width) throw broken(record, `has a mask of another size for object ${instanceId}`);
    const inside = decodedMask(maskVisible, record);
    for (let pixel = 0; pixel < ids.length; pixel++) if (inside[pixel] !== 0 && ids[pixel] === 0) ids[pixel] = instanceId;
  }
  return ids;
}

function decodedMask(mask: SampleRecord["objects"][number]["maskVisible"], record: SampleRecord): Uint8Array {
  try {
    return decodeMask(mask);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw broken(record, `has a mask that cannot be: ${error.message}`);
  }
}

/** Depth pictures that others made may show what is around the objects, too; our own show objects alone, clutter among them. */
function depthOf({ depth, generation }: SampleRecord, steps: Uint16Array | null, instanceId: Uint16Array): Float32Array {
  if (steps === null || depth === null) return new Float32Array(instanceId.length);
  const ofObjectsAlone = generation.generator === "imported";
  return Float32Array.from(steps, (step, pixel) => (ofObjectsAlone && instanceId[pixel] === 0 ? 0 : step * depth.unitsPerStep));
}

function decodedNormals(steps: Uint16Array, instanceId: Uint16Array): Float32Array {
  return Float32Array.from(steps, (step, at) => (instanceId[Math.floor(at / 3)] === 0 ? 0 : (step - NORMAL_HALF) / NORMAL_HALF));
}

/** The render as it was kept, or what of the image is inside the objects' masks. */
async function objectsAlone({ files }: SampleRecord, file: KeptView["file"], instanceId: Uint16Array, camera: Camera): Promise<Image> {
  const output = files["render"] === undefined ? "image" : "render";
  const subject = files[output]!.name;
  const picture = await decodeImage((await file(output))!, { subject });
  if (picture.width !== camera.width || picture.height !== camera.height) throw otherSize(subject, picture, camera);
  const { data } = picture;
  // Renders on a transparent ground say themselves how far they cover a pixel.
  let isOpaque = true;
  for (let at = 3; at < data.length && isOpaque; at += 4) isOpaque = data[at] === 255;
  if (isOpaque) for (let pixel = 0; pixel < instanceId.length; pixel++) if (instanceId[pixel] === 0) data.fill(0, pixel * 4, pixel * 4 + 4);
  return picture;
}

function colorOf(picture: Image | null, pixels: number): Pick<Passes, "color" | "alpha"> {
  const color = new Float32Array(pixels * 3);
  const alpha = new Float32Array(pixels);
  if (picture === null) return { color, alpha };
  for (let pixel = 0; pixel < pixels; pixel++) {
    alpha[pixel] = picture.data[pixel * 4 + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) color[pixel * 3 + channel] = SRGB_TO_LINEAR[picture.data[pixel * 4 + channel]!]! * alpha[pixel]!;
  }
  return { color, alpha };
}

function changed(subject: string): DatasetError {
  return new DatasetError("E_RUN_MISMATCH", `${subject} has changed since this run began.`, { hint: "Put it back as it was, or choose another folder with --out.", subject });
}

function broken({ id }: SampleRecord, what: string): DatasetError {
  return new DatasetError("E_RECORD", `sample ${id} ${what}`, { hint: "Make or import the run again.", subject: id });
}

function otherSize(subject: string, picture: { width: number; height: number; channels: number }, { width, height }: Camera): DatasetError {
  return new DatasetError("E_IMAGE", `${subject} has ${picture.width} × ${picture.height} pixels of ${picture.channels} channels; its label is of ${width} × ${height}.`, { hint: "Make or import the run again.", subject });
}
