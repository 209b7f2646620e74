/** Pictures that show nothing, such as those that a safety filter blackened. */
import type { Image } from "../core/image.js";

/** Whether all pixels are alike. */
export function isOneColor({ data, channels }: Image): boolean {
  for (let index = channels; index < data.length; index++) if (data[index] !== data[index - channels]) return false;
  return true;
}
