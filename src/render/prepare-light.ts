/** Everything that lights a scene, ready for shading: built once per scene, independent of the camera. */
import { cos, sin } from "../core/math.js";
import { worldToCamera } from "../geometry/camera.js";
import { composePoses, invertPose, type Pose } from "../geometry/pose.js";
import { multiply3, scale, transform3, type Matrix3, type Vector3 } from "../geometry/vector.js";
import type { Instance, Scene } from "../sample/scene.js";
import { environmentLight, MAXIMUM_SUNS, type EnvironmentLight } from "./environment-light.js";
import { groundVisibility, type GroundVisibility } from "./ground-shadow.js";
import { drawShadowMap, type PlacedMesh, type ShadowMap } from "./shadow-map.js";
import { surfaceSamples, type SurfaceSamples } from "./surface-samples.js";
import type { SunLight } from "./sun-extraction.js";

/** A sun with its shadow; irradiance includes the environment's strength. */
export interface ShadowedSun extends SunLight {
  /** Null when nothing can cast a shadow, or the light is beyond the two that get one. */
  shadow: ShadowMap | null;
}

/**
 * The light of a scene. Directions and places are in the light frame: the world turned about z so that the
 * environment stands as it was made (light frame = {@link rotationWorldToLight} · world).
 */
export interface SceneLight {
  environment: EnvironmentLight | null;
  environmentStrength: number;
  areaRadiance: number;
  rotationWorldToLight: Matrix3;
  suns: readonly ShadowedSun[];
  /** Null without a ground. */
  groundHeight: number | null;
  ground: GroundVisibility | null;
}

/** Prepares the light of a scene: environment (cached per environment), shadow maps and the shadow on the ground. */
export function prepareLight(scene: Scene): SceneLight {
  const { lighting, groundHeight } = scene;
  const environment = scene.environment === null ? null : environmentLight(scene.environment, groundHeight !== null);
  const c = cos(lighting.environmentRotationRadians);
  const s = sin(lighting.environmentRotationRadians);
  const rotationWorldToLight: Matrix3 = [c, s, 0, -s, c, 0, 0, 0, 1];
  const strength = lighting.environmentStrength;
  // The ground hides what is below it.
  const fromEnvironment = environment === null || strength <= 0 ? [] : environment.suns.map((sun) => ({ ...sun, irradiance: scale(sun.irradiance, strength) }));
  // An additional sun comes first: it always has its shadow.
  const additional = lighting.sun == null ? [] : [{ ...lighting.sun, direction: transform3(rotationWorldToLight, lighting.sun.direction) }];
  const lights: SunLight[] = [...additional, ...fromEnvironment].filter((sun) => groundHeight === null || sun.direction[2] > 0);
  const shadowed = lights.slice(0, MAXIMUM_SUNS);
  const meshes = shadowed.length === 0 ? [] : placeMeshes(scene.instances, rotationWorldToLight);
  const suns = lights.map((sun) => ({
    direction: sun.direction,
    angularRadiusRadians: sun.angularRadiusRadians,
    irradiance: sun.irradiance,
    shadow: shadowed.includes(sun) ? drawShadowMap(meshes, sun) : null,
  }));
  // Without an environment the ground neither shows nor throws light back.
  const ground =
    groundHeight === null || environment === null
      ? null
      : groundVisibility(placeSamples(scene.instances, rotationWorldToLight), groundHeight, environment.coarse, strength > 0 ? lighting.areaRadiance / strength : lighting.areaRadiance);
  return { environment, environmentStrength: strength, areaRadiance: lighting.areaRadiance, rotationWorldToLight, suns, groundHeight, ground };
}

function objectToLight(instance: Instance, rotationWorldToLight: Matrix3): Pose {
  return composePoses({ rotation: rotationWorldToLight, translation: [0, 0, 0] }, instance.objectToWorld);
}

function placeMeshes(instances: readonly Instance[], rotationWorldToLight: Matrix3): PlacedMesh[] {
  return instances.flatMap((instance) => {
    const pose = objectToLight(instance, rotationWorldToLight);
    return instance.shape.meshes.map((mesh) => ({
      mesh,
      material: instance.shape.materials[mesh.material],
      positions: placePoints(mesh.positions, pose, instance.scale),
    }));
  });
}

function placeSamples(instances: readonly Instance[], rotationWorldToLight: Matrix3): SurfaceSamples[] {
  return instances.map((instance) => {
    const { points, spacing } = surfaceSamples(instance.shape);
    return { points: placePoints(points, objectToLight(instance, rotationWorldToLight), instance.scale), spacing: spacing * instance.scale };
  });
}

function placePoints(points: Float32Array, pose: Pose, scale: number): Float32Array {
  const placed = new Float32Array(points.length);
  const r = pose.rotation;
  const t = pose.translation;
  for (let at = 0; at < points.length; at += 3) {
    const x = points[at] * scale, y = points[at + 1] * scale, z = points[at + 2] * scale;
    placed[at] = r[0] * x + r[1] * y + r[2] * z + t[0];
    placed[at + 1] = r[3] * x + r[4] * y + r[5] * z + t[1];
    placed[at + 2] = r[6] * x + r[7] * y + r[8] * z + t[2];
  }
  return placed;
}

/** A camera as the light frame sees it. */
export interface LightFrameCamera {
  rotationCameraToLight: Matrix3;
  position: Vector3;
  /** Ideal image position (x, y, 1) in pixels → ray whose camera depth is 1. */
  rayMatrix: Matrix3;
}

/** A scene's camera in its light frame. */
export function cameraInLightFrame({ camera }: Scene, light: SceneLight): LightFrameCamera {
  const { K } = camera;
  const cameraToWorld = invertPose(worldToCamera(camera));
  const { rotation, translation } = composePoses({ rotation: light.rotationWorldToLight, translation: [0, 0, 0] }, cameraToWorld);
  const inverseK: Matrix3 = [1 / K[0], -K[1] / (K[0] * K[4]), (K[1] * K[5]) / (K[0] * K[4]) - K[2] / K[0], 0, 1 / K[4], -K[5] / K[4], 0, 0, 1];
  return { rotationCameraToLight: rotation, position: translation, rayMatrix: multiply3(rotation, inverseK) };
}
