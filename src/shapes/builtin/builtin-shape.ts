/** What a built-in parametric shape is. One file per category in this folder; `builtin.ts` lists them. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import type { Material, Symmetry } from "../../sample/shape.js";
import type { Solid, Workshop } from "./solid.js";

/** Sampled values: everything a shape is built from. Lengths are metres, angles degrees, colours `#rrggbb`. */
export type Parameters = Record<string, number | string>;

/**
 * A named point: the point of the listed parts' surface that is nearest to `near`. Names are PASCAL3D+'s where it has
 * the category; left is the object's own left, +x.
 */
export interface KeypointSeed {
  name: string;
  near: Vector3;
  /** Parts whose surface it lies on. */
  parts: readonly string[];
}

/** A built shape in metres, z up, front −y, at any place. */
export interface Built {
  solids: readonly Solid[];
  materials: readonly Material[];
  keypoints: readonly KeypointSeed[];
  symmetry: Symmetry;
}

/** A category's shape generator. Drawing and building are apart, so that a shape can be rebuilt from its record. */
export interface BuiltinShape {
  /** Canonical category id. */
  category: string;
  /** Draws parameters; equal random streams give equal parameters. */
  sampleParameters(random: Random): Parameters;
  /** Builds from parameters alone. */
  build(workshop: Workshop, parameters: Parameters): Built;
}

/** A number among parameters; a missing one is a defect of the shape's file. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value !== "number") throw new Error(`parameter ${name} is not a number`);
  return value;
}

/** A text among parameters. */
export function textOf(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (typeof value !== "string") throw new Error(`parameter ${name} is not a text`);
  return value;
}

/** `value` rounded to `digits` decimals, so that records stay short and rebuild the same shape. */
export function rounded(value: number, digits = 4): number {
  let factor = 1;
  for (let digit = 0; digit < digits; digit++) factor *= 10;
  return Math.round(value * factor) / factor;
}
