/** The plan of a recipe without shapes: every sample takes its control from a photograph (arm `image-edges`). */
import { random } from "../core/random.js";
import { sampleId } from "../dataset/sample-id.js";
import { listCategoryPhotos, type CategoryPhoto, type CategoryPhotos, type CategoryPhotosOptions } from "../photos/category-photos.js";
import { openPrompts, type OpenPrompts } from "../prompts/registry.js";
import type { Recipe } from "../recipe/schema.js";
import type { PlannedPhoto } from "../sample/sample.js";
import { balancedOrder } from "./balanced-order.js";

/** Every sample of a dataset made from photographs, by index. */
export interface PhotoPlan extends CategoryPhotos {
  licence: string | null;
  prompts: OpenPrompts;
  /** The sample of an index, which may lie beyond the recipe's count. */
  sample(index: number): PlannedPhoto;
}

/** Lists the photographs and returns the plan. @throws DatasetError of {@link listCategoryPhotos} */
export async function makePhotoPlan(recipe: Recipe, options: CategoryPhotosOptions, folder: string): Promise<PhotoPlan> {
  const photos = await listCategoryPhotos(options, folder);
  const prompts = await openPrompts(recipe.prompts, [...new Set(photos.entries.map(({ category }) => category))], folder);
  return { ...photos, licence: options.licence, prompts, sample: sampleFunction(recipe, photos.entries, prompts) };
}

/** As of shapes: categories and the photographs of each come equally often, in any prefix. */
function sampleFunction(recipe: Recipe, entries: readonly CategoryPhoto[], { prompter }: OpenPrompts): PhotoPlan["sample"] {
  const { seed, camera, scene } = recipe;
  const byCategory = new Map<string, CategoryPhoto[]>();
  for (const photo of entries) {
    const sameCategory = byCategory.get(photo.category);
    if (sameCategory === undefined) byCategory.set(photo.category, [photo]);
    else sameCategory.push(photo);
  }
  const categories = [...byCategory.keys()].sort();
  const categoryAt = balancedOrder(seed, "photo-categories", categories);
  const photoAt = new Map(categories.map((category) => [category, balancedOrder(seed, `photo-category/${category}`, byCategory.get(category)!)]));
  return (index) => {
    const image = index % scene.imagesPerView;
    const place = Math.floor(index / scene.imagesPerView);
    const category = categoryAt(place);
    const path = `photo/${place}/image/${image}`;
    return {
      index,
      id: sampleId(index),
      scene: place,
      view: 0,
      image,
      group: null,
      photo: photoAt.get(category)!(Math.floor(place / categories.length)),
      width: camera.width,
      height: camera.height,
      prompt: prompter === null ? null : prompter({ category, keywords: [] }, random(seed, path, "prompt")),
      seed: random(seed, path, "painter").integer(4294967296),
    };
  };
}
