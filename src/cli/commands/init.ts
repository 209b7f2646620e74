/** `dst3d init`: a commented recipe to start from. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { makeFolder } from "../../storage/make-folder.js";
import { defineCommand, emit, type Invocation, say } from "../command.js";
import { packageRoot } from "../package-root.js";
import { rendersRecipe } from "../renders-starter.js";
import { starterRecipe } from "../starter-text.js";
import { datasetName } from "../starter.js";
import { formatColumns, shownPath } from "../terminal.js";
import { shellWord } from "../../core/shell-word.js";

export const command = defineCommand({
  summary: "write a commented recipe to start from",
  details: "  Writes recipe.yaml into FOLDER (made if needed). It works at once, with built-in shapes and environments; with --from\n  it paints the renders of a run that is there, made here or imported. An existing recipe is never overwritten.",
  arguments: [{ name: "FOLDER", description: "where to write it; default: the current folder", optional: true }],
  flags: { from: { kind: "text", value: "RUN", description: "folder of a run whose renders the recipe is to paint" } },
  takesRecipeOptions: false,
  examples: [["init my-dataset", "writes my-dataset/recipe.yaml"], ["init repainted --from runs/bop", "one that paints what was imported"]],
  run: async (invocation) => {
    const { terminal, flags } = invocation;
    const folder = resolve(terminal.folder, invocation.arguments[0] ?? ".");
    const file = join(folder, "recipe.yaml");
    const text = await recipeText(invocation, folder, flags.from);
    await makeFolder(folder);
    try {
      await writeFile(file, text, { flag: "wx" });
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
      throw new DatasetError("E_OPTION", `${shownPath(terminal, file)} is there already`, { hint: "Give another folder, or remove the file if you do not need it.", subject: file, cause });
    }
    const shown = shownPath(terminal, file);
    emit(invocation, { type: "init", recipe: file });
    const word = shellWord(shown);
    say(invocation, `wrote ${shown}\n\nnext`);
    say(invocation, formatColumns([
      [`${terminal.program} plan ${word}`, "what it would make"],
      [`${terminal.program} generate ${word}`, "make it"],
    ]));
    return 0;
  },
});

async function recipeText({ terminal, library }: Pick<Invocation, "terminal" | "library">, folder: string, from: string | null): Promise<string> {
  const name = datasetName(basename(folder));
  if (from === null) return starterRecipe(name, schemaPath(folder));
  const run = resolve(terminal.folder, from);
  return rendersRecipe(name, relative(folder, run).split(sep).join("/"), await library.runRenders(run), schemaPath(folder));
}

/** The schema as an editor finds it from the folder: an installed copy if there is one, else this package's own. */
function schemaPath(folder: string): string | null {
  const inside = join("node_modules", "dst3d", "schema", "recipe.json");
  const candidates = [...foldersAbove(folder).map((above) => join(above, inside)), join(packageRoot(), "schema", "recipe.json")];
  const found = candidates.find((candidate) => existsSync(candidate));
  return found === undefined ? null : relative(folder, found).split(sep).join("/");
}

function foldersAbove(folder: string): string[] {
  const folders = [folder];
  while (dirname(folders.at(-1)!) !== folders.at(-1)) folders.push(dirname(folders.at(-1)!));
  return folders;
}
