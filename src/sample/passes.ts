/**
 * What the renderer gives for one view. All arrays are row-major from the top-left pixel, width × height × channels;
 * geometry is sampled at pixel centres. "Hit" means the first surface whose alpha is at least 0.5.
 */

/** The passes of one view. */
export interface Passes {
  width: number;
  height: number;
  /** Linear RGB of the objects, premultiplied by alpha. */
  color: Float32Array;
  /** Coverage of the objects times their opacity, 0..1. */
  alpha: Float32Array;
  /** Planar depth (camera z) of the hit in world units; 0 = no object. */
  depth: Float32Array;
  /** Unit surface normal of the hit in camera axes (x right, y down, z forward), facing the camera; 0 = no object. */
  normal: Float32Array;
  /** Instance of the hit; 0 = no object. */
  instanceId: Uint16Array;
  /** Part index of the hit plus 1; 0 = no object. */
  partId: Uint16Array;
  /** xyz of the hit in its object's frame (the posed surface, in the rest pose's normalisation: longest side 1); 0 where no object. NOCS is this plus 0.5. */
  objectCoordinates: Float32Array;
}

/** Which pixels of an amodal mask: the object alone, unoccluded, on a canvas that may reach beyond the image. */
export interface AmodalMask {
  /** Image position of the canvas' top-left pixel; may be negative. */
  offsetX: number;
  offsetY: number;
  width: number;
  height: number;
  /** 0 or 1 per pixel. */
  data: Uint8Array;
  /** True when the canvas' limit cut the object off. */
  clipped: boolean;
}

export type { Image } from "../core/image.js";
