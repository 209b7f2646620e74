/** Where the images of a view stand among the samples of a recipe. */
import type { ViewLayout } from "../dataset/shared-view.js";
import type { Recipe } from "../recipe/schema.js";

/** The recipe's layout of views, which says what images share files. */
export function viewLayout({ scene, shardSize }: Pick<Recipe, "scene" | "shardSize">): ViewLayout {
  return { imagesPerView: scene.imagesPerView, stride: scene.pairs === null ? 1 : 2, shardSize };
}
