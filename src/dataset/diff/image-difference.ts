/** How much two pictures differ. */
import { decodeRgb } from "../../codecs/image.js";

/** Mean absolute difference of the channels in levels of 255; null for pictures of other sizes. @throws DatasetError E_IMAGE */
export async function imageDifference(first: Uint8Array, second: Uint8Array): Promise<number | null> {
  const [a, b] = await Promise.all([decodeRgb(first), decodeRgb(second)]);
  if (a.width !== b.width || a.height !== b.height) return null;
  let sum = 0;
  for (let at = 0; at < a.data.length; at++) sum += Math.abs(a.data[at]! - b.data[at]!);
  return sum / a.data.length;
}
