/** docs/recipe.md, made from the recipe's schema; test/recipe/published.test.ts keeps the committed page up to date. */
import type { Option } from "../src/recipe/options.js";

/** The page as Markdown. */
export function recipePage(options: readonly Option[]): string {
  const groups = options.filter((option) => !option.path.includes("."));
  const sections = groups.map((group) => {
    const inside = options.filter((option) => option.path.startsWith(`${group.path}.`) && option.type !== "a group of options");
    return [`## ${group.path}`, "", `${capitalised(group.description)}${factsOf(group)}.`, "", ...tables(inside)].join("\n");
  });
  return `# Recipe

<!-- Made from the schema: edit src/recipe and the plug-ins' options, then run \`npx vitest run test/recipe/published.test.ts -u\`. -->

A recipe is a YAML file that says what to make images of, and how. Only \`name\`, \`count\` and \`shapes\` are needed; relative
paths start at the recipe's folder. Every option can be overridden on the command line by a flag of the same path:
\`--camera.width 640\`, \`--shapes.0.categories car,bus\` (positions count from 0). Unknown options are errors. Editors know
all options with this line at the top of the file, which \`dst3d init\` writes:

\`\`\`yaml
# yaml-language-server: $schema=node_modules/dst3d/schema/recipe.json
\`\`\`

${sections.join("\n")}`;
}

/** One table, or one per kind of entry. */
function tables(options: readonly Option[]): string[] {
  const entries = [...new Set(options.map((option) => option.entry))];
  return entries.flatMap((entry) => {
    const rows = options.filter((option) => option.entry === entry).map(row);
    return [...(entry === null ? [] : [`An entry with \`${entry}\`:`, ""]), "| option | value | default | meaning |", "| --- | --- | --- | --- |", ...rows, ""];
  });
}

function row(option: Option): string {
  const preset = option.default === null ? (option.required ? "required" : "") : `\`${cell(option.default)}\``;
  return `| \`${option.path}\` | ${cell(option.type)} | ${preset} | ${cell(option.description)} |`;
}

function factsOf(option: Option): string {
  const facts = [];
  if (!option.type.includes("group")) facts.push(option.type);
  if (option.required) facts.push("required");
  if (option.default !== null) facts.push(`default \`${option.default}\``);
  return facts.length === 0 ? "" : ` (${facts.join(", ")})`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
