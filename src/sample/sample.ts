/**
 * The Sample: the one noun that crosses every boundary. Each stage takes a sample that has what it needs and gives
 * one that has more; there is no sample in which everything is optional.
 */
import type { Camera } from "../geometry/camera.js";
import type { Framing } from "../geometry/framing.js";
import type { Pose } from "../geometry/pose.js";
import type { Vector3 } from "../geometry/vector.js";
import type { Viewpoint } from "../geometry/viewpoint.js";
import type { Image, Passes } from "./passes.js";
import type { SampleRecord } from "./record.js";
import type { Scene } from "./scene.js";
import type { Articulation } from "./shape.js";

/** How a shape is found again: which entry of the recipe's list of shapes, and which id in it. */
export interface ShapeReference {
  /** Index into the plan's list of catalogues. */
  catalogue: number;
  id: string;
  category: string;
}

/** One object as the plan has drawn it, before its shape is loaded. */
export interface PlannedObject {
  instanceId: number;
  shape: ShapeReference;
  /** Key of the random stream for the parameters of a built-in shape. */
  variationPath: string;
  /** Pose on the ground; the height is known only when the shape is loaded (it stands on its lowest point). */
  objectToWorld: Pose;
  scale: number;
  articulation: Articulation | null;
  /** Key of the random stream for its materials; absent where they stay as they are. */
  materialsPath?: string;
  /** Present for clutter: whether it is labelled, and whether it is in the air (its pose has the height) or on the ground. */
  clutter?: { labelled: boolean; floats: boolean };
}

/** Variation of a scene's light as drawn; what depends on the environment is relative to it. */
export interface PlannedLight {
  sun: {
    /** Unit, world frame, towards the sun. */
    direction: Vector3;
    /** Linear RGB irradiance, 1 = luminance of the irradiance that the environment gives. */
    relativeIrradiance: Vector3;
    angularRadiusRadians: number;
  } | null;
  /** Factor on the recipe's environment strength. */
  environmentFactor: number;
}

/** Light and environment as drawn. */
export interface PlannedSurroundings {
  /** Index into the plan's list of environments. */
  catalogue: number;
  id: string;
  variationPath: string;
  rotationRadians: number;
}

/** A prompt with its origin. */
export interface Prompt {
  text: string;
  negative: string | null;
  /** `template`, a file, or the model that wrote it. */
  source: string;
}

/** What the plan knows of every sample, whatever it shows. */
export interface PlannedImage {
  index: number;
  id: string;
  scene: number;
  view: number;
  image: number;
  group: SampleRecord["group"];
  prompt: Prompt | null;
  /** Seed of the painter. */
  seed: number;
}

/** A sample as the plan knows it: a pure function of the recipe and its index. */
export interface PlannedSample extends PlannedImage {
  objects: readonly PlannedObject[];
  surroundings: PlannedSurroundings | null;
  /** Whether the scene was to have clutter (some of `objects`, perhaps none), and whether that is labelled; null = no. */
  clutter: { labelled: boolean } | null;
  /** Null: as the recipe's `light` says. */
  light: PlannedLight | null;
  /** Camera pose relative to the main object, and what was drawn before the model's own offsets were undone. */
  viewpoint: { canonical: Viewpoint; raw: { azimuthRadians: number; elevationRadians: number; distance: number } | null };
  /** K and size; the extrinsics follow from the viewpoint and the main object's pose. Before framing. */
  camera: Camera;
  /** Where the main object is to lie in the image; null = where the camera above sees it. */
  framing: Framing | null;
}

/** A sample of the arm image-edges as the plan knows it: its controls come from a photograph instead of a render. */
export interface PlannedPhoto extends PlannedImage {
  /** Path below the folder of the recipe's `images`. */
  photo: { file: string; category: string };
  /** Size of the image to be made, in pixels. */
  width: number;
  height: number;
}

/** A sample that is painted from what a run has kept of a view. */
export interface PlannedRender extends PlannedImage {
  /** The sample of that run. */
  kept: {
    index: number;
    id: string;
    /** Canonical category of its main object. */
    category: string;
    /** Of the bytes of its record, which names those of its pictures. */
    recordSha256: string;
  };
}

/** A view with its passes: rendered, or kept by a run. */
export interface RenderedView extends PlannedImage {
  /** Of a kept view, shapes are boxes without surface, and there is no environment. */
  content: Scene;
  passes: Passes;
  /** The objects alone as a run has kept them, RGBA; absent where the passes' colours are what counts. */
  picture?: Image;
}

/** A sample whose passes are rendered. */
export interface RenderedSample extends PlannedSample, RenderedView {}

/** What steers a generator: a picture and, where wanted, how strongly it counts at each place. */
export interface ControlImage {
  image: Image;
  softMask: Image | null;
}

/** A view with its controls. */
export interface ControlledView extends RenderedView {
  controls: Readonly<Record<string, ControlImage>>;
}

/** A sample with its controls. */
export interface ControlledSample extends RenderedSample, ControlledView {}

/** A sample whose photograph is open. */
export interface PhotoSample extends PlannedPhoto {
  source: {
    /** RGB, at the size of the image to be made. */
    image: Image;
    sha256: string;
    /** Size of the whole photograph, and the part of it that is used, in its pixels. */
    width: number;
    height: number;
    cropXYXY: [number, number, number, number];
  };
}

/** A photograph with the controls taken from it. */
export interface ControlledPhoto extends PhotoSample {
  controls: Readonly<Record<string, ControlImage>>;
}

/** What a generator adds: a finished picture, and what it is. */
export interface Painting {
  output: Image;
  arm: string;
  labelStatus: SampleRecord["labelStatus"];
  generation: SampleRecord["generation"];
}

/** A view with its finished picture. */
export interface GeneratedView extends ControlledView, Painting {}

/** A sample with its finished picture. */
export interface GeneratedSample extends ControlledSample, Painting {}

/** A photograph's sample with its finished picture. */
export interface GeneratedPhoto extends ControlledPhoto, Painting {}

/** What a stage may use beside its sample: no clock, no global chance, no files of its own. */
export interface StageContext {
  signal: AbortSignal;
  /** Something worth telling that is not an error, said once per distinct text. */
  warn(message: string): void;
  /** How much of the painting is done, 0 to 1, where the painter tells. */
  progress?(share: number): void;
}

/** A step of the pipeline. */
export type Stage<In extends PlannedSample, Out extends In> = (sample: In, context: StageContext) => Promise<Out>;
