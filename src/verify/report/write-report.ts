/** Writes a report with its plots and sheets. */
import { join } from "node:path";
import { encodePng } from "../../codecs/image.js";
import { canonicalJson } from "../../dataset/canonical-json.js";
import { type FileSystem, localFileSystem } from "../../storage/file-system.js";
import { replaceFile } from "../../storage/replace-file.js";
import { plotPng, svgFile } from "../../plots/plot.js";
import { makeReport, type ReportInput } from "./make-report.js";
import { type PagePicture, reportPage } from "./page.js";
import type { Report } from "./report.js";
import { reportPlots } from "./report-plots.js";
import { extremes, judgedSheet } from "./sheets.js";
import { summaryText } from "./summary.js";

/** Pictures on a sheet, and their width. */
const SHEET = { count: 12, columns: 4, tileWidth: 224 } as const;

/** What was written. */
export interface WrittenReport {
  report: Report;
  /** For the terminal; report.txt holds the same. */
  summary: string;
  /** Paths of all files. */
  files: string[];
}

/**
 * Writes `report.json`, `report.txt`, `report.html`, the sheets `best.png` and `worst.png`, and the plots as SVG and PNG
 * into `plots/`. What an older report had and this one has not stays: it is not deleted.
 * @param folder usually `verify` of the run
 * @throws DatasetError E_STORAGE
 */
export async function writeReport(folder: string, input: ReportInput, fileSystem: FileSystem = localFileSystem): Promise<WrittenReport> {
  const report = makeReport(input);
  const summary = summaryText(report);
  const files: string[] = [];
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await replaceFile(join(folder, name), content, fileSystem);
    files.push(join(folder, name));
  };
  const pictures: PagePicture[] = [];
  for (const which of ["best", "worst"] as const) {
    const chosen = extremes(input.judged, which, SHEET.count);
    if (chosen.length === 0) continue;
    const caption = which === "best" ? "The likeliest to show their label" : "The least likely to show their label";
    const png = await encodePng(await judgedSheet(chosen, { title: caption, subtitle: `${input.run}: categories in turn`, columns: SHEET.columns, tileWidth: SHEET.tileWidth }), { compressionLevel: 9, rowFilters: true });
    await write(`${which}.png`, png);
    pictures.push({ png, caption });
  }
  const plots = reportPlots(report, input.judged);
  for (const [name, plot] of plots) {
    await write(`plots/${name}.svg`, svgFile(plot));
    await write(`plots/${name}.png`, await plotPng(plot));
  }
  await write("report.html", reportPage(report, plots, pictures));
  await write("report.txt", summary);
  await write("report.json", canonicalJson(report, 2));
  return { report, summary, files };
}
