/** Depth pictures as Blender writes them when nothing else is said: one channel, packed with zlib, 16 rows at a time. */
import { deflateSync } from "node:zlib";
import { float16Bits } from "../../src/codecs/half.js";

/** @param type of the channel */
export function zippedExr(values: Float32Array, width: number, height: number, type: "half" | "float"): Uint8Array {
  const int = (...numbers: number[]): Buffer => Buffer.from(Int32Array.from(numbers).buffer);
  const attribute = (name: string, kind: string, value: Uint8Array): Buffer => Buffer.concat([Buffer.from(`${name}\0${kind}\0`), int(value.length), value]);
  const window = int(0, 0, width - 1, height - 1);
  const header = Buffer.concat([
    int(20000630, 2),
    attribute("channels", "chlist", Buffer.concat([Buffer.from("V\0"), int(type === "half" ? 1 : 2, 0, 1, 1), Buffer.of(0)])),
    attribute("compression", "compression", Buffer.of(3)),
    attribute("dataWindow", "box2i", window),
    attribute("displayWindow", "box2i", window),
    attribute("lineOrder", "lineOrder", Buffer.of(0)),
    Buffer.of(0),
  ]);
  const blocks: Buffer[] = [];
  for (let row = 0; row < height; row += 16) {
    const numbers = values.subarray(row * width, Math.min(row + 16, height) * width);
    const raw = new Uint8Array(type === "half" ? Uint16Array.from(numbers, (value) => float16Bits(Math.min(value, 65504))).buffer : Float32Array.from(numbers).buffer);
    const packed = deflateSync(differences(raw));
    const data = packed.length < raw.length ? packed : raw;
    blocks.push(Buffer.concat([int(row, data.length), data]));
  }
  let at = header.length + blocks.length * 8;
  const table = blocks.map((block) => {
    const from = at;
    at += block.length;
    return BigInt(from);
  });
  return Buffer.concat([header, Buffer.from(BigInt64Array.from(table).buffer), ...blocks]);
}

/** Bytes at even places, then those at odd ones, each as its difference from the one before. */
function differences(bytes: Uint8Array): Uint8Array {
  const sorted = [...bytes.filter((_, at) => at % 2 === 0), ...bytes.filter((_, at) => at % 2 === 1)];
  return Uint8Array.from(sorted, (value, at) => (at === 0 ? value : value - sorted[at - 1]! + 128));
}
