/** What the plan knows of planted defects: which samples are to be wrong, how, and which other shapes they may show. */
import { random } from "../core/random.js";
import { drawPlant, type PlantDraw } from "../plant/draw.js";
import type { PlantKind } from "../plant/options.js";
import type { PlannedSample, ShapeReference } from "../sample/sample.js";
import type { Plan, PlannedShape } from "./plan.js";

/** What is planted in place of the main shape. */
export type Substitution = "other-shape" | "other-category";

const SUBSTITUTIONS: Partial<Record<PlantKind, Substitution>> = { "wrong-shape": "other-shape", "second-instance": "other-shape", "wrong-category": "other-category" };

/** What chance wants to be wrong with a sample; null = nothing, as in every recipe that plants nothing. */
export function plantDraw({ recipe, catalogues }: Pick<Plan, "recipe" | "catalogues">, { index, objects }: PlannedSample): PlantDraw | null {
  if (recipe.plant === null) return null;
  const { shape, variationPath } = objects[0]!;
  const drawn = catalogues[shape.catalogue]!.varies ? `/${variationPath}` : "";
  return drawPlant(recipe.plant, recipe.seed, index, `${shape.catalogue}/${shape.id}${drawn}`);
}

/**
 * The shape that a kind of defect shows beside or in place of the main one; where shapes are drawn, the same entry may
 * give another one.
 * @returns null where the recipe has none
 */
export function substitute({ recipe, shapes, catalogues }: Plan, { objects }: PlannedSample, draw: PlantDraw, kind: PlantKind, wanted: Substitution): PlannedShape | null {
  const main = objects[0]!.shape;
  const choice = random(recipe.seed, draw.path, `plant/${kind}/shape`);
  const all = byCategory(shapes);
  if (wanted === "other-category") {
    const others = [...all.keys()].filter((category) => category !== main.category);
    return others.length === 0 ? null : choice.pick(all.get(choice.pick(others))!);
  }
  const candidates = all.get(main.category)!;
  const own = candidates.findIndex(({ catalogue, id }) => catalogue === main.catalogue && id === main.id);
  if (catalogues[main.catalogue]!.varies) return choice.pick(candidates);
  if (candidates.length === 1) return null;
  const place = choice.integer(candidates.length - 1);
  return candidates[place < own ? place : place + 1]!;
}

const sorted = new WeakMap<readonly PlannedShape[], ReadonlyMap<string, readonly PlannedShape[]>>();

/** A plan's shapes by their categories, which are in order; made once per plan. */
function byCategory(shapes: readonly PlannedShape[]): ReadonlyMap<string, readonly PlannedShape[]> {
  let found = sorted.get(shapes);
  if (found === undefined) {
    const categories = [...new Set(shapes.map(({ category }) => category))].sort();
    const lists = new Map<string, PlannedShape[]>(categories.map((category) => [category, []]));
    for (const shape of shapes) lists.get(shape.category)!.push(shape);
    sorted.set(shapes, (found = lists));
  }
  return found;
}

/** The shapes that a sample's picture may be made from: those of its objects, and what may be planted. */
export function shapesBehind(plan: Plan, sample: PlannedSample): readonly ShapeReference[] {
  return [...sample.objects.map(({ shape }) => shape), ...substitutes(plan, sample, plantDraw(plan, sample))];
}

/** What a draw may show instead of the main shape. */
export function substitutes(plan: Plan, sample: PlannedSample, draw: PlantDraw | null): readonly PlannedShape[] {
  return (draw?.kinds ?? []).flatMap((kind) => {
    const wanted = SUBSTITUTIONS[kind];
    const shape = wanted === undefined ? null : substitute(plan, sample, draw!, kind, wanted);
    return shape === null ? [] : [shape];
  });
}
