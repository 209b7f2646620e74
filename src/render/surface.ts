/** What rasterization and shading exchange. */
import type { Shape } from "../sample/shape.js";

/** All triangles of a scene's instances in camera space; vertices are shared as in the meshes. */
export interface TriangleSoup {
  /** One entry per mesh of each instance. */
  batches: readonly SoupBatch[];
  vertexCount: number;
  triangleCount: number;
  /** Camera-space xyz per vertex, float64 so that every platform and reader gets the same bits. */
  positions: Float64Array;
  /** Camera-space unit normals per vertex. */
  normals: Float32Array;
  /** Three global vertex indices per triangle. */
  indices: Uint32Array;
  /** Batch of each triangle. */
  batchOfTriangle: Uint16Array;
}

/** A mesh of an instance within the soup. */
export interface SoupBatch {
  instanceIndex: number;
  instanceId: number;
  shape: Shape;
  meshIndex: number;
  firstVertex: number;
  firstTriangle: number;
  triangleCount: number;
  /** Rotation mesh (object frame) → camera, row-major, for tangents. */
  rotationObjectToCamera: readonly number[];
}

/** A list of surface points to be shaded: structure of arrays, `count` entries in use. */
export interface SurfaceHits {
  count: number;
  /** Pixel (or subsample) index that the point belongs to. */
  pixel: Int32Array;
  triangle: Int32Array;
  /** Perspective-correct weights of the triangle's second and third vertex. */
  weight1: Float32Array;
  weight2: Float32Array;
  /** Image position in pixels (centres at +0.5). */
  x: Float32Array;
  y: Float32Array;
  /** The same in the ideal picture, through which rays go: the same arrays unless the lens distorts. */
  idealX: Float32Array;
  idealY: Float32Array;
  /** Planar depth. */
  depth: Float32Array;
}

/** Where on its triangle each sample of a grid lies, where one is: what the geometry passes found out is not computed again. */
export interface SurfacePlaces {
  /** Soup triangle. */
  triangle: Int32Array;
  /** Perspective-correct weights of its second and third vertex. */
  weight1: Float32Array;
  weight2: Float32Array;
}
