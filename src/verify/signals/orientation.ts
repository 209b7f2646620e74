/** Signal `orientation`: whether a model that reads from pictures how objects are turned agrees with the label. The user brings the model. */
import { radians } from "../../core/math.js";
import { rotationFromViewpoint, viewpointFromPose } from "../../geometry/viewpoint.js";
import type { FloatTensor } from "../../nn/graph/float-tensor.js";
import { shapeText } from "../../nn/graph/value.js";
import { angleBetweenDegrees } from "../kcf/angle-between.js";
import { equivalentPoses } from "../kcf/equivalent-poses.js";
import { seenRotation } from "../kcf/seen-pose.js";
import { lookAtSamples } from "../look-at-samples.js";
import { unfitModel } from "../outside-models/open-model.js";
import { openPictureModel, type PictureModel } from "../outside-models/picture-model.js";
import type { Measure, Signal, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { aroundObject, pictureInWindow } from "../window.js";
import { orientationOptions, type OrientationInput, type OrientationOptions } from "./orientation/options.js";

const MEASURES: readonly Measure[] = [
  { name: "orientationErrorDegrees", good: "low", description: "angle between the label's pose and the one that a model reads from the picture, up to symmetry, 0 to 180", reason: "a model sees the object turned otherwise" },
];
const WHAT = "an orientation model";
const NAMES = ["azimuth", "elevation", "inPlane"] as const;

/** The signal with some options. */
export function orientationSignal(given: OrientationInput = {}): Signal {
  const options = orientationOptions.parse(given);
  return {
    name: "orientation",
    measures: MEASURES,
    unavailable: () => (options.model === null ? "it needs an orientation model: give the path of an .onnx file as the option `model`" : null),
    async measure(samples, context) {
      const model = await openPictureModel(options.model!, WHAT, options, context.device);
      try {
        const values = new Map<string, SignalValues>();
        let index = 0;
        for await (const error of lookAtSamples(samples, context, "orientation", (sample) => errorDegrees(sample, model, options), 1)) values.set(samples[index++]!.key, { orientationErrorDegrees: error });
        return values;
      } finally {
        await model.release();
      }
    },
  };
}

/** Null where the label has no pose. */
async function errorDegrees(sample: VerifiedSample, model: PictureModel, options: OrientationOptions): Promise<number | null> {
  const { record } = sample;
  const [object] = record.objects;
  const window = aroundObject(record, options);
  if (object === undefined || window === null || record.labelStatus === "none") return null;
  const { rotations, azimuthCounts } = equivalentPoses(seenRotation(object), object);
  const read = anglesOf(model, await model.run(pictureInWindow(await sample.image(), window)), options.gives);
  return Math.min(...rotations.map((rotation) => {
    // Where the azimuth does not count, the label's is taken.
    const azimuthRadians = azimuthCounts ? radians(read.azimuth) : viewpointFromPose({ rotation, translation: [0, 0, 1] }).azimuthRadians;
    return angleBetweenDegrees(rotationFromViewpoint({ azimuthRadians, elevationRadians: radians(read.elevation), inPlaneRadians: radians(read.inPlane) }), rotation);
  }));
}

/** In degrees, as we count them. @throws DatasetError E_MODEL when the output is too short or not finite */
function anglesOf({ path, what }: PictureModel, outputs: Readonly<Record<string, FloatTensor>>, gives: OrientationOptions["gives"]): Record<(typeof NAMES)[number], number> {
  const lengthOf = (name: (typeof NAMES)[number]): number => (gives[name] === null ? 0 : gives.kind === "bins" ? gives[name]!.count : 1);
  const length = NAMES.reduce((sum, name) => sum + lengthOf(name), 0);
  const [output] = Object.values(outputs);
  const expected = `one float32 output [1, ${length} or more]: ${NAMES.map((name) => `${lengthOf(name)} numbers for ${name}`).join(", ")}`;
  if (Object.keys(outputs).length !== 1 || output!.data.length < length) {
    throw unfitModel(path, what, `it gives ${Object.entries(outputs).map(([name, { shape }]) => `${name} ${shapeText(shape)}`).join(", ") || "no float32 numbers"}`, expected);
  }
  const numbers = output!.data.subarray(0, length);
  if (!numbers.every(Number.isFinite)) throw unfitModel(path, what, "it gives numbers that are not finite", expected);
  let at = 0;
  const angles = { azimuth: 0, elevation: 0, inPlane: 0 };
  for (const name of NAMES) {
    const scale = gives[name];
    if (scale === null) continue;
    const own = numbers.subarray(at, (at += lengthOf(name)));
    angles[name] = scale.firstDegrees + scale.stepDegrees * (gives.kind === "bins" ? placeOfLargest(own) : own[0]!);
  }
  return angles;
}

function placeOfLargest(values: Float32Array): number {
  return values.reduce((best, value, place) => (value > values[best]! ? place : best), 0);
}
