/** What surrounds a scene: radiance from every direction, and what it stands on. World frame, z up. */
import type { Vector3 } from "../geometry/vector.js";

/**
 * An equirectangular picture of linear radiance. Direction (x, y, z) lies at u = 0.5 − atan2(y, x) / 2π,
 * v = acos(z) / π (v down), as in Blender and Cycles: the picture's centre is world +x, −y lies right of it.
 */
export interface Panorama {
  width: number;
  height: number;
  /** width × height × 3, linear RGB, row 0 straight up. */
  data: Float32Array;
}

/** A distant light with sharp shadows. */
export interface DirectionalLight {
  /** Unit vector from the scene towards the light. */
  direction: Vector3;
  /** Linear RGB irradiance on a surface facing it. */
  irradiance: Vector3;
}

/** What the ground looks like where an environment has one of its own. */
export interface Floor {
  /** Linear RGB reflectance at a place on the floor (object units), written into `out`. */
  albedo(x: number, y: number, out: Float64Array): void;
  /** Distance (object units) at which the floor has faded into the background. */
  fadeDistance: number;
}

/**
 * One environment. Immutable; `id` with its parameters and source hash tells it apart from all others.
 */
export interface Environment {
  id: string;
  source: { kind: "hdri" | "builtin"; name: string; licence: string | null; author: string | null; sha256: string };
  /** Sampled parameters of a built-in, for the record. */
  parameters: Readonly<Record<string, number | string>>;
  /** Linear RGB radiance from a unit world direction, written into `out`; evaluated per pixel as background. */
  radiance(x: number, y: number, z: number, out: Float64Array): void;
  /** The panorama behind it, if it comes from a picture. */
  panorama: Panorama | null;
  /** Lights that the radiance function does not contain and that cast sharp shadows. */
  lights: readonly DirectionalLight[];
  /** A floor of its own; null: shadows fall on the picture itself. */
  floor: Floor | null;
}
