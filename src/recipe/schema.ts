/** The recipe: one schema, assembled from the options of each plug-in. */
import * as z from "zod";
import { controlsOptions } from "../controls/registry.js";
import { environmentBuiltinOptions } from "../environments/builtin.js";
import { environmentFolderOptions } from "../environments/folder.js";
import { generatorOptions } from "../generate/registry.js";
import { categoryPhotosOptions } from "../photos/category-photos.js";
import { plantOptions } from "../plant/options.js";
import { promptOptions } from "../prompts/registry.js";
import { runRendersOptions } from "../renders/options.js";
import { shapeSourceOptions } from "../shapes/registry.js";
import { pairOptions, variationOptions } from "../variation/options.js";
import { verifyOptions } from "../verify/options.js";
import { viewpointOptions } from "../viewpoints/registry.js";
import { cameraOptions } from "./camera.js";
import { OUTPUT_NAMES } from "./output-names.js";

export { OUTPUT_NAMES, type OutputName } from "./output-names.js";

const range = (least: number, most: number, what: string) =>
  z
    .strictObject({
      minimum: z.int().min(least).max(most).default(1).describe(`fewest ${what}`),
      maximum: z.int().min(least).max(most).default(1).describe(`most ${what}`),
    })
    .prefault({});

const sceneOptions = z.strictObject({
  objects: range(1, 64, "objects in a scene").describe("how many objects a scene has; the first is the one that the camera looks at"),
  viewsPerScene: z.int().min(1).default(1).describe("cameras that look at each scene"),
  imagesPerView: z.int().min(1).default(1).describe("images painted of each view, with their own prompt and seed; they share one render, whose passes are stored once, with the first"),
  pairs: pairOptions,
});

const lightOptions = z.strictObject({
  areaRadiance: z
    .union([z.literal("auto"), z.number().min(0)])
    .default("auto")
    .describe("radiance of an overhead area light as the original's, which has 0.75; auto = 0.75 without environment, else 0"),
  environmentStrength: z.number().min(0).default(1).describe("strength of the environment as light and background"),
  exposure: z
    .union([z.literal("auto"), z.number().positive()])
    .default("auto")
    .describe("factor on radiance before display; auto brings the environment to a middle brightness"),
});

/** The schema of a recipe. What comes out of it has every default filled in. */
export const recipeSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "must be letters, digits, dots, dashes and underscores, at most 100")
      .describe("name of the dataset; runs go to runs/<name> unless told otherwise"),
    seed: z.int().default(0).describe("equal recipes with equal seeds give equal datasets"),
    count: z.int().min(1, "zero samples").describe("number of samples"),
    shapes: z
      .array(shapeSourceOptions)
      .default([])
      .describe("where the 3D shapes come from; each entry is one source: a folder, a file, built-in shapes or a known data set. Needed unless there are `images` or `renders`"),
    images: categoryPhotosOptions
      .nullable()
      .default(null)
      .describe("instead of shapes: real images, known by their category alone, whose edges steer the generator: the paper's baseline arm image-edges. Samples have no label"),
    renders: runRendersOptions
      .nullable()
      .default(null)
      .describe("instead of shapes: the renders of a run that is there, made here or imported, to be given controls and painted. Samples are its views, in its order, with its labels"),
    viewpoints: viewpointOptions.prefault({ preset: 3 }).describe("where the camera stands"),
    camera: cameraOptions.prefault({}).describe("image size, lens, and where the object lies in the image"),
    scene: sceneOptions.prefault({}).describe("how many objects, views and images"),
    environments: z
      .array(z.union([environmentFolderOptions, environmentBuiltinOptions]))
      .prefault([{ builtin: ["sky", "studio", "interior"] }])
      .describe("what surrounds the objects: folders of .hdr panoramas or built-in environments"),
    light: lightOptions.prefault({}).describe("how the scene is lit and exposed"),
    variation: variationOptions.prefault({}).describe("what is varied for training value; all off by default, each recorded"),
    render: z
      .strictObject({
        supersampling: z.literal([1, 2]).default(1).describe("1 = one colour sample per pixel, 2 = 2×2; geometry stays at pixel centres"),
      })
      .prefault({})
      .describe("the renderer"),
    controls: controlsOptions.prefault({}).describe("pictures that steer a generator"),
    prompts: promptOptions.prefault({}).describe("who writes the prompts, which are recorded with each sample"),
    generator: generatorOptions.prefault({}).describe("what makes the final image"),
    plant: plantOptions.nullable().default(null).describe("images that are wrong on purpose, with the truth in their records, to measure how well wrong ones are found; null = none, {} = a quarter of them. Not for training"),
    verify: verifyOptions.prefault({}),
    outputs: z
      .array(z.enum(OUTPUT_NAMES))
      .min(1, "no outputs")
      .refine((names) => new Set(names).size === names.length, "one output is named twice")
      .default(["image", "canny", "depth"])
      .describe("what is kept on disk; every other pass can be made again with `dst3d replay`. depth and normal are exact 16-bit passes; the 8-bit pictures that the controls of these names make are depth-control and normal-control. The picture of a control with a soft mask brings its mask along, as canny-mask"),
    storage: z.enum(["folder", "tar"]).default("folder").describe("files in folders, or one tar file per shard"),
    shardSize: z.int().min(1).max(100_000).default(1000).describe("samples per shard"),
  })
  .describe("A dst3d recipe: what to make images of, and how.");

/** A recipe with every default filled in. */
export type Recipe = z.infer<typeof recipeSchema>;
/** A recipe as a user writes it. */
export type RecipeInput = z.input<typeof recipeSchema>;
