/** OpenEXR ("OpenEXR File Layout"): one part, scan lines, 32-bit floats, uncompressed. */
import { DatasetError } from "../core/errors.js";

const MAGIC = 20000630;
const FLOAT = 2;

/**
 * A picture whose red, green and blue hold the same numbers, as Blender writes a depth pass.
 * @param values row-major
 */
export function encodeExr(values: Float32Array, width: number, height: number): Uint8Array {
  const channels = ["B", "G", "R"].flatMap((name) => [...text(name), ...int32(FLOAT), 0, 0, 0, 0, ...int32(1), ...int32(1)]);
  const window = [...int32(0), ...int32(0), ...int32(width - 1), ...int32(height - 1)];
  const header = Uint8Array.from([
    ...int32(MAGIC), ...int32(2),
    ...attribute("channels", "chlist", [...channels, 0]),
    ...attribute("compression", "compression", [0]),
    ...attribute("dataWindow", "box2i", window),
    ...attribute("displayWindow", "box2i", window),
    ...attribute("lineOrder", "lineOrder", [0]),
    ...attribute("pixelAspectRatio", "float", float32(1)),
    ...attribute("screenWindowCenter", "v2f", [...float32(0), ...float32(0)]),
    ...attribute("screenWindowWidth", "float", float32(1)),
    0,
  ]);
  const lineBytes = 3 * width * 4;
  const first = header.length + height * 8;
  const out = new Uint8Array(first + height * (8 + lineBytes));
  out.set(header);
  const view = new DataView(out.buffer);
  for (let row = 0; row < height; row++) {
    const at = first + row * (8 + lineBytes);
    view.setBigUint64(header.length + row * 8, BigInt(at), true);
    view.setInt32(at, row, true);
    view.setInt32(at + 4, lineBytes, true);
    for (let channel = 0; channel < 3; channel++) {
      for (let column = 0; column < width; column++) view.setFloat32(at + 8 + (channel * width + column) * 4, values[row * width + column]!, true);
    }
  }
  return out;
}

/**
 * The first channel of a picture of the kind that {@link encodeExr} writes.
 * @throws DatasetError E_IMAGE for any other
 */
export function decodeExr(bytes: Uint8Array, subject: string): { values: Float32Array; width: number; height: number } {
  const fail = (what: string): never => {
    throw new DatasetError("E_IMAGE", `${subject} ${what}`, { hint: "Save it as uncompressed scan lines of 32-bit floats.", subject });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16 || view.getInt32(0, true) !== MAGIC || view.getInt32(4, true) !== 2) return fail("is no OpenEXR picture of one part with scan lines");
  let at = 8;
  const int = (from: number): number => (from + 4 > bytes.length ? fail("is cut off") : view.getInt32(from, true));
  const string = (): string => {
    const end = bytes.indexOf(0, at);
    if (end < 0) return fail("is cut off");
    const from = at;
    at = end + 1;
    return new TextDecoder().decode(bytes.subarray(from, end));
  };
  let size: [number, number] | null = null;
  let channels = 0;
  for (let name = string(); name !== ""; name = string()) {
    string();
    const length = int(at);
    const from = at + 4;
    if (length < 0 || length > bytes.length - from - 1) return fail("is cut off");
    if (name === "compression" && bytes[from] !== 0) return fail("is compressed");
    if (name === "dataWindow") size = [int(from + 8) - int(from) + 1, int(from + 12) - int(from + 4) + 1];
    if (name === "channels") {
      for (at = from; bytes[at] !== 0; channels++) {
        string();
        if (at + 16 > from + length || int(at) !== FLOAT) return fail("has channels that are not 32-bit floats");
        at += 16;
      }
    }
    at = from + length;
  }
  if (size === null || channels === 0) return fail("has no channels");
  const [width, height] = size;
  const lineBytes = 8 + channels * width * 4;
  if (!(width > 0 && height > 0) || at + height * (8 + lineBytes) !== bytes.length) return fail("is cut off");
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) values[row * width + column] = view.getFloat32(at + height * 8 + row * lineBytes + 8 + column * 4, true);
  }
  return { values, width, height };
}

function attribute(name: string, type: string, value: readonly number[]): number[] {
  return [...text(name), ...text(type), ...int32(value.length), ...value];
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value), 0];
}

function int32(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
}

function float32(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}
