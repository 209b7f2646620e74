/** Writes OpenEXR ("OpenEXR File Layout"): one part, scan lines, 32-bit floats, uncompressed. */

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
