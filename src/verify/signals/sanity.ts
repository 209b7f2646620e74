/** Pictures that are worth nothing whatever their label says: black, of one colour, blown out, blurred, the same as another. */
import { setImmediate } from "node:timers/promises";
import { scaleImage } from "../../core/scale-image.js";
import { lookAtSamples } from "../look-at-samples.js";
import type { Measure, Signal, SignalContext, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { wholePicture } from "../window.js";
import { exposureOf } from "./sanity/exposure.js";
import { grayOf } from "./sanity/gray.js";
import { hashDistance, perceptualHash, type PerceptualHash } from "./sanity/perceptual-hash.js";
import { sharpnessOf } from "./sanity/sharpness.js";
import { sanityOptions, type SanityOptions } from "./sanity/options.js";

const MEASURES: readonly Measure[] = [
  { name: "contrast", good: "high", description: "standard deviation of the picture's brightness, 0 (one colour) to 0.5", reason: "the picture is nearly of one colour" },
  { name: "clippedShare", good: "low", description: "share of the picture's pixels that are black or white", reason: "much of the picture is black or white" },
  { name: "sharpness", good: "high", description: "base-2 logarithm of the variance of the picture's Laplacian, less the dataset's median", reason: "the picture is blurred" },
  { name: "nearestHashDistance", good: "high", description: "bits of 64 in which the perceptual hash differs from that of the most similar picture of another view; below about 6 they show the same", reason: "nearly the same picture stands for another label" },
];

/** What is kept of a picture. */
interface Look {
  contrast: number;
  clippedShare: number;
  sharpness: number;
  hash: PerceptualHash;
}

const NOTHING: SignalValues = Object.fromEntries(MEASURES.map(({ name }) => [name, null]));
/** Pictures after which others get their turn. */
const PER_TURN = 256;

/** The signal with some options. */
export function sanitySignal(given: Partial<SanityOptions> = {}): Signal {
  const { longestSide } = sanityOptions.parse(given);
  return {
    name: "sanity",
    measures: MEASURES,
    unavailable: () => null,
    async measure(samples, context) {
      const looks: (Look | null)[] = [];
      for await (const look of lookAtSamples(samples, context, "sanity", (sample) => lookAt(sample, longestSide))) looks.push(look);
      const sharpnesses = looks.flatMap((look) => (look === null ? [] : [look.sharpness])).sort((a, b) => a - b);
      const median = sharpnesses.length === 0 ? 0 : sharpnesses[Math.floor(sharpnesses.length / 2)]!;
      const nearest = await nearestHashes(samples, looks, context);
      return new Map(samples.map(({ key }, index): [string, SignalValues] => {
        const look = looks[index]!;
        if (look === null) return [key, NOTHING];
        const { contrast, clippedShare, sharpness } = look;
        return [key, { contrast, clippedShare, sharpness: sharpness - median, nearestHashDistance: nearest[index]! }];
      }));
    },
  };
}

async function lookAt(sample: VerifiedSample, longestSide: number): Promise<Look> {
  const picture = await sample.image();
  const { columns, rows } = wholePicture(picture, longestSide);
  const gray = grayOf(scaleImage(picture, columns, rows));
  return { ...exposureOf(gray), sharpness: sharpnessOf(gray, columns, rows), hash: perceptualHash(gray, columns, rows) };
}

/** The smallest distance to a picture of another view; null where there is none. Every pair is looked at: reading a picture costs more than comparing it with a million others. */
async function nearestHashes(samples: readonly VerifiedSample[], looks: readonly (Look | null)[], { signal }: SignalContext): Promise<(number | null)[]> {
  const views = samples.map(viewOf);
  const nearest = new Array<number>(samples.length).fill(Infinity);
  for (let index = 0; index < samples.length; index++) {
    const look = looks[index]!;
    if (look === null) continue;
    if (index % PER_TURN === 0) await setImmediate();
    signal.throwIfAborted();
    for (let other = 0; other < index; other++) {
      const there = looks[other]!;
      if (there === null || views[other] === views[index]) continue;
      const distance = hashDistance(look.hash, there.hash);
      if (distance < nearest[index]!) nearest[index] = distance;
      if (distance < nearest[other]!) nearest[other] = distance;
    }
  }
  return nearest.map((distance) => (distance === Infinity ? null : distance));
}

/** Images of one view have one label: they may look alike. */
function viewOf({ key, record }: VerifiedSample): string {
  return `${key.slice(0, key.length - record.id.length)}${record.scene}/${record.view}`;
}
