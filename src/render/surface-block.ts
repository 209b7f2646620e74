/** A handful of surface points with everything that shading knows about them; small enough for the first-level cache. */

/** Points per block. */
export const BLOCK = 128;

/** Surface points, structure of arrays; unit vectors are in the light frame. */
export interface SurfaceBlock {
  count: number;
  /** Index of each point in the caller's list. */
  hit: Int32Array;
  /** Triangle's vertex indices within the mesh. */
  vertex0: Int32Array;
  vertex1: Int32Array;
  vertex2: Int32Array;
  weight1: Float64Array;
  weight2: Float64Array;
  /** World area of a pixel divided by twice the triangle's area: times twice its uv area this gives uv² per pixel. */
  pixelShare: Float64Array;
  normal: Float64Array;
  /** Unit normal of the triangle itself, facing the camera. */
  flatNormal: Float64Array;
  /** Towards the camera. */
  view: Float64Array;
  position: Float64Array;
  /** +1 where the vertex normals were kept, −1 where they were turned to the camera. */
  side: Float64Array;
  /** Ambient occlusion by geometry, 1 = open. */
  openness: Float64Array;
  baseColor: Float64Array;
  metallic: Float64Array;
  roughness: Float64Array;
  /** Ambient occlusion by the material's map, 1 = open. */
  occlusion: Float64Array;
  emissive: Float64Array;
  alpha: Float64Array;
  /** How much of what the ground throws back arrives, 0..1. */
  groundShare: Float64Array;
  /** Radiance of the environment that the surface mirrors, suns excluded. */
  mirrored: Float64Array;
  /** Irradiance from suns, and their light reflected to the camera. */
  sunDiffuse: Float64Array;
  sunSpecular: Float64Array;
}

/** An empty block. */
export function createSurfaceBlock(): SurfaceBlock {
  const numbers = (channels = 1) => new Float64Array(BLOCK * channels);
  const indices = () => new Int32Array(BLOCK);
  return {
    count: 0,
    hit: indices(), vertex0: indices(), vertex1: indices(), vertex2: indices(),
    weight1: numbers(), weight2: numbers(), pixelShare: numbers(),
    normal: numbers(3), flatNormal: numbers(3), view: numbers(3), position: numbers(3), side: numbers(), openness: numbers(),
    baseColor: numbers(3), metallic: numbers(), roughness: numbers(), occlusion: numbers(), emissive: numbers(3), alpha: numbers(),
    groundShare: numbers(), mirrored: numbers(3), sunDiffuse: numbers(3), sunSpecular: numbers(3),
  };
}
