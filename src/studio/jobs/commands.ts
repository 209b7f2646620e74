/** What a page asks for, as a command of this program: every name in it is checked here. */
import { lstat, realpath } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { RECIPE_FILE, readRecipeText } from "../../dataset/run-file.js";
import { exportOptions } from "../../interchange/options.js";
import { exportFormat } from "../../interchange/registry.js";
import { parseRecipeYaml } from "../../recipe/read.js";
import { MAXIMUM_RECIPE_BYTES } from "../../recipe/yaml.js";
import { localFileSystem } from "../../storage/file-system.js";
import type { Studio } from "../studio.js";
import type { JobStart } from "./job-list.js";

const run = z.string().min(1).max(255);
const options = exportOptions.shape;

/** See `JobOrder`. */
export const jobOrder = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("generate"),
    run,
    recipe: z.strictObject({ text: z.string().max(MAXIMUM_RECIPE_BYTES), run: z.string().nullable() }).nullable(),
    goOn: z.boolean(),
    update: z.boolean(),
    verify: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("verify"), run }),
  z.strictObject({
    kind: z.literal("export"),
    run,
    format: z.string(),
    name: z.string(),
    which: z.enum(["all", "accepted", "without-rejected"]),
    split: options.split.unwrap(),
    splitBy: options.splitBy.unwrap(),
    sizes: options.sizes.unwrap(),
    task: options.task.unwrap(),
    segmentation: options.segmentation.unwrap(),
  }),
]);

/** A checked order. */
type Order = z.infer<typeof jobOrder>;
type OrderOf<Kind extends Order["kind"]> = Extract<Order, { kind: Kind }>;

/** Names that folders may get: as a recipe's. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Below the studio's folder. */
const EXPORTS = "exports";

/**
 * The command for an order.
 * @throws DatasetError E_OPTION for names and folders that may not be, E_NOT_FOUND for what is not there, E_RECIPE
 */
export async function commandOf(order: Order, studio: Pick<Studio, "workspace" | "folder">): Promise<JobStart> {
  switch (order.kind) {
    case "generate": return generateCommand(order, studio);
    case "verify": return { kind: "verify", run: order.run, args: ["verify", await existingRun(order.run, studio), "--json"], folder: studio.folder };
    case "export": return exportCommand(order, studio);
  }
}

async function generateCommand(order: OrderOf<"generate">, studio: Pick<Studio, "workspace" | "folder">): Promise<JobStart> {
  const root = order.goOn ? await existingRun(order.run, studio) : await newRun(order.run, studio);
  const { workspace, folder: home } = studio;
  const text = order.recipe?.text ?? (await readRecipeText(root));
  if (text === null) throw new DatasetError("E_NOT_FOUND", `${order.run} has no ${RECIPE_FILE} to go on with`, { hint: "Runs that were imported have none.", subject: order.run });
  const from = order.recipe === null ? order.run : order.recipe.run;
  parseRecipeYaml(text, "the recipe");
  return {
    kind: "generate",
    run: order.run,
    args: ["generate", "-", "--out", root, "--json", ...(order.update ? ["--update"] : []), ...(order.verify ? ["--verify"] : [])],
    folder: from === null ? home : workspace.rootOf(from),
    input: text,
  };
}

async function exportCommand({ run: name, format, name: out, which, split, splitBy, sizes, task, segmentation }: OrderOf<"export">, studio: Pick<Studio, "workspace" | "folder">): Promise<JobStart> {
  const root = await existingRun(name, studio);
  const sizeList = Object.entries(sizes).map(([category, metres]) => `${category}=${metres}`);
  if (Object.keys(sizes).some((category) => /[=,]/.test(category))) throw new DatasetError("E_OPTION", "a category in sizes holds = or ,", { subject: "sizes" });
  return {
    kind: "export",
    run: name,
    args: [
      "export", root, "--format", exportFormat(format).name, "--out", await newExport(out, studio.folder), "--json",
      ...(which === "accepted" ? ["--accepted"] : which === "without-rejected" ? ["--without-rejected"] : []),
      ...(split.length > 1 ? ["--split", split.join(","), "--by", splitBy] : []),
      ...(sizeList.length > 0 ? ["--size", sizeList.join(",")] : []),
      ...(format === "yolo" ? ["--task", task] : []),
      ...(format === "coco" ? ["--segmentation", segmentation] : []),
    ],
    folder: studio.folder,
  };
}

async function existingRun(name: string, { workspace }: Pick<Studio, "workspace">): Promise<string> {
  const root = workspace.rootOf(name);
  if ((await localFileSystem.stat(root))?.isFolder === true) return root;
  throw new DatasetError("E_NOT_FOUND", `there is no run ${JSON.stringify(name)}`, { hint: "It was moved or deleted; start it as a new one.", subject: name });
}

async function newRun(name: string, { workspace }: Pick<Studio, "workspace">): Promise<string> {
  if (workspace.folder === null) throw new DatasetError("E_OPTION", "this studio shows single runs: a new one has no place", { hint: "Start it with a folder of runs, as `dst3d studio runs --write`.", subject: name });
  if (!NAME.test(name)) throw badName("a run's name", name);
  const root = workspace.rootOf(name);
  const present = await lstat(root).catch(() => null);
  if (present !== null && !(present.isDirectory() && (await localFileSystem.list(root)).length === 0)) {
    throw new DatasetError("E_OPTION", `there is something called ${JSON.stringify(name)} already`, { hint: "Choose another name, or go on with that run on its own page.", subject: name });
  }
  return root;
}

async function newExport(name: string, home: string): Promise<string> {
  if (!NAME.test(name)) throw badName("an export's name", name);
  const parent = join(home, EXPORTS);
  const real = await realpath(parent).catch(() => null);
  const realHome = await realpath(home);
  // A link that leads elsewhere is somebody's who did not think of exports.
  if (real !== null && real !== join(realHome, EXPORTS)) throw new DatasetError("E_OPTION", `${EXPORTS} leads out of the studio's folder`, { hint: "Remove the link, or export with `dst3d export`.", subject: parent });
  const out = resolve(parent, name);
  if (!out.startsWith(parent + sep)) throw badName("an export's name", name);
  if ((await lstat(out).catch(() => null)) !== null) throw new DatasetError("E_OPTION", `${join(EXPORTS, name)} is there already`, { hint: "Choose another name, or move it away.", subject: name });
  return out;
}

function badName(what: string, name: string): DatasetError {
  return new DatasetError("E_OPTION", `${JSON.stringify(name)} cannot be ${what}`, { hint: "Use letters, digits, dots, dashes and underscores, at most 100, a letter or digit first.", subject: name });
}
