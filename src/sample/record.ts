/**
 * The record: one JSON per sample, everything that is known about an image. Fields that nothing fills yet are null,
 * never missing. Units: pixels (centres at +0.5), radians, and world units in which an object of scale 1 has longest
 * side 1. Matrices are row-major. Its JSON Schema is published as `schema/record.json`.
 */
import * as z from "zod";

/** Raised whenever a field changes its meaning or goes away. */
export const SCHEMA_VERSION = 1;

const number = z.number();
const vector2 = z.tuple([number, number]);
const vector3 = z.tuple([number, number, number]);
const box = z.tuple([number, number, number, number]);
const matrix3 = z.array(number).length(9);
const matrix4 = z.array(number).length(16);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const mask = z.strictObject({
  size: z.tuple([z.int(), z.int()]).describe("[height, width]"),
  counts: z.string().describe("COCO compressed run lengths, column-major"),
});

const viewpoint = z.strictObject({
  azimuthRadians: number.nullable().describe("0 = front, π/2 = the object's own left side; null where the front is unknown"),
  elevationRadians: number,
  inPlaneRadians: number.describe("counter-clockwise in the image"),
  distance: number,
  raw: z
    .strictObject({ azimuthRadians: number, elevationRadians: number, distance: number })
    .nullable()
    .describe("the camera as sampled, including the model's own offsets; null where there are none"),
});

const categoryNames = z
  .strictObject({
    synset: z.string().nullable(),
    pascal3d: z.string().nullable(),
    objectnet3d: z.string().nullable(),
    omni3d: z.string().nullable(),
    imagenet: z.array(z.string()),
    coco: z.string().nullable(),
  })
  .describe("the same category in other vocabularies; null where they lack it");

const visibility = z.enum(["visible", "occluded", "outside"]);

const objectRecord = z.strictObject({
  instanceId: z.int().min(1).describe("value of this object in the instance pass; stable across the views of a scene"),
  category: z.string().describe("canonical id"),
  categoryNames,
  shape: z.strictObject({
    id: z.string(),
    kind: z.string(),
    name: z.string(),
    licence: z.string().nullable(),
    author: z.string().nullable(),
    sha256,
    parameters: z.record(z.string(), z.union([number, z.string()])).nullable().describe("sampled parameters of a built-in shape"),
  }),
  frontKnown: z.boolean(),
  rotationObjectToCamera: matrix3,
  translationObjectToCamera: vector3,
  scale: number.describe("world units per object unit"),
  viewpoint,
  box3d: z
    .strictObject({ center: vector3, dimensions: vector3, corners: z.array(vector3).length(8) })
    .describe("object frame; corner index bits choose the sign of x (4), y (2), z (1)"),
  sizeMeters: z.strictObject({ longest: number, source: z.string() }).nullable(),
  boxVisibleXYXY: box.nullable().describe("tight around the visible mask; null where nothing is visible"),
  boxAmodalXYXY: box.nullable().describe("tight around the amodal mask; may reach beyond the image"),
  boxProjectedXYXY: box.nullable().describe("around the eight projected corners, with lens distortion around the curved edges between them; null when one is behind the camera or beyond what the lens shows"),
  boxTruncatedXYXY: box.nullable().describe("boxProjectedXYXY limited to the image"),
  maskVisible: mask,
  maskAmodal: mask.extend({
    offset: z.tuple([z.int(), z.int()]).describe("image position of the canvas' top-left pixel"),
    clipped: z.boolean().describe("true when the object reaches beyond the canvas"),
  }),
  visibleFraction: number.min(0).max(1).describe("visible pixels / amodal pixels"),
  truncation: number.min(0).max(1).describe("share of the amodal mask outside the image"),
  materials: z
    .strictObject({
      colors: z
        .array(z.strictObject({ material: z.string(), hueDegrees: number, saturation: number, value: number, roughness: number, paint: vector3.nullable() }))
        .describe("change of each material's colour, and its roughness; `paint` (sRGB 0..1) is a colour of its own instead"),
      textures: z
        .array(z.strictObject({ part: z.string(), pattern: z.string(), repeatsPerUnit: number, rotationDegrees: number, colors: z.tuple([vector3, vector3]).describe("sRGB 0..1"), seed: z.int() }))
        .describe("procedural textures on parts; symmetry is that of the form and does not count them"),
    })
    .nullable()
    .default(null)
    .describe("variation of the shape's materials; null = as they are"),
  articulation: z
    .strictObject({ clip: z.string().nullable(), timeSeconds: number, morphWeights: z.record(z.string(), number) })
    .nullable(),
  coordinateCube: z
    .strictObject({ center: vector3, side: number })
    .nullable()
    .default(null)
    .describe("cube in the object frame that 0..1 of the stored object coordinates (nocs) spans; null = centre 0, side 1, as for everything but articulated poses that reach out of it"),
  keypoints: z.array(
    z.strictObject({
      name: z.string(),
      position: vector3.nullable().describe("object frame, posed; null: only its place in the image is known"),
      image: vector2.nullable().describe("pixels; null behind the camera, beyond what the lens shows, or where nobody has marked it"),
      visibility,
    }),
  ),
  symmetry: z.strictObject({
    discrete: z.array(matrix4),
    continuous: z.array(z.strictObject({ axis: vector3, offset: vector3 })),
  }),
});

const region = z.strictObject({
  id: z.int().min(0).describe("its number in the dataset that it is from"),
  category: z.string().describe("canonical id"),
  categoryNames,
  boxXYXY: box.nullable(),
  mask: mask.nullable(),
  areaPixels: number.min(0).nullable().describe("as the dataset says it"),
  isCrowd: z.boolean().describe("many objects that nobody has told apart"),
  keypoints: z
    .array(z.strictObject({ name: z.string(), image: vector2.nullable(), visibility }))
    .describe("in the dataset's order; those that nobody has marked have no place and are `outside`"),
});

const file = z.strictObject({ name: z.string(), sha256 });

/** The schema of one sample's record. */
export const recordSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: z.string().describe("sample index, eight digits or more"),
  index: z.int().min(0),
  scene: z.int().min(0),
  view: z.int().min(0),
  image: z.int().min(0),
  group: z
    .strictObject({ id: z.string(), kind: z.enum(["pair", "multiview", "clip"]), position: z.int().min(0) })
    .nullable(),
  arm: z.string().describe("what kind of image this is: bg3d, diffusion, text2image, image-edges, bg2d …"),
  labelStatus: z.enum(["exact", "intended", "none"]),
  photo: z
    .strictObject({
      file: z.string().describe("path below the folder of the recipe's `images`"),
      category: z.string().describe("canonical id; what the image is said to show as a whole"),
      categoryNames,
      licence: z.string().nullable(),
      sha256,
      width: z.int(),
      height: z.int(),
      cropXYXY: box.describe("the part of the photograph that the controls were taken from, in its pixels"),
    })
    .nullable()
    .default(null)
    .describe("real photograph that the controls were taken from (arm image-edges); null where they come from a render"),
  camera: z.strictObject({
    K: matrix3,
    rotationWorldToCamera: matrix3,
    translationWorldToCamera: vector3,
    width: z.int(),
    height: z.int(),
    distortion: z
      .strictObject({ model: z.literal("brown-conrady"), k1: number, k2: number, p1: number, p2: number, k3: number, k4: number, k5: number, k6: number })
      .nullable()
      .default(null)
      .describe("lens distortion, OpenCV's model; its vector is [k1, k2, p1, p2, k3, k4, k5, k6]; null = pinhole"),
  })
    .nullable()
    .describe("null: the sample shows a photograph whose camera nobody knows"),
  environment: z
    .strictObject({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      licence: z.string().nullable(),
      author: z.string().nullable(),
      sha256,
      parameters: z.record(z.string(), z.union([number, z.string()])),
      rotationRadians: number,
      pixelsPerImagePixel: number.nullable().describe("source resolution under an image pixel; below 0.7 the background is soft"),
    })
    .nullable(),
  light: z.strictObject({
    areaRadiance: number,
    environmentStrength: number,
    exposure: number,
    sun: z
      .strictObject({
        direction: vector3.describe("unit, world frame, towards the sun"),
        irradiance: vector3.describe("linear RGB, on a surface that faces it"),
        angularRadiusRadians: number,
      })
      .nullable()
      .default(null)
      .describe("the additional sun of `variation.light`; null = none. Lights of the environment are not named here"),
  })
    .nullable()
    .describe("null: a photograph"),
  clutter: z
    .strictObject({
      labelled: z.boolean().describe("true: among objects[]; false: rendered and hiding others, with ids in the instance pass beyond those of objects[]"),
      objects: z.array(z.strictObject({ instanceId: z.int().min(1), category: z.string(), shape: z.string(), scale: number })),
    })
    .nullable()
    .default(null)
    .describe("what `variation.clutter` has put around the main object and before it; null = that option is off"),
  ground: z.strictObject({ height: number }).nullable().describe("null: no ground plane (object flies or floats, or camera below it)"),
  effects: z.array(z.strictObject({ kind: z.string(), severity: number })),
  planted: z
    .strictObject({ kind: z.string(), amount: number.describe("degrees, or a share; the kind says of what") })
    .nullable()
    .default(null)
    .describe("what is wrong with the image on purpose, to measure verification; null = nothing"),
  prompt: z
    .strictObject({ text: z.string(), negative: z.string().nullable(), source: z.string(), sha256 })
    .nullable(),
  generation: z.strictObject({
    generator: z.string(),
    model: z.string().nullable(),
    hashes: z.record(z.string(), sha256),
    seed: z.int(),
    settings: z.record(z.string(), z.unknown()),
  }),
  objects: z.array(objectRecord),
  regions: z
    .strictObject({ width: z.int().min(1), height: z.int().min(1), objects: z.array(region) })
    .nullable()
    .default(null)
    .describe("what others have marked in an image without saying where it lies in space, in an image of this size; null where objects have poses, or nothing was marked"),
  depth: z
    .strictObject({ unitsPerStep: number, validInside: z.enum(["image", "mask"]) })
    .nullable()
    .describe("depth = pixel · unitsPerStep in world units; pixel 0 = no object"),
  passesValidInside: z.enum(["image", "mask"]).describe("where depth, normals and object coordinates are true of the image"),
  files: z.record(z.string(), file).describe("output name → file in the same folder (or tar); files whose name begins with another id are those of the first image of the view, which all its images share"),
  stages: z.record(z.string(), sha256).describe("what each stage was made from"),
});

/** Everything known about one sample. */
export type SampleRecord = z.infer<typeof recordSchema>;
/** What is marked in an image without pose. */
export type RegionRecord = z.infer<typeof region>;
/** Everything known about one object of a sample. */
export type ObjectRecord = z.infer<typeof objectRecord>;
