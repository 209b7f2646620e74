/**
 * Generator `render`: the picture is the render itself, with exact labels and no weights. Two of the paper's arms:
 * bg3d sets the objects, lit by an environment, into that environment; bg2d lays them over a picture that has nothing
 * to do with their camera. A sample of the arm image-edges, which has no render, shows its photograph.
 */
import * as z from "zod";
import { resolve } from "node:path";
import type { Image } from "../core/image.js";
import { random, type Random } from "../core/random.js";
import { rotationFromViewpoint } from "../geometry/viewpoint.js";
import { composeImage } from "../render/compose.js";
import { objectPicture } from "../render/object-picture.js";
import { sceneLight } from "../render/scene-light.js";
import type { Passes } from "../sample/passes.js";
import type { ControlledPhoto, ControlledView, Painting } from "../sample/sample.js";
import type { Scene } from "../sample/scene.js";
import type { Generator } from "./generator.js";
import { openPhotoFolder, type PhotoFolder } from "./photo-folder.js";

/** Options of the generator `render`. */
export const renderGeneratorOptions = z.strictObject({
  arm: z
    .enum(["bg3d", "bg2d"])
    .default("bg3d")
    .describe("bg3d: the object lit by and set into a 3D environment; bg2d: the object over an unrelated picture"),
  photos: z
    .string()
    .nullable()
    .default(null)
    .describe("for bg2d: folder of photographs (.jpg, .png, .webp) to lay the object over; null = views of the environment from elsewhere"),
});
/** See {@link renderGeneratorOptions}. */
export type RenderGeneratorOptions = z.infer<typeof renderGeneratorOptions>;

interface Backdrop {
  image: Image;
  /** For the record. */
  settings: Record<string, string>;
  hashes: Record<string, string>;
}

/**
 * The generator that shows the render.
 * @param folder where the recipe's relative paths start
 */
export function renderGenerator(options: RenderGeneratorOptions, folder: string): Generator {
  let photos: Promise<PhotoFolder> | null = null;
  const openPhotos = (path: string): Promise<PhotoFolder> => (photos ??= openPhotoFolder(resolve(folder, path)));

  async function backdrop(sample: ControlledView): Promise<Backdrop> {
    const stream = random(sample.seed, "bg2d", "background");
    if (options.photos === null) return { image: elsewhere(sample.content, stream), settings: { background: "environment" }, hashes: {} };
    const { width, height } = sample.content.camera;
    const { image, name, sha256 } = await (await openPhotos(options.photos)).crop(width, height, stream);
    return { image, settings: { background: name }, hashes: { background: sha256 } };
  }

  async function picture(sample: ControlledView): Promise<Painting> {
    const { content, passes, seed } = sample;
    const common = { arm: options.arm, labelStatus: "exact" } as const;
    const generation = { generator: "render", model: null, hashes: {}, seed, settings: { arm: options.arm } };
    if (options.arm === "bg3d") return { ...common, output: composeImage(passes, content, sceneLight(content)), generation };
    const { image, settings, hashes } = await backdrop(sample);
    return { ...common, output: layOver(objectPicture(sample), image), generation: { ...generation, hashes, settings: { ...generation.settings, ...settings } } };
  }

  return {
    name: "render",
    controls: [],
    probe: async () => {
      if (options.arm === "bg2d" && options.photos !== null) await openPhotos(options.photos);
    },
    weights: () => Promise.resolve([]),
    prepare: () => Promise.resolve(1),
    generate: async (sample) => ({ ...sample, ...("source" in sample ? photograph(sample) : await picture(sample)) }),
    close: async () => {},
  };
}

/** Without a painter the photograph itself stands where the picture painted over its edges would be. */
function photograph({ source, seed }: ControlledPhoto): Painting {
  const generation = { generator: "render", model: null, hashes: { photo: source.sha256 }, seed, settings: { arm: "image-edges", image: "photo" } };
  return { output: source.image, arm: "image-edges", labelStatus: "none", generation };
}

/** The environment alone, seen by a camera that has nothing to do with the sample's. */
function elsewhere(scene: Scene, stream: Random): Image {
  const { camera } = scene;
  const rotationWorldToCamera = rotationFromViewpoint({
    azimuthRadians: stream.uniform(0, 2 * Math.PI),
    elevationRadians: stream.uniform(-0.3, 0.5),
    inPlaneRadians: 0,
  });
  const empty: Scene = { ...scene, camera: { ...camera, rotationWorldToCamera, translationWorldToCamera: [0, 0, 0] }, instances: [], groundHeight: null };
  const pixels = camera.width * camera.height;
  const nothing: Passes = {
    width: camera.width,
    height: camera.height,
    color: new Float32Array(pixels * 3),
    alpha: new Float32Array(pixels),
    depth: new Float32Array(0),
    normal: new Float32Array(0),
    instanceId: new Uint16Array(0),
    partId: new Uint16Array(0),
    objectCoordinates: new Float32Array(0),
  };
  return composeImage(nothing, empty, sceneLight(empty));
}

/** Lays an RGBA picture over another of the same size, as 8-bit values, as picture editors and the paper's arm do. */
function layOver(above: Image, below: Image): Image {
  const { width, height } = above;
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = above.data[pixel * 4 + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) {
      const under = below.data[pixel * below.channels + channel]!;
      data[pixel * 3 + channel] = Math.round(under + (above.data[pixel * 4 + channel]! - under) * alpha);
    }
  }
  return { width, height, channels: 3, data };
}
