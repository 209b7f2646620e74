/** An audit of viewpoints that a network has estimated: what it finds, beside the network's own error. */
import { type EvaluationReport, percentage, type Table } from "../metrics/metric.js";
import type { Audit } from "./audit.js";
import { jensenShannonBits } from "./divergence.js";
import { auditReport } from "./report.js";

/** How far estimates are off, of some pictures. */
export interface EstimateErrors {
  pictures: number;
  shapes: number;
  medianAzimuthDegrees: number;
  /** Share within 30°. */
  shareWithin30Degrees: number;
  medianElevationDegrees: number;
}

/** The same, of all and of each category. */
export interface EstimateErrorTable extends EstimateErrors {
  perCategory: Readonly<Record<string, EstimateErrors>>;
}

/** What labels of the same pictures say. */
export interface LabelAgreement {
  errors: EstimateErrorTable;
  labels: Audit;
  /** Of these pictures alone. */
  estimates: Audit;
}

/** What estimates come from. */
export interface EstimateSource {
  hasTarget: boolean;
  network: { sha256: string; variant: string; heldOut: { aroundBox: EstimateErrorTable; wholePicture: EstimateErrorTable }; learnt: { run: string; arms: readonly string[]; pictures: number; shapes: number; epochs: number } };
  /** Pictures that were shown around an object's box, and as a whole. */
  shown: { aroundBox: number; wholePicture: number };
  /** A picture that cannot be read, as an example. */
  broken: { name: string; problem: string } | null;
  /** Null where no label tells a pose. */
  agreement: LabelAgreement | null;
}

const WAYS = { aroundBox: "around the object's box", wholePicture: "as a whole" } as const;
/** Below this share within 30° a category's estimates are said to mean little; chance gives a sixth. */
const LITTLE = 0.5;

/** Tables, plots and warnings. */
export function estimateReport(audit: Audit, { hasTarget, network, shown, broken, agreement }: EstimateSource): EvaluationReport {
  const { tables, plots, warnings } = auditReport(audit, { hasTarget, isEstimated: true });
  const { heldOut, learnt } = network;
  const ways = (["aroundBox", "wholePicture"] as const).filter((way) => shown[way] > 0);
  const [viewpoints, ...others] = tables;
  return {
    figures: {
      ...audit,
      estimatedBy: network,
      shown,
      againstLabels: agreement === null ? null : { errors: agreement.errors, labels: agreement.labels, jensenShannonBits: divergence(agreement, null) },
    },
    tables: [
      viewpoints!,
      ...ways.map((way) => errorTable(`The network's own error, ${WAYS[way]}, on shapes that it did not learn from`, heldOut[way])),
      ...(agreement === null ? [] : [agreementTable(agreement)]),
      ...others,
    ],
    plots,
    warnings: [
      `these viewpoints are estimates of a pose network, which learnt from ${learnt.pictures} pictures of ${learnt.shapes} shapes (${learnt.run}: ${learnt.arms.join(", ")}); on pictures of another kind its error may be larger than on those that it was measured on`,
      ...ways.map((way) => told(shown[way], WAYS[way], heldOut[way])),
      ...ways.flatMap((way) => weak(audit, heldOut[way], WAYS[way])),
      ...warnings,
      ...(broken === null ? [] : [`unreadable, such as ${broken.name}: ${broken.problem}`]),
    ],
  };
}

/** Jensen and Shannon's divergence of the estimates from the labels. @param category null: of all */
function divergence({ estimates, labels }: LabelAgreement, category: string | null): number {
  const [estimated, claimed] = [estimates, labels].map((each) => (category === null ? each : each.perCategory[category]!).counts.flat());
  return jensenShannonBits(estimated!, claimed!);
}

function told(pictures: number, way: string, { medianAzimuthDegrees, shareWithin30Degrees }: EstimateErrors): string {
  return `${pictures} pictures were shown ${way}: so shown, the network's azimuth is off by ${medianAzimuthDegrees.toFixed(1)}° (median) and within 30° for ${percentage(shareWithin30Degrees)} %, of shapes that it did not learn from`;
}

function weak({ balance: { classes } }: Audit, { perCategory }: EstimateErrorTable, way: string): string[] {
  const names = Object.keys(classes).filter((name) => (perCategory[name]?.shareWithin30Degrees ?? 0) < LITTLE);
  return names.length === 0 ? [] : [`of ${names.join(", ")}, shown ${way}, the network reads fewer than half of the azimuths within 30°: these estimates say little`];
}

function rowsOf(errors: EstimateErrorTable): (readonly [string, EstimateErrors])[] {
  return [...Object.entries(errors.perCategory), ["all", errors]];
}

const ERROR_COLUMNS = ["pictures", "azimuth median °", "within 30° %", "elevation median °"];

function cells({ pictures, medianAzimuthDegrees, shareWithin30Degrees, medianElevationDegrees }: EstimateErrors): string[] {
  return [String(pictures), medianAzimuthDegrees.toFixed(1), percentage(shareWithin30Degrees), medianElevationDegrees.toFixed(1)];
}

function errorTable(heading: string, errors: EstimateErrorTable): Table {
  return { heading, columns: ["", ...ERROR_COLUMNS, "shapes"], rows: rowsOf(errors).map(([name, own]) => [name, ...cells(own), String(own.shapes)]) };
}

function agreementTable(agreement: LabelAgreement): Table {
  const { errors, labels } = agreement;
  return {
    heading: "Estimates beside the labels of the same pictures",
    columns: ["", ...ERROR_COLUMNS, "labels' entropy bits", "labels' KL uniform", "JS labels"],
    rows: rowsOf(errors).map(([name, own]) => {
      const category = name === "all" && own === errors ? null : name;
      const claimed = category === null ? labels : labels.perCategory[category]!;
      return [name, ...cells(own), claimed.entropyBits.toFixed(2), claimed.klUniformBits.toFixed(3), divergence(agreement, category).toFixed(3)];
    }),
  };
}
