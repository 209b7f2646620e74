/** Which prompts a recipe needs: the categories of its shapes, photographs or renders, with the shapes' keywords. */
import { random } from "../core/random.js";
import { listCategoryPhotos } from "../photos/category-photos.js";
import { usableKeywords } from "../prompts/keywords.js";
import type { PromptNeed } from "../prompts/pool-builder.js";
import type { Recipe } from "../recipe/schema.js";
import { listRunRenders } from "../renders/run-renders.js";
import { openShapeCatalogues } from "./catalogues.js";

/** Keywords of one category that batches are asked about. */
const MOST_KEYWORDS = 200;

/** The categories that a recipe's prompts are about, with the keywords of their shapes. */
export async function promptNeeds(recipe: Recipe, folder: string): Promise<PromptNeed[]> {
  const found: { category: string; keywords: readonly string[] }[] = [];
  if (recipe.images !== null) found.push(...(await listCategoryPhotos(recipe.images, folder)).entries.map(({ category }) => ({ category, keywords: [] })));
  else if (recipe.renders !== null) found.push(...(await listRunRenders(recipe.renders, folder)).entries.map(({ category }) => ({ category, keywords: [] })));
  else for (const catalogue of await openShapeCatalogues(recipe, folder)) found.push(...(await catalogue.entries()).map(({ category, keywords = [] }) => ({ category, keywords })));
  const byCategory = new Map<string, Set<string>>();
  for (const { category, keywords } of found) {
    const all = byCategory.get(category) ?? new Set();
    for (const keyword of usableKeywords(category, keywords)) all.add(keyword);
    byCategory.set(category, all);
  }
  return [...byCategory].sort(([a], [b]) => (a < b ? -1 : 1)).map(([category, keywords]) => ({ category, keywords: random(recipe.seed, `prompts/${category}`, "keywords").shuffle([...keywords].sort()).slice(0, MOST_KEYWORDS) }));
}
