/** Options of every signal, without the signals themselves: recipes are read by programs that measure nothing. */
import * as z from "zod";
import { kcfOptions } from "../kcf/options.js";
import { matchOptions } from "../match/options.js";
import { silhouetteOptions } from "../silhouette/options.js";
import { colorsOptions } from "./colors.js";
import { edgesOptions } from "./edges.js";
import { sanityOptions } from "./sanity.js";

/** Options of every signal, by name. */
export const signalsOptions = z.strictObject({
  sanity: sanityOptions.prefault({}).describe("black, faded, blurred and repeated pictures"),
  edges: edgesOptions.prefault({}).describe("edges of the label that are in the picture, and edges of the picture that are in the label"),
  colors: colorsOptions.prefault({}).describe("how far colours inside the mask and around it differ"),
  silhouette: silhouetteOptions.prefault({}).describe("outlines that a network sees, which has learnt from other pictures of the dataset"),
  match: matchOptions.prefault({}).describe("a network that sees picture and label together, and has learnt from others of the dataset"),
  kcf: kcfOptions.prefault({}).describe("the k-fold consistency filter: the pose that a network reads from the picture"),
});
/** See {@link signalsOptions}. */
export type SignalsOptions = z.infer<typeof signalsOptions>;

/** Names of all signals, in the order in which they are taken. */
export const SIGNAL_NAMES = ["sanity", "edges", "colors", "silhouette", "match", "kcf"] as const satisfies readonly (keyof SignalsOptions)[];
/** One of {@link SIGNAL_NAMES}. */
export type SignalName = (typeof SIGNAL_NAMES)[number];
