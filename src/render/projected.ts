/** Units and limits of image positions in the rasterizer, and triangles in them. */

/** Positions are whole numbers of 1/256 pixel: edge functions of them are exact in float64. */
export const SUBPIXELS = 256;
/** Surfaces nearer than this planar depth (world units) are cut away. */
export const NEAR_DEPTH = 0.01;
/**
 * Vertices farther than this (pixels) from the image origin are cut away as well: edge functions then stay below
 * 2^53. It is far outside every canvas (see {@link MAXIMUM_IMAGE_SIDE}).
 */
export const GUARD_PIXELS = 65536;
/** Largest image side in pixels; a canvas of an amodal mask reaches at most two of them from the origin. */
export const MAXIMUM_IMAGE_SIDE = 16384;

/** A batch of the soup in the image. */
export interface ProjectedBatch {
  /** Some of its vertices lie behind the near plane or beyond the guard band. */
  cut: boolean;
  /** First and one past last of the triangles that clipping made of it, as ids from `soupTriangleCount` on. */
  firstClipped: number;
  endClipped: number;
  /** Bounds in 1/256 pixels; empty when minX > maxX. */
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** Triangles of a soup in the image, ready for scan conversion. Ids below `soupTriangleCount` are the soup's own. */
export interface ProjectedTriangles {
  /** Four numbers per vertex: x and y in whole 1/256 pixels, 1 / depth, and 1 where the vertex must not be drawn. */
  vertices: Float64Array;
  /** Three vertices per triangle, clipped ones included. */
  indices: Uint32Array;
  soupTriangleCount: number;
  /** Soup triangle that a clipped triangle is part of; index = id − soupTriangleCount. */
  clippedParent: Int32Array;
  /** Per clipped triangle, for its three corners: weights of the parent's second and third vertex. */
  clippedWeights: Float64Array;
  /** One per batch of the soup. */
  batches: ProjectedBatch[];
}
