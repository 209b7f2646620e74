/** Categories by Omni3D's names where it has them. */
import type { ObjectRecord } from "../../../sample/record.js";
import type { Survey } from "../../survey.js";

/** The name that a category has in Omni3D; its own where Omni3D lacks it. */
export function omni3dName({ category, categoryNames }: Pick<ObjectRecord, "category" | "categoryNames">): string {
  return categoryNames.omni3d ?? category;
}

/** All names, sorted, with ids from 1. The files of the benchmark have other ids: names are what agrees. */
export function omni3dCategories({ categories }: Pick<Survey, "categories">): { id: number; name: string; supercategory: string }[] {
  const names = new Set(categories.map(({ name, names: { omni3d } }) => omni3d ?? name));
  return [...names].sort().map((name, index) => ({ id: index + 1, name, supercategory: "" }));
}
