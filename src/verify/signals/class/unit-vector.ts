/** Vectors of CLIP are compared by their angle. */
import { unfitModel } from "../../outside-models/open-model.js";

/** @throws DatasetError E_MODEL when its length is 0 or it holds no finite numbers */
export function unitVector(vector: Float32Array, path: string, what: string): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (!Number.isFinite(length) || length === 0) throw unfitModel(path, what, "it gives a vector of no length", "finite numbers as its output");
  return vector.map((value) => value / length);
}
