/**
 * Signal `edges`: whether the edges that the label says the picture has are there, run as they should, and explain what is
 * there, each beyond what a picture as busy as this one would give by chance.
 */
import { radians } from "../../core/math.js";
import type { Matrix3, Vector3 } from "../../geometry/vector.js";
import { cropOf } from "../crop.js";
import { turnAbout } from "../kcf/equivalent-poses.js";
import { lookAtSamples } from "../look-at-samples.js";
import type { Measure, Signal, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { intrinsicsInWindow, showsPicture } from "../window.js";
import { compareEdges } from "./edges/compare-edges.js";
import { labelEdges } from "./edges/label-edges.js";
import { pictureEdges } from "./edges/picture-edges.js";
import { inSpace } from "./edges/turned-edges.js";
import { edgesOptions, type EdgesOptions } from "./edges/options.js";

const MEASURES: readonly Measure[] = [
  { name: "outlineRecall", good: "high", description: "share of the object's outline along which the picture has an edge, beyond chance; 0 = chance, 1 = all", reason: "the object's outline is not in the picture" },
  { name: "outlinePrecision", good: "high", description: "share of the picture's edges near the outline that lie on it, beyond chance; 0 = chance, 1 = all", reason: "the edges near the object's outline are not those of the label" },
  { name: "interiorRecall", good: "high", description: "share of the label's edges inside the object that the picture has, beyond chance; 0 = chance, 1 = all", reason: "few of the label's edges are in the picture" },
  { name: "interiorPrecision", good: "high", description: "share of the picture's edges inside the object that the label has, beyond chance; 0 = chance, 1 = all", reason: "the edges inside the object are not those of the label" },
  { name: "edgeShift", good: "low", description: "length of the small move after which the label's edges fit best, relative to the object's longer side", reason: "the object lies beside its label" },
  { name: "turnMargin", good: "high", description: "share of the label's edges that the picture has, less the best share after the object is turned by 10 to 20 degrees", reason: "the edges of the object turned a little fit better" },
];
const NOTHING: SignalValues = Object.fromEntries(MEASURES.map(({ name }) => [name, null]));

/** Side of the square relative to the longer side of the object's box. */
const MARGIN = 1.4;
/** Turns that are tried about the object's vertical axis, the picture's horizontal one, and the line of sight, in degrees. */
const TURNS = { up: [-20, -10, 10, 20], right: [-12, 12], away: [-12, 12] } as const;

/** The signal with some options. */
export function edgesSignal(given: Partial<EdgesOptions> = {}): Signal {
  const options = edgesOptions.parse(given);
  return {
    name: "edges",
    measures: MEASURES,
    unavailable: () => null,
    async measure(samples, context) {
      const values = new Map<string, SignalValues>();
      let index = 0;
      for await (const found of lookAtSamples(samples, context, "edges", (sample) => valuesOf(sample, options))) values.set(samples[index++]!.key, found ?? NOTHING);
      return values;
    },
  };
}

async function valuesOf(sample: VerifiedSample, { size, tolerance, reach }: EdgesOptions): Promise<SignalValues | null> {
  const crop = await cropOf(sample, { size, margin: MARGIN });
  if (crop === null) return null;
  const { window, picture, label } = crop;
  const camera = sample.record.camera!;
  const longest = size / MARGIN;
  const edges = labelEdges(label, (x, y) => showsPicture(window, camera, x, y));
  const space = inSpace(label, intrinsicsInWindow(camera.K as unknown as Matrix3, window));
  const turns = space === null ? null : { space, rotations: rotationsOf(sample) };
  const { shift, ...agreement } = compareEdges(pictureEdges(picture), edges, label.mask, { tolerance: tolerance * longest, reach: Math.round(reach * longest) }, turns);
  return { ...agreement, edgeShift: shift === null ? null : shift / longest };
}

function rotationsOf({ record }: VerifiedSample): Matrix3[] {
  const rotation = record.objects[0]!.rotationObjectToCamera;
  const up: Vector3 = [rotation[2]!, rotation[5]!, rotation[8]!];
  const axes: Record<keyof typeof TURNS, Vector3> = { up, right: [1, 0, 0], away: [0, 0, 1] };
  return (["up", "right", "away"] as const).flatMap((name) => TURNS[name].map((degrees) => turnAbout(axes[name], radians(degrees))));
}
