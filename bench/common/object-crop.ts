/** Small pictures of one object, cut out by its outline: what classifiers of viewpoints and categories look at. */
import { scaleArea } from "../../src/core/scale-image.js";
import type { Random } from "../../src/core/random.js";
import { boxCorners } from "../../src/geometry/box.js";
import { intrinsics } from "../../src/geometry/camera.js";
import { frameBox } from "../../src/geometry/framing.js";
import { poseFromViewpoint } from "../../src/geometry/viewpoint.js";
import { objectImage } from "../../src/render/display-transform.js";
import { renderPasses } from "../../src/render/passes.js";
import { RenderWorkspace } from "../../src/render/workspace.js";
import type { Environment } from "../../src/sample/environment.js";
import { boxOfShape } from "../../src/sample/shape-box.js";
import type { Scene } from "../../src/sample/scene.js";
import type { Shape } from "../../src/sample/shape.js";

/** Side of a crop in pixels. */
export const CROP_SIDE = 64;
/** Side of the picture that it is cut from. */
const RENDER_SIDE = 112;
/** Side of the crop / longer side of the object's outline. */
const MARGIN = 1.08;

/** Where the camera stands and how the light is turned. */
export interface CropView {
  azimuthDegrees: number;
  elevationDegrees: number;
  /** In object units. */
  distance: number;
  lightDegrees: number;
}

/** An object in the middle of a square, its longer side filling it; each {@link CROP_SIDE}² values, rows from the top. */
export interface ObjectCrop {
  /** Coverage 0..1. */
  coverage: Float32Array;
  /** Luma, 0..1 between the object's own darkest and brightest twentieth; 0 where nothing is. */
  luma: Float32Array;
}

/** A soft key, fill and rim light: creases show on whatever side they are. */
const lamps: Environment = {
  id: "lamps",
  source: { kind: "builtin", name: "lamps", licence: null, author: null, sha256: "" },
  parameters: {},
  radiance(x, y, z, out) {
    const lobe = (lx: number, ly: number, lz: number, power: number) => power * Math.max(0, x * lx + y * ly + z * lz) ** 4;
    out[0] = out[1] = out[2] = 0.25 + 0.35 * Math.max(0, z) + lobe(0.53, -0.66, 0.53, 3) + lobe(-0.85, 0.3, 0.43, 1);
  },
  panorama: null,
  lights: [],
  floor: null,
};

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const workspace = new RenderWorkspace();

/** A view with the given azimuth; all else is drawn as widely as pictures of the kind vary. */
export function drawCropView(azimuthDegrees: number, random: Random): CropView {
  return { azimuthDegrees, elevationDegrees: random.uniform(0, 40), distance: random.uniform(1.8, 3.5), lightDegrees: random.uniform(0, 360) };
}

/** Renders a shape and cuts it out; null where nothing of it is seen. */
export function renderCrop(shape: Shape, view: CropView): ObjectCrop | null {
  const pose = poseFromViewpoint({ azimuthRadians: radians(view.azimuthDegrees), elevationRadians: radians(view.elevationDegrees), inPlaneRadians: 0, distance: view.distance });
  const camera = {
    K: intrinsics(RENDER_SIDE, RENDER_SIDE, RENDER_SIDE), width: RENDER_SIDE, height: RENDER_SIDE,
    rotationWorldToCamera: pose.rotation, translationWorldToCamera: pose.translation,
  };
  const framed = frameBox(camera, boxCorners(boxOfShape(shape)), { fill: 0.96, place: [0, 0], truncation: null, adjust: "focalLength" });
  const scene: Scene = {
    camera: (framed ?? { camera }).camera,
    instances: [{ instanceId: 1, shape, objectToWorld: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] }, scale: 1 }],
    environment: lamps,
    lighting: { areaRadiance: 0, environmentStrength: 1, environmentRotationRadians: radians(view.lightDegrees), exposure: 0.7 },
    groundHeight: null,
  };
  const passes = renderPasses(scene, { workspace });
  return cutOut(objectImage(passes, scene.lighting.exposure).data);
}

function cutOut(rgba: Uint8Array): ObjectCrop | null {
  let [left, right, top, bottom] = [RENDER_SIDE, -1, RENDER_SIDE, -1];
  for (let pixel = 0; pixel < RENDER_SIDE * RENDER_SIDE; pixel++) {
    if (rgba[pixel * 4 + 3] < 128) continue;
    const x = pixel % RENDER_SIDE;
    const y = (pixel - x) / RENDER_SIDE;
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < left) return null;
  const side = Math.ceil(Math.max(right + 1 - left, bottom + 1 - top) * MARGIN);
  const startX = Math.round((left + right + 1 - side) / 2);
  const startY = Math.round((top + bottom + 1 - side) / 2);
  const square = new Float32Array(side * side * 2);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [fromX, fromY] = [startX + x, startY + y];
      if (fromX < 0 || fromY < 0 || fromX >= RENDER_SIDE || fromY >= RENDER_SIDE) continue;
      const from = (fromY * RENDER_SIDE + fromX) * 4;
      const alpha = rgba[from + 3] / 255;
      square[(y * side + x) * 2] = alpha;
      square[(y * side + x) * 2 + 1] = (alpha * (0.2126 * rgba[from] + 0.7152 * rgba[from + 1] + 0.0722 * rgba[from + 2])) / 255;
    }
  }
  const scaled = scaleArea(square, side, side, 2, CROP_SIDE, CROP_SIDE);
  const coverage = Float32Array.from({ length: CROP_SIDE * CROP_SIDE }, (_, pixel) => scaled[pixel * 2]);
  return { coverage, luma: stretched(coverage.map((share, pixel) => (share > 0 ? scaled[pixel * 2 + 1] / share : 0)), coverage) };
}

function stretched(luma: Float32Array, coverage: Float32Array): Float32Array {
  const sorted = luma.filter((_, pixel) => coverage[pixel] > 0.5).sort();
  const low = sorted[Math.floor(sorted.length * 0.05)] ?? 0;
  const high = sorted[Math.floor(sorted.length * 0.95)] ?? 1;
  return luma.map((value, pixel) => (coverage[pixel] > 0 ? Math.min(1, Math.max(0, (value - low) / Math.max(0.1, high - low))) : 0));
}

/** The crop seen in a mirror; of a shape with a left and a right alike it is the view from the opposite azimuth. */
export function mirrored(crop: ObjectCrop): ObjectCrop {
  const flip = (values: Float32Array): Float32Array => values.map((_, pixel) => values[pixel - (pixel % CROP_SIDE) + CROP_SIDE - 1 - (pixel % CROP_SIDE)]);
  return { coverage: flip(crop.coverage), luma: flip(crop.luma) };
}
