/** A scene: posed shapes, light and environment, seen by one camera. */
import type { Camera } from "../geometry/camera.js";
import type { Pose } from "../geometry/pose.js";
import type { Vector3 } from "../geometry/vector.js";
import type { Environment } from "./environment.js";
import type { ObjectRecord } from "./record.js";
import type { Shape } from "./shape.js";

/** One shape in the world. */
export interface Instance {
  /** 1, 2, … unique in the scene; 0 is the background. Stable across the views of a scene. */
  instanceId: number;
  shape: Shape;
  objectToWorld: Pose;
  /** Uniform size: one object unit is this many world units. */
  scale: number;
  /** False: rendered and hiding others, but nobody asks for its labels. Default true. */
  labelled?: boolean;
  /** What variation has made of the shape's materials, for the record. */
  materials?: ObjectRecord["materials"];
}

/** A sun beside those of the environment, in the world frame. */
export interface AdditionalSun {
  /** Unit vector towards it. */
  direction: Vector3;
  /** Linear RGB irradiance on a surface that faces it. */
  irradiance: Vector3;
  /** Half the angle under which it appears. */
  angularRadiusRadians: number;
}

/** How the objects are lit beside the environment. */
export interface Lighting {
  /** Radiance (linear RGB, equal channels) of a uniform overhead half-space, the original's area light; 0 = off. */
  areaRadiance: number;
  /** Strength of the environment as a light and as a background, 1 = as it is. */
  environmentStrength: number;
  /** Turn of the environment about the vertical axis. */
  environmentRotationRadians: number;
  /** Exposure as a factor on linear radiance before the display transform. */
  exposure: number;
  /** Default none. */
  sun?: AdditionalSun | null;
}

/** Everything that determines a picture and its labels. */
export interface Scene {
  camera: Camera;
  instances: readonly Instance[];
  environment: Environment | null;
  lighting: Lighting;
  /** Height of the ground plane in world units; null = no ground. */
  groundHeight: number | null;
}
