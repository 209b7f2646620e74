/** Images for formats whose readers want JPEG files. */
import { decodeRgb, encodeJpeg } from "../codecs/image.js";
import { DatasetError } from "../core/errors.js";
import type { ExportedSample } from "./format.js";

/** Encodes at this quality, without colour subsampling. */
const QUALITY = 95;

/** The sample's image as JPEG: its own bytes where it is one. @throws DatasetError E_NOT_FOUND, E_IMAGE */
export async function jpegImage({ record, output }: Pick<ExportedSample, "record" | "output">): Promise<Uint8Array> {
  const bytes = await output("image");
  const subject = record.files["image"]?.name ?? record.id;
  if (bytes === null) throw new DatasetError("E_NOT_FOUND", `${subject} is missing.`, { hint: "`dst3d generate` with the same recipe makes it again.", subject });
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? bytes : encodeJpeg(await decodeRgb(bytes, { subject }), QUALITY);
}
