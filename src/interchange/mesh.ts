/** A surface without anything on it. */

/** Triangles. */
export interface Mesh {
  /** xyz per vertex. */
  positions: Float32Array;
  /** Three vertices per triangle, counter-clockwise seen from outside. */
  indices: Uint32Array;
}
