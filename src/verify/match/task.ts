/** The training task `match`: learns which label belongs to which picture. */
import { adamw } from "../../nn/train/adamw.js";
import { cosineRate, warmUp } from "../../nn/train/schedules.js";
import type { FoldModel, FoldTask } from "../fold-training/task.js";
import { matchInputs, matchLoss, matchNetwork } from "./network.js";
import { matchOptions, type MatchOptions } from "./options.js";
import { AS_IT_IS, drawPair, pairLength, writePair } from "./pairs.js";
import { bytesPerSample, labelOf, type PlaneLayout } from "./planes.js";
import { inOutlineOf } from "./reshape.js";
import { HALF_TURN, LABELS } from "./turns.js";

const WARM_UP_STEPS = 30;
const WEIGHT_DECAY = 0.02;
const CLIP_NORM = 5;
/** Tries to find a sample of the same category. */
const TRIES = 8;

export const matchTask: FoldTask = { name: "match", version: 3, open: (given) => matchModel(matchOptions.parse(given)) };

/** What is said of a sample: of each of its labels, and of the half turned one within the own outline. */
export const SAID = LABELS + 1;

/** Labels of a sample: as it is, then turned; where nothing can be turned, the first one again. */
export function matchLayout({ size }: Pick<MatchOptions, "size">): PlaneLayout {
  return { size, labels: LABELS };
}

/** A sample's only number is that of its category. */
function matchModel(options: MatchOptions): FoldModel {
  const { size, batch, epochs, steps, learningRate } = options;
  const layout = matchLayout(options);
  const length = pairLength(layout);
  const { pair, belongs } = matchInputs(batch, size);
  return {
    layout: { bytes: bytesPerSample(layout), numbers: 1 },
    epochs,
    leastSteps: steps,
    inputs: { pair: pair! },
    targets: { belongs: belongs! },
    network: matchNetwork,
    loss: matchLoss,
    optimizer: ({ total }) => adamw({ learningRate: warmUp(WARM_UP_STEPS, cosineRate(learningRate, total)), weightDecay: WEIGHT_DECAY, clipNorm: CLIP_NORM }),
    makeBatch({ data, samples, train, random }) {
      const pairs = new Float32Array(samples.length * length);
      const answers = new Float32Array(samples.length);
      const partners = {
        bytes: (sample: number) => data.sample(sample).bytes,
        other(sample: number) {
          const [category] = data.numbers(sample);
          let other = sample;
          for (let attempt = 0; attempt < TRIES; attempt++) {
            other = random.pick(train);
            if (other !== sample && data.numbers(other)[0] === category) break;
          }
          return other;
        },
      };
      samples.forEach((sample, place) => {
        const drawn = drawPair(sample, layout, partners, random);
        writePair(pairs, place * length, layout, drawn.pair);
        answers[place] = drawn.kind === "own" ? 1 : 0;
      });
      return { pair: pairs, belongs: answers };
    },
    outputs: SAID,
    statistics: "running",
    async predict(run, data, samples) {
      const outputs = new Float32Array(samples.length * SAID);
      const pictures = samples.map((sample) => data.sample(sample).bytes);
      for (let said = 0; said < SAID; said++) {
        const shown = pictures.map((picture) => ({ picture, label: said < LABELS ? labelOf(picture, layout, said) : inOutlineOf(labelOf(picture, layout, 0), labelOf(picture, layout, HALF_TURN), size) }));
        for (const mirrors of [false, true]) {
          const pairs = new Float32Array(samples.length * length);
          shown.forEach((pair, place) => writePair(pairs, place * length, layout, { ...pair, placement: { ...AS_IT_IS, mirrorsPicture: mirrors, mirrorsLabel: mirrors } }));
          const { data: logits } = (await run({ pair: pairs }))["belongs"]!;
          for (let place = 0; place < samples.length; place++) outputs[place * SAID + said]! += logits[place]! / 2;
        }
      }
      return outputs;
    },
  };
}
