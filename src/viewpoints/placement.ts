/** What all kinds of viewpoints share: distance, roll, the model's own offsets, and angles as recipes write them. */
import * as z from "zod";
import { clamp, radians, wrapTurn } from "../core/math.js";
import type { Random } from "../core/random.js";
import type { ViewpointOffset, ViewpointSampler } from "./sampler.js";

const PI = 3.141592653589793;

/** A range `[from, to]` of a recipe. */
export type Range = readonly [number, number];

/** `[from, to]` with both ends in [least, most]. */
export function rangeOption(least: number, most: number) {
  const end = z.number().min(least).max(most);
  return z.tuple([end, end]).refine(([from, to]) => from <= to, "a range goes from the smaller to the larger number");
}

/** Azimuths `[from, to]`: at most one turn. */
export function azimuthRangeOption() {
  return rangeOption(-360, 360).refine(([from, to]) => to - from <= 360, "a range of azimuths is at most 360 degrees wide");
}

/** A normal distribution, cut at `minimum` and `maximum`. */
export interface CutNormal {
  mean: number;
  deviation: number;
  minimum: number;
  maximum: number;
}

const meanInside = ({ mean, minimum, maximum }: CutNormal): boolean => minimum < maximum && minimum <= mean && mean <= maximum;
const MEAN_INSIDE = "minimum must be below maximum, and the mean between them";

const distance = z.number().positive().max(1000);

/** How far the camera stands from the object's centre, in units of the object's longest side. */
export const distanceOption = z.union([
  distance,
  z.tuple([distance, distance]).refine(([from, to]) => from <= to, "a range goes from the smaller to the larger number"),
  z
    .strictObject({
      mean: distance.describe("mean of the distances"),
      deviation: z.number().positive().max(1000).describe("standard deviation of the distances"),
      minimum: distance.describe("no distance is smaller"),
      maximum: distance.describe("no distance is larger"),
    })
    .refine(meanInside, MEAN_INSIDE),
]);

/** Distance as a recipe gives it. */
export type Distance = z.infer<typeof distanceOption>;

/** Options that every kind has. */
export const placementOptions = {
  distance: distanceOption
    .default(1.5)
    .describe("camera to object centre (the object's longest side is 1): a number, a range [from, to], or a cut normal distribution. A model's own distance replaces the number, the mean or the range's middle"),
  inPlaneDegrees: z
    .union([z.number().min(-180).max(180), rangeOption(-180, 180)])
    .default(0)
    .describe("roll of the camera: a positive one turns the picture counter-clockwise; a number or a range [from, to]"),
};

/** Distance and roll, defaults filled in. */
export interface Placement {
  distance: Distance;
  inPlaneDegrees: number | Range;
}

/** Where a camera stands, seen from the object. */
export interface Direction {
  azimuthRadians: number;
  elevationRadians: number;
}

/** @param own the model's own distance: everything is scaled so that it becomes the value, mean or middle */
export function drawDistance(random: Random, wanted: Distance, own: number | null): number {
  if (typeof wanted === "number") return own ?? wanted;
  if (Array.isArray(wanted)) {
    const factor = own === null ? 1 : (2 * own) / (wanted[0] + wanted[1]);
    return factor * random.uniform(wanted[0], wanted[1]);
  }
  const { mean, deviation, minimum, maximum } = wanted;
  return (own === null ? 1 : own / mean) * random.truncatedNormal(mean, deviation, minimum, maximum);
}

/** Draws nothing where the roll is fixed, so that recipes without roll keep their numbers. */
export function drawInPlaneRadians(random: Random, wanted: Placement["inPlaneDegrees"]): number {
  return radians(typeof wanted === "number" ? wanted : random.uniform(wanted[0], wanted[1]));
}

/**
 * Brings polar angles into θ ∈ [0, 2π), φ ∈ (0, π] without moving the camera, as the original does: φ beyond the
 * pole comes down the other side; φ = 0 becomes 1e-5, so that straight above keeps an azimuth.
 */
export function wrapPolar(thetaRadians: number, phiRadians: number): { theta: number; phi: number } {
  let theta = thetaRadians;
  let phi = wrapTurn(phiRadians);
  if (phi > PI) {
    theta += PI;
    phi = 2 * PI - phi;
  }
  phi = clamp(phi, 0, PI);
  return { theta: wrapTurn(theta), phi: phi === 0 ? 1e-5 : phi };
}

/** Moves a direction by a model's offsets: azimuth and elevation are added; beyond a pole it comes down the other side. */
export function offsetDirection({ azimuthRadians, elevationRadians }: Direction, offset: Pick<ViewpointOffset, "azimuthRadians" | "elevationRadians">): Direction {
  const { theta, phi } = wrapPolar(azimuthRadians + offset.azimuthRadians, PI / 2 - elevationRadians - offset.elevationRadians);
  return { azimuthRadians: theta, elevationRadians: PI / 2 - phi };
}

/** The complete view for a direction, a distance and a roll; see `presetSampler` for what offsets mean. */
export function placedView(direction: Direction, distance: number, inPlaneRadians: number, offset: ViewpointOffset): ReturnType<ViewpointSampler> {
  const canonical = { azimuthRadians: wrapTurn(direction.azimuthRadians), elevationRadians: direction.elevationRadians, inPlaneRadians, distance };
  if (offset.azimuthRadians === 0 && offset.elevationRadians === 0) return { canonical, raw: null, camera: canonical };
  const moved = offsetDirection(canonical, offset);
  return { canonical, raw: { ...moved, distance }, camera: { ...moved, inPlaneRadians, distance } };
}

/** A sampler from a way to draw directions. */
export function directionSampler(placement: Placement, draw: (random: Random) => Direction): ViewpointSampler {
  return (random, offset) => {
    const direction = draw(random);
    const drawn = drawDistance(random, placement.distance, offset.distance);
    return placedView(direction, drawn, drawInPlaneRadians(random, placement.inPlaneDegrees), offset);
  };
}
