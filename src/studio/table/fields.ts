/** What a gallery can filter and sort by: each field declared once, for the server, the browser and the static pages. */
import { degrees } from "../../core/math.js";
import type { SampleRecord } from "../../sample/record.js";

/** `choice`: few different words; `text`: many, looked into by words; `number`: by range. */
export type FieldKind = "choice" | "number" | "text";
export type FieldValue = string | number | null;

/** A field. */
export interface Field {
  name: string;
  title: string;
  kind: FieldKind;
  /** Written after numbers. */
  unit?: string;
  /** Numbers that come round again after this much, so that a range may go over the seam. */
  period?: number;
  /** Its value of a record; null where the record has none. */
  of(record: SampleRecord): FieldValue;
}

/** Two decimals are enough to filter by, and keep the index small. */
const rounded = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Math.round(value * 100) / 100);
const inDegrees = (radians: number | null | undefined): number | null => (radians === null || radians === undefined ? null : rounded(degrees(radians)));
/** Azimuths as 0 to 360. */
const turned = (value: number | null): number | null => (value === null ? null : (value % 360 + 360) % 360);
const distinct = (values: readonly string[]): string | null => (values.length === 0 ? null : [...new Set(values)].join(SEPARATOR));

/** Between the values of a choice that holds several, as the categories of a scene. */
export const SEPARATOR = " + ";

/** Fields of the record, in the order in which they are shown. */
export const RECORD_FIELDS: readonly Field[] = [
  { name: "category", title: "Category", kind: "choice", of: (record) => distinct(record.objects.length > 0 ? record.objects.map(({ category }) => category) : record.photo === null ? (record.regions?.objects ?? []).map(({ category }) => category) : [record.photo.category]) },
  { name: "shape", title: "Shape", kind: "choice", of: ({ objects }) => distinct(objects.map(({ shape }) => shape.id)) },
  { name: "azimuth", title: "Azimuth", kind: "number", unit: "°", period: 360, of: ({ objects }) => turned(inDegrees(objects[0]?.viewpoint.azimuthRadians)) },
  { name: "elevation", title: "Elevation", kind: "number", unit: "°", of: ({ objects }) => inDegrees(objects[0]?.viewpoint.elevationRadians) },
  { name: "inPlane", title: "In-plane rotation", kind: "number", unit: "°", of: ({ objects }) => inDegrees(objects[0]?.viewpoint.inPlaneRadians) },
  { name: "distance", title: "Distance", kind: "number", of: ({ objects }) => rounded(objects[0]?.viewpoint.distance) },
  { name: "visible", title: "Visible fraction", kind: "number", of: ({ objects }) => rounded(objects[0]?.visibleFraction) },
  { name: "truncation", title: "Truncation", kind: "number", of: ({ objects }) => rounded(objects[0]?.truncation) },
  { name: "objects", title: "Objects", kind: "number", of: ({ objects, regions }) => Math.max(objects.length, regions?.objects.length ?? 0) },
  { name: "generator", title: "Generator", kind: "choice", of: ({ generation }) => generation.generator },
  { name: "arm", title: "Arm", kind: "choice", of: ({ arm }) => arm },
  { name: "labelStatus", title: "Label", kind: "choice", of: ({ labelStatus }) => labelStatus },
  { name: "environment", title: "Environment", kind: "choice", of: ({ environment }) => environment?.id ?? null },
  { name: "group", title: "Group", kind: "text", of: ({ group }) => group?.id ?? null },
  { name: "prompt", title: "Prompt", kind: "text", of: ({ prompt }) => prompt?.text ?? null },
  { name: "planted", title: "Planted mistake", kind: "choice", of: ({ planted }) => planted?.kind ?? null },
];

/** Fields of what was said about a sample, which change without its record. */
export const JUDGEMENT_FIELDS: readonly Omit<Field, "of">[] = [
  { name: "verdict", title: "Verdict", kind: "choice" },
  { name: "score", title: "Score", kind: "number" },
  { name: "decided", title: "Decided by", kind: "choice" },
];

/** All of them; `id` is the sample's index. */
export const FIELDS: readonly Omit<Field, "of">[] = [{ name: "id", title: "Sample", kind: "number" }, ...JUDGEMENT_FIELDS, ...RECORD_FIELDS];
