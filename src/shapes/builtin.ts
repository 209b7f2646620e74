/** The built-in parametric shapes as a source of shapes: every load draws another car, chair, aeroplane. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import type { Random } from "../core/random.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Shape } from "../sample/shape.js";
import { sha256Hex } from "../storage/sha256.js";
import { airplane } from "./builtin/airplane.js";
import { assemble } from "./builtin/assemble.js";
import { bicycle } from "./builtin/bicycle.js";
import { boat } from "./builtin/boat.js";
import { bottle } from "./builtin/bottle.js";
import type { BuiltinShape, Parameters } from "./builtin/builtin-shape.js";
import { bus } from "./builtin/bus.js";
import { car } from "./builtin/car.js";
import { chair } from "./builtin/chair.js";
import { motorcycle } from "./builtin/motorcycle.js";
import { sofa } from "./builtin/sofa.js";
import { Workshop } from "./builtin/solid.js";
import { table } from "./builtin/table.js";
import { train } from "./builtin/train.js";
import { tv } from "./builtin/tv.js";
import type { Catalogue } from "./catalogue.js";

/** Raised whenever any built-in's geometry, materials or sampling change: it is part of every hash. */
export const BUILTIN_VERSION = 1;

/** All built-in shapes, by canonical category id in order. Adding one is its file and a line here. */
const shapes: readonly BuiltinShape[] = [airplane, bicycle, boat, bottle, bus, car, chair, motorcycle, sofa, table, train, tv];

/** Canonical category ids of the built-in shapes. */
export const builtinCategories: readonly string[] = shapes.map((shape) => shape.category);

const builtinName = z.string().check((context) => {
  if (builtinCategories.includes(canonicalCategory(context.value))) return;
  context.issues.push({
    code: "custom",
    input: context.value,
    message: `there is no built-in shape "${context.value}"${nearestHint(context.value)}; built in are ${builtinCategories.join(", ")}`,
  });
});

/** Options of the recipe's `shapes: - builtin: …`. */
export const builtinOptions = z.strictObject({
  builtin: z
    .union([builtinName, z.array(builtinName).min(1, "no built-in shape named")])
    .describe(`built-in parametric shapes by category, in any spelling of the category table: ${builtinCategories.join(", ")}`),
});

/** The built-in shapes that the options name. Ids are canonical category ids. */
export function builtinCatalogue(options: z.infer<typeof builtinOptions>): Catalogue {
  const names = typeof options.builtin === "string" ? [options.builtin] : options.builtin;
  const ids = [...new Set(names.map((name) => builtinShape(name).category))].toSorted();
  return {
    label: "builtin",
    varies: true,
    entries: async () =>
      ids.map((id) => ({
        id,
        category: id,
        licence: "CC0-1.0",
        author: "dst3d",
        frontKnown: true,
        viewpointOffset: { azimuthRadians: 0, elevationRadians: 0, distance: null },
      })),
    load: async (id, random) => buildBuiltin(id, sampleBuiltin(id, random)),
    hash: async (id) => sha256Hex(`builtin ${builtinShape(id).category} version ${BUILTIN_VERSION}`),
  };
}

/** Draws the parameters of a built-in shape. @param name any spelling of its category */
export function sampleBuiltin(name: string, random: Random): Parameters {
  return builtinShape(name).sampleParameters(random);
}

/** Builds a built-in shape from parameters, as a record holds them. @param name any spelling of its category */
export async function buildBuiltin(name: string, parameters: Parameters): Promise<Shape> {
  const shape = builtinShape(name);
  const sorted = Object.keys(parameters).toSorted().map((key) => [key, parameters[key]]);
  const sha256 = sha256Hex(JSON.stringify(["builtin", shape.category, BUILTIN_VERSION, sorted]));
  return Workshop.use((workshop) =>
    assemble(workshop, shape.build(workshop, parameters), { id: shape.category, category: shape.category, sha256, parameters }),
  );
}

function builtinShape(name: string): BuiltinShape {
  const category = canonicalCategory(name);
  const found = shapes.find((shape) => shape.category === category);
  if (found === undefined) {
    throw new DatasetError("E_OPTION", `there is no built-in shape "${name}"`, {
      hint: `Use one of ${builtinCategories.join(", ")}${nearestHint(name)}.`,
      subject: name,
    });
  }
  return found;
}

/** " (did you mean …?)" for a name that shares at least half of its letters, in order, with a built-in's. */
function nearestHint(name: string): string {
  const wanted = name.trim().toLowerCase();
  let best = { category: "", share: 0 };
  for (const category of builtinCategories) {
    const share = commonLetters(wanted, category) / Math.max(wanted.length, category.length);
    if (share > best.share) best = { category, share };
  }
  return best.share >= 0.5 ? ` (did you mean ${best.category}?)` : "";
}

/** Length of the longest common subsequence. */
function commonLetters(a: string, b: string): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const row = [0];
    for (let column = 1; column <= b.length; column++) {
      row.push(letter === b[column - 1] ? above[column - 1]! + 1 : Math.max(above[column]!, row[column - 1]!));
    }
    above = row;
  }
  return above[b.length]!;
}
