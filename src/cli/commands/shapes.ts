/** `dst3d shapes`: what a recipe's shapes, or those of a data set, are like. */
import { resolve } from "node:path";
import type { ShapeInspection, ShapeReport } from "../../pipeline/inspect-shapes.js";
import { DatasetError } from "../../core/errors.js";
import { defineCommand, emit, say } from "../command.js";
import type { Invocation } from "../command.js";
import { wholeNumber } from "../flags.js";
import { INTERRUPTED } from "../interrupt.js";
import { count } from "../progress.js";
import { pullShapes } from "../pull-shapes.js";
import { shapeSources, SOURCE_FLAGS } from "../shape-sources.js";
import { formatColumns, shownPath, styled } from "../terminal.js";

type Call = Pick<Invocation, "terminal" | "json" | "signal" | "library">;

export const command = defineCommand({
  summary: "list, check and picture the shapes of a recipe or a data set; fetch some of Objaverse",
  details:
    "  list   what was found and what is missing; no model is opened\n" +
    "  check  loads every model: triangles, parts, textures, front; exit code 1 when one cannot be used\n" +
    "  sheet  a PNG with every shape from its front's left and above, with arrows for up and front\n" +
    "  pull   fetches models, with `pull objaverse`: says which and how large, and with --yes fetches them\n" +
    "  The shapes are those of a recipe, or of the sources that flags name.",
  arguments: [
    { name: "ACTION", description: "list, check, sheet or pull", optional: false },
    { name: "RECIPE", description: "the recipe's file; default: recipe.yaml, unless a flag names a source; after pull: objaverse", optional: true },
  ],
  flags: {
    ...SOURCE_FLAGS,
    count: { kind: "text", value: "N", description: "how many shapes, spread over all (default: list 50, check all, sheet 24, pull 20)" },
    out: { kind: "text", value: "FILE", description: "the picture of sheet (default shapes.png), the folder of pull (default objaverse)" },
    uids: { kind: "text", value: "UIDS", description: "pull: just these models, separated by commas" },
    licence: { kind: "text", value: "NAMES", description: "pull: only models under these licences, as CC0-1.0,by" },
    offline: { kind: "switch", description: "pull: never use the network, as HF_HUB_OFFLINE=1" },
    yes: { kind: "switch", description: "pull: fetch, after saying how much" },
  },
  takesRecipeOptions: false,
  examples: [
    ["shapes list recipe.yaml", "what the recipe's sources hold"],
    ["shapes check --shapenet ShapeNetCore.v2 --category chair", "whether all chairs load"],
    ["shapes pull objaverse --category chair --count 20 --licence CC0-1.0,by", "20 chairs of Objaverse: which they are and how large"],
    ["shapes sheet --folder models --out models.png", "how they look and which way they face"],
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const action = invocation.arguments[0]!;
    if (action === "pull") return pullShapes(invocation, flags, invocation.arguments[1] ?? null);
    const actions = { list, check, sheet };
    if (!Object.hasOwn(actions, action)) {
      throw new DatasetError("E_OPTION", `shapes cannot ${action}`, { hint: "It can list, check and sheet, and pull.", subject: action });
    }
    const { recipe, folder } = await shapeSources(flags, invocation.arguments[1] ?? null, terminal);
    const inspection = await invocation.library.inspectShapes(recipe, folder);
    const most = flags.count === null ? null : wholeNumber(flags.count, "--count", 1);
    return actions[action as keyof typeof actions](invocation, inspection, most, resolve(terminal.folder, flags.out ?? "shapes.png"));
  },
});

async function list(call: Call, { shapes, problems }: ShapeInspection, most: number | null): Promise<number> {
  for (const shape of call.json ? shapes : []) emit(call, { type: "shape", ...shape });
  const shown = spread(shapes, most ?? 50);
  const rows = shown.map(({ id, category, licence, source }) => [id, category, licence ?? styled(call.terminal, "yellow", "unknown"), source ?? ""]);
  if (!call.json) say(call, formatColumns([["id", "category", "licence", "source"].map((title) => styled(call.terminal, "bold", title)), ...rows]));
  if (!call.json && shown.length < shapes.length) say(call, `  … ${shapes.length - shown.length} more; --count shows them`);
  showProblems(call, problems);
  const categories = new Set(shapes.map((shape) => shape.category)).size;
  const unknown = shapes.filter((shape) => shape.licence === null).length;
  say(call, `\n${count(shapes.length, "shape")} in ${categories === 1 ? "1 category" : `${categories} categories`}${unknown === 0 ? "" : ` · ${unknown} without a known licence (--licence-known leaves them out)`}`);
  return 0;
}

async function check(call: Call, { shapes, problems, report }: ShapeInspection, most: number | null): Promise<number> {
  let failed = 0;
  for (const index of spread([...shapes.keys()], most ?? shapes.length)) {
    if (call.signal.aborted) return INTERRUPTED;
    const found = await report(index);
    if (found.error !== null) failed++;
    emit(call, { type: "shape-check", ...found });
    if (!call.json) say(call, lineOf(call, found));
  }
  showProblems(call, problems);
  const checked = Math.min(shapes.length, most ?? shapes.length);
  say(call, `\n${count(checked, "shape")} checked, ${failed === 0 ? "all can be used" : styled(call.terminal, "red", `${failed} cannot be used`)}`);
  return failed === 0 ? 0 : 1;
}

function lineOf({ terminal }: Call, { id, category, triangles, parts, materials, textures, frontKnown, error, warnings }: ShapeReport): string {
  if (error !== null) return `  ${styled(terminal, "red", "!!")} ${id}  ${error.code}: ${error.message}${error.hint === null ? "" : `\n     ${styled(terminal, "dim", error.hint)}`}`;
  const facts = [category, count(triangles, "triangle"), count(parts, "part"), count(materials, "material"), count(textures, "texture"), frontKnown ? "front known" : styled(terminal, "yellow", "front unknown")];
  return [`  ${styled(terminal, "green", "ok")} ${id}  ${facts.join(" · ")}`, ...warnings.map((warning) => `     ${styled(terminal, "yellow", warning)}`)].join("\n");
}

async function sheet(call: Call, inspection: ShapeInspection, most: number | null, out: string): Promise<number> {
  const chosen = spread([...inspection.shapes.keys()], most ?? 24);
  const { failed } = await call.library.writeShapeSheet(inspection, chosen, out);
  showProblems(call, inspection.problems);
  emit(call, { type: "shape-sheet", file: out, shapes: chosen.length, failed });
  say(call, `wrote ${shownPath(call.terminal, out)}: ${count(chosen.length, "shape")} of ${inspection.shapes.length}${failed === 0 ? "" : `, ${failed} cannot be used`}`);
  return failed === 0 ? 0 : 1;
}

const SHOWN_PROBLEMS = 20;

function showProblems(call: Call, problems: ShapeInspection["problems"]): void {
  for (const problem of problems) emit(call, { type: "shape-missing", ...problem });
  if (call.json || problems.length === 0) return;
  say(call, `\n${styled(call.terminal, "bold", "missing")}`);
  for (const { id, message } of problems.slice(0, SHOWN_PROBLEMS)) say(call, `  ${id}  ${styled(call.terminal, "yellow", message)}`);
  if (problems.length > SHOWN_PROBLEMS) say(call, `  … and ${problems.length - SHOWN_PROBLEMS} more`);
}

/** As many values as wanted, evenly over all, in order. */
function spread<T>(values: readonly T[], wanted: number): readonly T[] {
  if (values.length <= wanted) return values;
  return Array.from({ length: wanted }, (_, place) => values[Math.floor(((place + 0.5) * values.length) / wanted)]!);
}

