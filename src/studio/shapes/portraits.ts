/** Small pictures of shapes with their arrows, drawn one after the other: each takes the whole program for a moment. */
import { setImmediate } from "node:timers/promises";
import { encodePng, encodeThumbnail } from "../../codecs/image.js";
import { DatasetError } from "../../core/errors.js";
import { ARROW_LENGTH, type ShapeInspection } from "../../pipeline/inspect-shapes.js";
import { drawPortrait } from "../../sheet/shape-sheet.js";
import { ThumbnailCache } from "../thumbnail-cache.js";

/** Grounds as the pages' tiles have them. */
const GROUNDS = { light: [230, 233, 238], dark: [15, 17, 20] } as const;
export const PORTRAIT_GROUNDS = ["light", "dark"] as const;

/** How a portrait is wanted. */
export interface PortraitLook {
  side: number;
  ground: (typeof PORTRAIT_GROUNDS)[number];
}

/** See the head of this file. */
export class Portraits {
  readonly #pictures = new ThumbnailCache();
  #last: Promise<unknown> = Promise.resolve();

  /**
   * A WebP.
   * @param key of all that it depends on beside its look
   * @param signal aborted where nobody waits any more
   * @throws DatasetError of the loader where the shape does not load
   */
  async get(key: string, { side, ground }: PortraitLook, inspection: ShapeInspection, index: number, signal: AbortSignal): Promise<Uint8Array> {
    const picture = `${key}\n${side} ${ground}`;
    const known = this.#pictures.known(picture);
    if (known !== null) return known;
    const work = this.#last.then(async () => {
      // Lets other questions be answered between two portraits.
      await setImmediate();
      if (signal.aborted) throw new DatasetError("E_ACCESS", "nobody waits for this portrait any more");
      return this.#pictures.get(picture, async () => {
        const image = drawPortrait(await inspection.portrait(index, side), side, ARROW_LENGTH, [...GROUNDS[ground]]);
        return encodeThumbnail(await encodePng(image, { compressionLevel: 1 }), side);
      });
    });
    this.#last = work.catch(() => {});
    return work;
  }
}
