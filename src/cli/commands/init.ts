/** `dst3d init`: a commented recipe to start from. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { makeFolder } from "../../storage/make-folder.js";
import { defineCommand, emit, say } from "../command.js";
import { packageRoot } from "../package-root.js";
import { datasetName, starterRecipe } from "../starter.js";
import { formatColumns, shellWord, shownPath } from "../terminal.js";

export const command = defineCommand({
  summary: "write a commented recipe to start from",
  details: "  Writes recipe.yaml into FOLDER (made if needed). It works at once, with built-in shapes and environments.\n  An existing recipe is never overwritten.",
  arguments: [{ name: "FOLDER", description: "where to write it; default: the current folder", optional: true }],
  flags: {},
  takesRecipeOptions: false,
  examples: [["init my-dataset", "writes my-dataset/recipe.yaml"]],
  run: async (invocation) => {
    const { terminal } = invocation;
    const folder = resolve(terminal.folder, invocation.arguments[0] ?? ".");
    const file = join(folder, "recipe.yaml");
    await makeFolder(folder);
    try {
      await writeFile(file, starterRecipe(datasetName(basename(folder)), schemaPath(folder)), { flag: "wx" });
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
