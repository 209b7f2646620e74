/**
 * Signal `colors`: an object mostly has other colours than what is behind it, and the mask says where the one ends and the
 * other begins. No training: every picture is its own teacher.
 */
import { openLabel } from "../label-view.js";
import { lookAtSamples } from "../look-at-samples.js";
import type { Measure, Signal, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { aroundObject, pictureInWindow, showsPicture } from "../window.js";
import { separate, type Separation } from "./colors/separate.js";
import { colorsOptions, type ColorsOptions } from "./colors/options.js";

const MEASURES: readonly Measure[] = [
  { name: "colorSeparation", good: "high", description: "how surely colours tell the inside of the mask from what is close around it, along the outline; 0.5 = not at all, 1 = everywhere", reason: "nothing changes where the mask ends" },
  { name: "weakestSeparation", good: "high", description: "the same along the worst quarter of the outline", reason: "along a part of the outline nothing changes" },
];
const NOTHING: SignalValues = Object.fromEntries(MEASURES.map(({ name }) => [name, null]));

/** Side of the square relative to the longer side of the object's box. */
const MARGIN = 1.5;
/** Squares along a side of the crop in which the two sides of the outline are compared. */
const SQUARES = 8;

/** The signal with some options. */
export function colorsSignal(given: Partial<ColorsOptions> = {}): Signal {
  const options = colorsOptions.parse(given);
  return {
    name: "colors",
    measures: MEASURES,
    unavailable: () => null,
    async measure(samples, context) {
      const values = new Map<string, SignalValues>();
      let index = 0;
      for await (const found of lookAtSamples(samples, context, "colors", (sample) => separationOf(sample, options))) {
        values.set(samples[index++]!.key, found === null ? NOTHING : { colorSeparation: found.mean, weakestSeparation: found.weakest });
      }
      return values;
    },
  };
}

/** Null where there is no label, or no outline in the picture. */
async function separationOf(sample: VerifiedSample, { size, ring }: ColorsOptions): Promise<Separation | null> {
  const window = aroundObject(sample.record, { size, margin: MARGIN });
  const label = window === null ? null : await openLabel(sample);
  if (window === null || label === null) return null;
  const picture = await sample.image();
  const inPicture = Uint8Array.from({ length: size * size }, (_, pixel) => (showsPicture(window, picture, pixel % size, Math.floor(pixel / size)) ? 1 : 0));
  return separate(pictureInWindow(picture, window), label(window).mask, inPicture, { ring: (ring * size) / MARGIN, square: size / SQUARES });
}
