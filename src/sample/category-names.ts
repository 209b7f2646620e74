/** A category's names in other vocabularies, as records list them. */
import { categoryOf } from "./category-table.js";
import type { ObjectRecord } from "./record.js";

/** The names of a category; null where a vocabulary lacks it. */
export function categoryNames(id: string): ObjectRecord["categoryNames"] {
  const category = categoryOf(id);
  return {
    synset: category?.synset ?? null,
    pascal3d: category?.pascal3d ?? null,
    objectnet3d: category?.objectnet3d ?? null,
    omni3d: category?.omni3d ?? null,
    imagenet: [...(category?.imagenet ?? [])],
    coco: category?.coco ?? null,
  };
}
