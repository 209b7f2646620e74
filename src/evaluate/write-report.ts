/** Writes what an evaluation shows. */
import { join } from "node:path";
import { svgFile } from "../plots/plot.js";
import { replaceFile } from "../storage/replace-file.js";
import type { EvaluationReport, Table } from "./metrics/metric.js";

/**
 * Writes `metrics.json`, `metrics.md` and the plots as SVG.
 * @returns the paths of what was written
 * @throws DatasetError E_STORAGE
 */
export async function writeReport({ figures, tables, plots, warnings }: EvaluationReport, folder: string): Promise<string[]> {
  const written: string[] = [];
  const write = async (file: string, text: string): Promise<void> => {
    await replaceFile(join(folder, file), text);
    written.push(join(folder, file));
  };
  await write("metrics.json", `${JSON.stringify(figures, null, 2)}\n`);
  await write("metrics.md", [...tables.map(markdown), ...(warnings.length === 0 ? [] : [`${warnings.map((warning) => `- note: ${warning}`).join("\n")}\n`])].join("\n"));
  for (const [plot, drawing] of plots) await write(`${plot}.svg`, svgFile(drawing));
  return written;
}

function markdown({ heading, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [`## ${heading}`, "", line(columns), line(columns.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line), ""].join("\n");
}
