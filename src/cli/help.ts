/** Help texts, made from the commands' own descriptions and the recipe's schema. */
import type { Option } from "../recipe/options.js";
import { COMMON_FLAGS } from "./command.js";
import type { Command } from "./command.js";
import type { Flag } from "./flags.js";
import { formatColumns, shownWidth, styled } from "./terminal.js";
import type { Terminal } from "./terminal.js";

type Screen = Pick<Terminal, "color" | "columns" | "program">;

/** The help of the program as a whole. */
export function programHelp(commands: readonly { name: string; summary: string }[], version: string, screen: Screen): string {
  const { program } = screen;
  return [
    `${styled(screen, "bold", "dst3d")} ${version}: training images with exact 3D annotations, from 3D models`,
    "",
    heading(screen, "Usage"),
    `  ${program} <command> [arguments] [flags]`,
    "",
    heading(screen, "Commands"),
    formatColumns(commands.map(({ name, summary }) => [styled(screen, "cyan", name), summary])),
    "",
    heading(screen, "Start here"),
    formatColumns([
      [`${program} quickstart`, "a small labelled dataset and a picture of it, in a minute"],
      [`${program} init my-dataset`, "a commented recipe to change"],
      [`${program} help recipe`, "every option of a recipe"],
      [`${program} <command> --help`, "what a command does, with examples"],
    ]),
    "",
  ].join("\n");
}

/** The help of one command. `recipeOptions` are added where the command takes them. */
export function commandHelp(name: string, command: Command, recipeOptions: readonly Option[], screen: Screen): string {
  const shownArguments = command.arguments.map((argument) => (argument.optional ? `[${argument.name}]` : `<${argument.name}>`));
  const usage = [screen.program, name, ...shownArguments, "[flags]"].join(" ");
  const allFlags: Readonly<Record<string, Flag>> = { ...command.flags, ...COMMON_FLAGS };
  const flags = Object.entries(allFlags).map(([flag, { value, description }]) => [
    styled(screen, "cyan", value === undefined ? `--${flag}` : `--${flag} ${value}`),
    description,
  ]);
  const sections = [command.summary, "", heading(screen, "Usage"), `  ${usage}`, "", command.details, ""];
  if (command.arguments.length > 0) {
    sections.push(heading(screen, "Arguments"), wrappedRows(command.arguments.map((argument) => [styled(screen, "cyan", argument.name), argument.description]), screen), "");
  }
  sections.push(heading(screen, "Flags"), wrappedRows(flags, screen), "");
  if (command.takesRecipeOptions) {
    sections.push(heading(screen, "Recipe options, each also a flag of the same path"), optionRows(recipeOptions, screen, "--"), "");
  }
  sections.push(heading(screen, "Examples"), formatColumns(command.examples.map(([line, what]) => [`${screen.program} ${line}`, styled(screen, "dim", what)])), "");
  return sections.join("\n");
}

/** The help about recipes: every option with type, default and meaning. */
export function recipeHelp(options: readonly Option[], screen: Screen): string {
  return [
    "A recipe is a YAML file that says what to make images of, and how. Every option can be overridden by a flag of the",
    "same path, for example --camera.width 640 or --shapes.0.categories car,bus (positions count from 0).",
    "",
    heading(screen, "Smallest recipe"),
    "  name: vehicles",
    "  count: 100",
    "  shapes:",
    "    - builtin: [car, chair, aeroplane]",
    "",
    heading(screen, "Options"),
    optionRows(options, screen, ""),
    "",
  ].join("\n");
}

function heading(screen: Screen, text: string): string {
  return styled(screen, "bold", text);
}

function optionRows(options: readonly Option[], screen: Screen, prefix: string): string {
  const shown = options.filter((option) => option.type !== "a group of options" || (prefix === "" && option.description !== ""));
  return wrappedRows(
    shown.map((option) => {
      const preset = option.default === null ? (option.required ? "required" : "") : `default ${option.default.replaceAll(",", ", ")}`; // long lists are wrapped at spaces
      const type = option.type === "a group of options" ? "" : option.type;
      const entry = option.entry === null || option.path.endsWith(`.${option.entry}`) ? "" : `with ${option.entry}`;
      const facts = [entry, type, preset].filter((text) => text !== "").join("; ");
      const meaning = [option.description, facts === "" ? "" : styled(screen, "dim", `(${facts})`)].filter((text) => text !== "").join(" ");
      return [styled(screen, "cyan", prefix + option.path), meaning];
    }),
    screen,
  );
}

/** Two columns, the second wrapped at words to the screen's width. */
function wrappedRows(rows: readonly (readonly string[])[], screen: Screen): string {
  const first = Math.max(0, ...rows.map((row) => shownWidth(row[0]!)));
  const width = Math.max(30, Math.min(screen.columns, 120) - first - 4);
  const lines = rows.flatMap(([name, text]) => wrap(text!, width).map((line, index) => [index === 0 ? name! : "", line]));
  return formatColumns(lines.length === 0 ? [["", ""]] : lines);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && shownWidth(line) + 1 + shownWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
