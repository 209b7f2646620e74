/** A sample with what its label says of single pixels, for comparison with an export. */
import type { Vector3 } from "../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../sample/record.js";

/** A point of an object's surface and the pixel that shows it. */
export interface SurfacePoint {
  /** Object frame, longest side 1. */
  point: Vector3;
  /** The pixel's centre, [0, width] × [0, height]. */
  x: number;
  y: number;
}

/** An object with points of its surface. */
export interface ProofObject {
  object: ObjectRecord;
  points: readonly SurfacePoint[];
}

/** A sample of the run that was exported. */
export interface ProofSample {
  record: SampleRecord;
  split: string;
  /** All objects of the record, in its order. */
  objects: readonly ProofObject[];
  /** The bytes of one of the record's files, by output name; null where the dataset has none. */
  output(name: string): Promise<Uint8Array | null>;
}
