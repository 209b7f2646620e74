/** The objects of a view alone, as controls and painters are shown them. */
import type { Image } from "../sample/passes.js";
import type { RenderedView } from "../sample/sample.js";
import { objectImage } from "./display-transform.js";

/**
 * The picture that a run has kept, or the one that the passes give.
 * @param memory width × height × 4 bytes to write into; a kept picture is returned as it is
 * @returns RGBA, sRGB-encoded, colour not premultiplied
 */
export function objectPicture({ picture, passes, content }: Pick<RenderedView, "picture" | "passes" | "content">, memory?: Uint8Array<ArrayBuffer>): Image {
  return picture ?? objectImage(passes, content.lighting.exposure, memory);
}
