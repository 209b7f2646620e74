/** Pictures that show nothing, such as those that a safety filter blackened: another seed may mend them. */
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";

/**
 * Paints with a seed, and once more with the next one when the picture is of one colour or holds what is not a number.
 * @returns what was painted, and with which seed
 * @throws DatasetError E_IMAGE when the second is no better; what `paint` throws otherwise
 */
export async function paintedOrAgain<T extends { image: Image }>(seed: number, paint: (seed: number) => Promise<T>): Promise<T & { seed: number }> {
  let problem: unknown;
  for (const tried of [seed, seed + 1]) {
    try {
      const painted = await paint(tried);
      if (!isOneColor(painted.image)) return { ...painted, seed: tried };
      problem = new DatasetError("E_IMAGE", "The painted picture is of one colour.", { hint: "Another seed, prompt or model may do better; a black one can come from weights in half precision, or a safety filter." });
    } catch (error) {
      if (!DatasetError.isInstance(error) || error.code !== "E_IMAGE" || !/NaN/.test(error.message)) throw error;
      problem = error;
    }
  }
  throw problem;
}

function isOneColor({ data, channels }: Image): boolean {
  for (let index = channels; index < data.length; index++) if (data[index] !== data[index - channels]) return false;
  return true;
}
