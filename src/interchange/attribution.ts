/** ATTRIBUTION.md: what an export was made of, by whom, and under which licence. */
import type { Asset, Survey } from "./survey.js";

/** The page as Markdown; assets with the same licence stand together. */
export function attribution(survey: Survey, name: string): string {
  const parts = [
    `# Attribution\n\nImages and labels of \`${oneLine(name)}\` were made by dst3d from the works below. Their licences hold for the images that show them.\n`,
    section("3D shapes", survey.shapes),
    section("Environments", survey.environments),
    section("Photographs", survey.photos),
    survey.generators.length === 0 ? "" : `## Painted by\n\n${survey.generators.map((generator) => `- ${escaped(generator)}\n`).join("")}`,
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function section(title: string, assets: readonly Asset[]): string {
  if (assets.length === 0) return "";
  const byLicence = new Map<string, Asset[]>();
  for (const asset of assets) {
    const licence = asset.licence ?? "licence unknown";
    byLicence.set(licence, [...(byLicence.get(licence) ?? []), asset]);
  }
  const groups = [...byLicence.keys()].sort().map((licence) => `### ${escaped(licence)}\n\n${byLicence.get(licence)!.map(line).join("")}`);
  return `## ${title}\n\n${groups.join("\n")}`;
}

function line({ id, name, author, sha256 }: Asset): string {
  const called = name === id ? "" : `, ${escaped(name)}`;
  return `- ${escaped(id)}${called}${author === null ? "" : `, by ${escaped(author)}`}${sha256 === null ? "" : ` (sha256 ${sha256})`}\n`;
}

/** Names come from anywhere: they must stay text of one line. */
function escaped(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}[\]<>()#|!]/g, "\\$&");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("`", "'");
}
