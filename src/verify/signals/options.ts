/** Options of every signal, without the signals themselves: recipes are read by programs that measure nothing. */
import * as z from "zod";
import { kcfOptions } from "../kcf/options.js";
import { matchOptions } from "../match/options.js";
import { silhouetteOptions } from "../silhouette/options.js";
import { classOptions } from "./class/options.js";
import { colorsOptions } from "./colors/options.js";
import { depthOptions } from "./depth/options.js";
import { edgesOptions } from "./edges/options.js";
import { orientationOptions } from "./orientation/options.js";
import { sanityOptions } from "./sanity/options.js";

/** Options of every signal, by name. */
export const signalsOptions = z.strictObject({
  sanity: sanityOptions.prefault({}).describe("black, faded, blurred and repeated pictures"),
  edges: edgesOptions.prefault({}).describe("edges of the label that are in the picture, and edges of the picture that are in the label"),
  colors: colorsOptions.prefault({}).describe("how far colours inside the mask and around it differ"),
  silhouette: silhouetteOptions.prefault({}).describe("outlines that a network sees, which has learnt from other pictures of the dataset"),
  match: matchOptions.prefault({}).describe("a network that sees picture and label together, and has learnt from others of the dataset"),
  kcf: kcfOptions.prefault({}).describe("the k-fold consistency filter: the pose that a network reads from the picture"),
  depth: depthOptions.prefault({}).describe("the object's surface as a depth model sees it; needs such a model"),
  orientation: orientationOptions.prefault({}).describe("how the object is turned as an orientation model sees it; needs such a model"),
  class: classOptions.prefault({}).describe("the category as CLIP sees it; needs CLIP"),
});
/** See {@link signalsOptions}. */
export type SignalsOptions = z.infer<typeof signalsOptions>;

/** Names of all signals, in the order in which they are taken. */
export const SIGNAL_NAMES = ["sanity", "edges", "colors", "silhouette", "match", "kcf", "depth", "orientation", "class"] as const satisfies readonly (keyof SignalsOptions)[];
/** One of {@link SIGNAL_NAMES}. */
export type SignalName = (typeof SIGNAL_NAMES)[number];
