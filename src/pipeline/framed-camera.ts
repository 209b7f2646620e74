/** The camera of a view whose object is framed: known only now that the shape's size is. */
import { DatasetError } from "../core/errors.js";
import { boxCorners } from "../geometry/box.js";
import type { Camera } from "../geometry/camera.js";
import { frameBox, type FramedCamera, type Framing } from "../geometry/framing.js";
import { applyPose } from "../geometry/pose.js";
import { scale } from "../geometry/vector.js";
import { amodalMask } from "../render/amodal.js";
import type { Instance, Scene } from "../sample/scene.js";
import { boxOfShape } from "../sample/shape-box.js";

/** Shorter side of the pictures that truncation is measured on. */
const MEASURED_SIDE = 192;
const MEASUREMENTS = 10;
const CLOSE_ENOUGH = 0.002;
/** A size that misses its aim by more than this is reported. */
const FILL_TOLERANCE = 0.01;

/**
 * Moves the camera (or changes its focal length) so that an object gets the size and place that was drawn for it.
 * @param camera rotation, intrinsics, size and the distance drawn
 * @param instance the object that is framed, in the world
 * @throws DatasetError E_CAMERA when no distance (or focal length) reaches the size
 */
export function framedCamera(camera: Camera, framing: Framing, instance: Instance): Camera {
  const corners = boxCorners(boxOfShape(instance.shape)).map((corner) => applyPose(instance.objectToWorld, scale(corner, instance.scale)));
  const place = (outside: number): FramedCamera => checked(frameBox(camera, corners, framing, outside), framing);
  const { truncation } = framing;
  if (truncation === null) return place(0).camera;
  return truncatedCamera((outside) => place(outside).camera, truncation.share, instance);
}

/**
 * The share of the box that must lie outside for a share of the object's mask to lie outside: the mask's share grows
 * with the box's from 0 to 1, so it is found between two ends (false position, Illinois variant).
 */
function truncatedCamera(place: (outside: number) => Camera, share: number, instance: Instance): Camera {
  let [low, high] = [0, 1];
  let [below, above] = [-share, 1 - share];
  let camera = place(share);
  let lastSide = 0;
  for (let step = 0, outside = share; step < MEASUREMENTS; step++) {
    camera = place(outside);
    const error = truncationOf(camera, instance) - share;
    if (Math.abs(error) < CLOSE_ENOUGH) break;
    if (error < 0) {
      [low, below] = [outside, error];
      if (lastSide === -1) above /= 2;
      lastSide = -1;
    } else {
      [high, above] = [outside, error];
      if (lastSide === 1) below /= 2;
      lastSide = 1;
    }
    outside = low - (below * (high - low)) / (above - below);
  }
  return camera;
}

/** Share of the object's amodal mask outside the image, measured on a smaller picture. */
function truncationOf(camera: Camera, instance: Instance): number {
  const factor = Math.min(1, MEASURED_SIDE / Math.min(camera.width, camera.height));
  const width = Math.ceil(camera.width * factor);
  const height = Math.ceil(camera.height * factor);
  const { K } = camera;
  const [stretchX, stretchY] = [width / camera.width, height / camera.height];
  const small: Camera = { ...camera, width, height, K: [K[0] * stretchX, K[1] * stretchX, K[2] * stretchX, 0, K[4] * stretchY, K[5] * stretchY, 0, 0, 1] };
  const scene: Scene = {
    camera: small,
    instances: [instance],
    environment: null,
    lighting: { areaRadiance: 0, environmentStrength: 0, environmentRotationRadians: 0, exposure: 1 },
    groundHeight: null,
  };
  const mask = amodalMask(scene, instance.instanceId);
  let [all, inside] = [0, 0];
  for (let row = 0, at = 0; row < mask.height; row++) {
    const isRowInside = row + mask.offsetY >= 0 && row + mask.offsetY < height;
    for (let column = 0; column < mask.width; column++, at++) {
      if (mask.data[at] === 0) continue;
      all++;
      if (isRowInside && column + mask.offsetX >= 0 && column + mask.offsetX < width) inside++;
    }
  }
  return all === 0 ? 0 : 1 - inside / all;
}

function checked(framed: FramedCamera | null, framing: Framing): FramedCamera {
  const wanted = `camera.framing.fill ${framing.fill.toFixed(3)}`;
  if (framed === null) {
    throw new DatasetError("E_CAMERA", `${wanted} cannot be reached by the focal length: the camera stands within the object's box`, { hint: "Raise viewpoints.distance, or let camera.framing.adjust be distance." });
  }
  if (Math.abs(framed.fill - framing.fill) > FILL_TOLERANCE * framing.fill) {
    const [limit, hint] =
      framing.adjust === "distance"
        ? ["the nearest the camera can come", "Lower camera.framing.fill, or raise camera.focalLengthPixels."]
        : ["the widest sensible lens", "Raise viewpoints.distance or camera.framing.fill, or let camera.framing.adjust be distance."];
    throw new DatasetError("E_CAMERA", `${wanted} cannot be reached: ${limit} gives ${framed.fill.toFixed(3)}`, { hint });
  }
  return framed;
}
