/** The interface of a kind of built-in environment: sampled parameters, and a pure function from them to a picture. */
import type { Random } from "../../core/random.js";
import type { Environment } from "../../sample/environment.js";

/** Recorded with each sample; together with the kind's revision they determine every pixel. */
export type EnvironmentParameters = Readonly<Record<string, number | string>>;

/** What a kind adds to an environment. World units: the object's longest side is 1. */
export type BuiltinSurroundings = Pick<Environment, "radiance" | "lights" | "floor">;

/** One kind of built-in environment. */
export interface BuiltinKind<Parameters extends EnvironmentParameters = EnvironmentParameters> {
  /** Raised whenever equal parameters give other pixels. */
  revision: number;
  sampleParameters(random: Random): Parameters;
  /** Builds the picture; cheap, because it happens for every scene. */
  build(parameters: Parameters): BuiltinSurroundings;
}

/** Radiance from a unit direction, written into `out`. */
export type RadianceFunction = Environment["radiance"];
