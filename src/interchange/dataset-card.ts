/** The dataset card: README.md with the metadata that the hub and its library read. */
import type { Survey } from "./survey.js";

/** Licences by the hub's names. */
const HUB_LICENCES: Readonly<Record<string, string>> = {
  "CC0-1.0": "cc0-1.0",
  "CC-BY-4.0": "cc-by-4.0",
  "CC-BY-3.0": "cc-by-3.0",
  "CC-BY-SA-4.0": "cc-by-sa-4.0",
  "CC-BY-SA-3.0": "cc-by-sa-3.0",
  "CC-BY-NC-4.0": "cc-by-nc-4.0",
  "CC-BY-NC-SA-4.0": "cc-by-nc-sa-4.0",
  MIT: "mit",
  "Apache-2.0": "apache-2.0",
};

/** What the hub calls a split. */
const HUB_SPLITS: Readonly<Record<string, string>> = { val: "validation" };

/** What differs from format to format. */
export interface CardOfFormat {
  /** Pattern of a split's files. */
  filesOf(split: string): string;
  /** A paragraph about where the labels are. */
  labels: string;
}

/** The card as Markdown with a YAML head. */
export function datasetCard(survey: Survey, name: string, { filesOf, labels }: CardOfFormat): string {
  const splits = [...survey.samples].filter(([, samples]) => samples > 0);
  const licence = survey.licences.length === 1 ? (HUB_LICENCES[survey.licences[0]!] ?? "other") : "other";
  const total = splits.reduce((sum, [, samples]) => sum + samples, 0);
  const head = [
    "---",
    `pretty_name: ${JSON.stringify(name)}`,
    `license: ${licence}`,
    "task_categories:\n- image-classification\n- object-detection",
    "tags:\n- synthetic\n- 3d\n- pose-estimation\n- dst3d",
    `size_categories:\n- ${sizeCategory(total)}`,
    "configs:\n- config_name: default\n  data_files:",
    ...splits.map(([split]) => `  - split: ${HUB_SPLITS[split] ?? split}\n    path: ${filesOf(split)}`),
    "---",
  ];
  const rows = survey.categories.map((category, index) => `| ${index} | ${cell(category.name)} | ${category.objects} |`);
  return `${head.join("\n")}

# ${cell(name)}

Synthetic images with exact 3D labels, made by dst3d: ${splits.map(([split, samples]) => `${samples} ${split}`).join(", ")}.

${labels} \`label_status\` says whether a label is \`exact\` (rendered), \`intended\` (painted over
a control) or \`none\`. Licences of all works in the images are in ATTRIBUTION.md.

| number | category | objects |
| --- | --- | --- |
${rows.join("\n")}
`;
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[|<>\\`]/g, "\\$&");
}

function sizeCategory(total: number): string {
  const bounds: [number, string][] = [[1e3, "n<1K"], [1e4, "1K<n<10K"], [1e5, "10K<n<100K"], [1e6, "100K<n<1M"]];
  return bounds.find(([most]) => total < most)?.[1] ?? "1M<n<10M";
}
