/** The interface of every way to draw viewpoints. One file per kind in this folder. */
import type { Random } from "../core/random.js";
import type { Viewpoint } from "../geometry/viewpoint.js";
import type { PlannedSample } from "../sample/sample.js";

/** The original's corrections of one model, see `CatalogueEntry.viewpointOffset`. */
export interface ViewpointOffset {
  azimuthRadians: number;
  elevationRadians: number;
  distance: number | null;
  /** The model's own preset; only samplers of presets follow it. */
  preset?: number;
}

/**
 * Draws the camera of a view; canonical is what the labels say, raw is what was drawn where a model has offsets.
 * `position` counts the views of a dataset from 0, for kinds that go through them in order.
 */
export type ViewpointSampler = (random: Random, offset: ViewpointOffset, position?: number) => PlannedSample["viewpoint"] & {
  /** The camera itself, relative to the mesh as it lies in the object frame. */
  camera: Viewpoint;
};
