/** The report as one HTML page that needs nothing beside it and reaches for nothing. */
import { inlineSvg, type Plot } from "../../plots/plot.js";
import { element, escapeText, type Markup, markup } from "../../plots/svg.js";
import { plotStyle } from "../../plots/theme.js";
import { PAGE_STYLE } from "./page-style.js";
import type { GroupFigures, Report } from "./report.js";
import { areaText, percents } from "./summary.js";

/** A picture on the page. */
export interface PagePicture {
  png: Uint8Array;
  caption: string;
}

/** What may be loaded: nothing but the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const t = escapeText;
const STYLE_NAMES = { accepted: "good", unsure: "mid", rejected: "bad" } as const;

/** The page. */
export function reportPage(report: Report, plots: ReadonlyMap<string, Plot>, pictures: readonly PagePicture[]): string {
  const { calibration, notes, leftOut, trainings } = report;
  const body = markup(
    element("h1", {}, t(report.run), element("span", { class: `badge ${calibration.status === "calibrated" ? "good" : "mid"}` }, t(calibration.status))),
    element("p", { class: "dim" }, t(`${report.count} pictures by ${report.generator.id}${report.generator.model === null ? "" : ` (${report.generator.model})`}. ${calibration.sentence}`)),
    ...(calibration.missingMeasures.length === 0 ? [] : [element("p", { class: "mid" }, t(`Not taken, though the calibration knows them: ${calibration.missingMeasures.join(", ")}. Chances are less sure without.`))]),
    ...(report.truth?.caution == null ? [] : [element("p", { class: "mid" }, t(report.truth.caution))]),
    verdictBar(report),
    cards(report),
    section("Yield", yieldTable(report)),
    ...(pictures.length === 0 ? [] : [section("Pictures", element("div", { class: "plots" }, ...pictures.map(pictureFigure)))]),
    ...(plots.size === 0 ? [] : [section("Plots", element("div", { class: "plots" }, ...[...plots.values()].map((plot) => element("figure", {}, inlineSvg(plot)))))]),
    ...calibrationSection(report),
    ...(report.reasons.length === 0 ? [] : [section("Why pictures are not accepted", table(["reason", "pictures"], report.reasons.map(({ reason, count }) => [t(reason), t(String(count))])))]),
    measureSection(report),
    ...groupSection("Categories", "category", report.categories),
    ...groupSection("Seen from", "side", report.azimuths),
    ...groupSection("Elevation", "elevation", report.elevations),
    ...groupSection("Planted defects", "kind", report.kinds),
    ...listSection("Signals that could not be taken", leftOut.map(({ signal, why }) => `${signal}: ${why}`)),
    ...listSection("Trainings", trainings.map(({ name, note }) => `${name}: ${note}`)),
    ...listSection("Notes", notes),
  );
  const head = markup(
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, t(`${report.run}: verification`)),
    `<style>${PAGE_STYLE}${plotStyle("both")}</style>` as Markup,
  );
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body><main>${body}</main></body></html>\n`;
}

function section(heading: string, ...content: readonly Markup[]): Markup {
  return element("section", {}, element("h2", {}, t(heading)), ...content);
}

function verdictBar({ verdicts, count }: Report): Markup {
  const share = (part: number): string => `width:${count === 0 ? 0 : Math.round((part / count) * 10_000) / 100}%`;
  const words = (["accepted", "unsure", "rejected"] as const).map((verdict) => element("b", { class: STYLE_NAMES[verdict] }, t(`${verdicts[verdict]} ${verdict} `)));
  return markup(
    // An empty span needs its end tag in HTML.
    element("div", { class: "bar", role: "presentation" }, ...(["accepted", "unsure", "rejected"] as const).map((verdict) => `<span class="${verdict[0]}" style="${share(verdicts[verdict])}"></span>` as Markup)),
    element("p", {}, ...words),
  );
}

function cards({ truth, yields, targetPrecision, expectedGoodShare }: Report): Markup {
  const target = yields.find(({ precision }) => precision === targetPrecision);
  const figures: [value: string, name: string, about: string][] = [];
  const at = `at ${Number((targetPrecision * 100).toFixed(1))}% precision`;
  if (target?.measured != null) figures.push([percents(target.measured.yield), `yield ${at}`, `of the right pictures; precision measured ${percents(target.measured.precision)}`]);
  else if (target?.expected != null) figures.push([percents(target.expected.yield), `expected yield ${at}`, "of the right pictures, from the chances"]);
  if (truth?.auc != null) figures.push([truth.auc.toFixed(3), "area under the curve", `combined, ${areaText(truth.auc, truth.aucInterval)}`]);
  if (truth?.expectedCalibrationError != null) figures.push([truth.expectedCalibrationError.toFixed(3), "expected calibration error", truth.binning]);
  if (truth !== null) figures.push([percents(truth.known === 0 ? null : truth.good / truth.known), "show their label", `${truth.good} of ${truth.known}, as planted or answered`]);
  if (expectedGoodShare !== null) figures.push([percents(expectedGoodShare), "expected to show their label", "mean chance of all pictures"]);
  return element("div", { class: "cards" }, ...figures.map(([value, name, about]) => element("div", { class: "card" }, element("b", {}, t(value)), element("div", {}, t(name)), element("small", {}, t(about)))));
}

function table(heads: readonly string[], rows: readonly (readonly Markup[])[], wordColumns: readonly number[] = []): Markup {
  const head = element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, t(name))));
  const body = rows.map((row) => element("tr", {}, ...row.map((cell, column) => `<td${wordColumns.includes(column) ? ' class="words"' : ""}>${cell}</td>` as Markup)));
  return element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

function yieldTable({ yields }: Report): Markup {
  const rows = yields.map(({ precision, cut, accepted, calibrationYield, expected, measured, bestYield }) =>
    [`${Number((precision * 100).toFixed(1))}%`, cut === null ? "not reached" : cut.toFixed(3), String(accepted), percents(calibrationYield), percents(expected?.precision ?? null), percents(expected?.yield ?? null), percents(measured?.precision ?? null), percents(measured?.yield ?? null), percents(bestYield)].map(t),
  );
  return table(["precision", "least chance", "accepted", "yield of the calibration", "expected precision", "expected yield", "measured precision", "measured yield", "yield of the best cut"], rows);
}

function pictureFigure({ png, caption }: PagePicture): Markup {
  return element("figure", {}, element("img", { src: `data:image/png;base64,${Buffer.from(png).toString("base64")}`, alt: caption }), element("figcaption", {}, t(caption)));
}

function measureSection({ measures }: Report): Markup {
  const rows = measures.map(({ name, description, taken, auc, aucInterval, calibrationAuc }) => [t(name), t(String(taken)), t(areaText(auc, aucInterval)), t(calibrationAuc?.toFixed(3) ?? "–"), t(description)]);
  return section("Numbers", table(["measure", "taken", "AUC here", "AUC in calibration", "what it says"], rows, [4]));
}

function calibrationSection({ calibration: { figures, kinds, rows, badShare } }: Report): Markup[] {
  if (figures === null) return [];
  const about = `${rows} pictures with known answers; figures by models that have not seen them. Area under the curve ${areaText(figures.auc, figures.aucInterval)}; of defects of kinds that the model has not seen ${figures.unseenAuc?.toFixed(3) ?? "–"}; expected calibration error ${figures.expectedCalibrationError?.toFixed(3) ?? "–"}; share of wrong pictures taken as ${percents(badShare, 0)}.`;
  const cells = kinds.map(({ kind, count, auc, unseenAuc }) => [kind, String(count), auc?.toFixed(3) ?? "–", unseenAuc?.toFixed(3) ?? "–"].map(t));
  return [section("Calibration", element("p", {}, t(about)), ...(cells.length === 0 ? [] : [table(["planted defect", "pictures", "AUC", "AUC where the kind is unseen"], cells)]))];
}

function groupSection(heading: string, name: string, groups: readonly GroupFigures[]): Markup[] {
  if (groups.length === 0) return [];
  const hasTruth = groups.some(({ good }) => good !== null);
  const rows = groups.map((group) => {
    const cells = [group.name, String(group.count), String(group.verdicts.accepted), String(group.verdicts.unsure), String(group.verdicts.rejected), percents(group.meanChance)];
    if (hasTruth) cells.push(group.good === null ? "–" : String(group.good), group.auc?.toFixed(3) ?? "–", percents(group.precision), percents(group.yield));
    return cells.map(t);
  });
  return [section(heading, table([name, "pictures", "accepted", "unsure", "rejected", "mean chance", ...(hasTruth ? ["right", "AUC", "precision", "yield"] : [])], rows))];
}

function listSection(heading: string, items: readonly string[]): Markup[] {
  return items.length === 0 ? [] : [section(heading, element("ul", {}, ...items.map((item) => element("li", {}, t(item)))))];
}
