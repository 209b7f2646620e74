/** What a fake server paints: speckles that the seed decides, over which the control's edges lie. */
import { decodeImage, encodePng } from "../../../src/codecs/image.js";
import { random } from "../../../src/core/random.js";

/** A PNG. @param control PNG of the control; null: none */
export async function paintedPicture(width: number, height: number, seed: number, text: string, control: Uint8Array | null): Promise<Uint8Array> {
  const stream = random(seed, text, "fake-server");
  const data = Uint8Array.from({ length: width * height * 3 }, () => 96 + stream.integer(8));
  if (control !== null) {
    const edges = await decodeImage(control);
    for (let pixel = 0; pixel < width * height; pixel++) if (edges.data[pixel * 4]! > 127) data.fill(255, pixel * 3, pixel * 3 + 3);
  }
  return encodePng({ width, height, channels: 3, data });
}
