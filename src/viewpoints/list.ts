/** Cameras that the user has written down. */
import * as z from "zod";
import { radians } from "../core/math.js";
import { distanceOption, drawDistance, drawInPlaneRadians, placedView, placementOptions } from "./placement.js";
import type { ViewpointSampler } from "./sampler.js";

const viewpoint = z.strictObject({
  azimuthDegrees: z.number().min(-360).max(360).describe("0 = front, 90 = the object's left side"),
  elevationDegrees: z.number().min(-90).max(90).describe("0 = level, 90 = straight above"),
  inPlaneDegrees: z.number().min(-180).max(180).optional().describe("roll of this camera; else the one for all"),
  distance: distanceOption.optional().describe("distance of this camera, also for models with a distance of their own; else the one for all"),
});

/** Options of {@link listSampler}. */
export const listOptions = z.strictObject({
  list: z.array(viewpoint).min(1, "an empty list has no viewpoints").describe("viewpoints, each {azimuthDegrees, elevationDegrees, inPlaneDegrees, distance}"),
  order: z
    .enum(["listed", "random"])
    .default("listed")
    .describe("listed: one after the other, from the start again at the end (with scene.viewsPerScene at the list's length every scene gets all); random: drawn"),
  ...placementOptions,
});

/** Options of {@link listSampler}, defaults filled in. */
export type ListOptions = z.infer<typeof listOptions>;

/** The listed viewpoints by the view's position, or drawn. */
export function listSampler(options: ListOptions): ViewpointSampler {
  const { list, order } = options;
  return (random, offset, position = 0) => {
    const entry = order === "random" ? random.pick(list) : list[position % list.length]!;
    const distance = entry.distance === undefined ? drawDistance(random, options.distance, offset.distance) : drawDistance(random, entry.distance, null);
    const direction = { azimuthRadians: radians(entry.azimuthDegrees), elevationRadians: radians(entry.elevationDegrees) };
    return placedView(direction, distance, drawInPlaneRadians(random, entry.inPlaneDegrees ?? options.inPlaneDegrees), offset);
  };
}
