/** docs/recipe.md, made from the recipe's schema; test/recipe/published.test.ts keeps the committed page up to date. */
import type { Option } from "../src/recipe/options.js";

/** The page as Markdown. */
export function recipePage(options: readonly Option[]): string {
  const groups = options.filter((option) => !option.path.includes("."));
  const sections = groups.map((group) => {
    const inside = options.filter((option) => option.path.startsWith(`${group.path}.`) && !option.type.startsWith("a group"));
    const facts = inside.length === 0 ? ` — ${factsOf(group)}` : group.required ? " — required" : "";
    return [`## ${group.path}`, "", `${capitalised(group.description)}${facts}.`, ...(inside.length === 0 ? [] : ["", table(inside)]), ""].join("\n");
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

function table(options: readonly Option[]): string {
  const rows = options.map((option) => `| \`${option.path}\` | ${cell(option.type)} | ${option.default === null ? (option.required ? "required" : "") : `\`${cell(option.default)}\``} | ${cell(option.description)} |`);
  return ["| option | value | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function factsOf(option: Option): string {
  return option.default === null ? `${option.type}${option.required ? ", required" : ""}` : `${option.type}, default \`${option.default}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
