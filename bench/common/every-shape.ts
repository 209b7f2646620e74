/** Samples that show every shape equally often: plans balance categories, and some hold far more shapes than others. */
import type { Plan } from "../../src/pipeline/plan.js";

/** The first `views` indices of each shape of a plan (of its main objects), in the plan's order. */
export function viewsOfEveryShape(plan: Plan, views: number): number[] {
  const seen = new Map(plan.shapes.map(({ catalogue, id }) => [`${catalogue}/${id}`, 0]));
  let missing = seen.size * views;
  const indices: number[] = [];
  for (let index = 0; missing > 0; index++) {
    const { catalogue, id } = plan.sample(index).objects[0]!.shape;
    const key = `${catalogue}/${id}`;
    const count = seen.get(key)!;
    if (count >= views) continue;
    seen.set(key, count + 1);
    indices.push(index);
    missing--;
  }
  return indices;
}
