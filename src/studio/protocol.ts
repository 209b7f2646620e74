/** What the server and the pages say to each other. Types only: the pages import them. */
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import type { Override } from "../verify/overrides.js";
import type { Score } from "../verify/scores.js";
import type { Facet } from "./table/facets.js";
import type { SampleRow } from "./table/sample-table.js";

export type { StudioEvent } from "./event-hub.js";
export type { Facet, SampleRow, SampleRecord, ObjectRecord, Score, Override };

/** `GET api/studio` */
export interface StudioSummary {
  version: string;
  write: boolean;
  /** Folder that holds the runs; null where single runs were given. */
  folder: string | null;
  runs: string[];
  /** States of the runs that are open; see `run-changed`. */
  versions: Record<string, number>;
}

/** One of `GET api/runs`. */
export interface RunEntry {
  name: string;
  samples: number;
  planned: number | null;
  verified: boolean;
  problem: string | null;
}

/** `GET api/runs/RUN` */
export interface RunSummary {
  name: string;
  folder: string;
  version: number;
  samples: number;
  /** How many there will be; null where nobody knows. */
  planned: number | null;
  seed: number | null;
  dst3dVersion: string | null;
  indexing: { done: number; total: number } | null;
  verified: boolean;
  decisions: number;
  problems: readonly { id: string; problem: string }[];
  problemCount: number;
}

/** `GET api/runs/RUN/samples?FILTERS&sort&offset&limit` */
export interface SamplePage {
  /** Of the table that was looked at. */
  version: number;
  total: number;
  rows: SampleRow[];
}

/** What is drawn over a sample: the part of its record that labels need. */
export interface SampleLabels {
  id: number;
  labelStatus: SampleRecord["labelStatus"];
  camera: SampleRecord["camera"];
  objects: Pick<ObjectRecord, "instanceId" | "category" | "frontKnown" | "rotationObjectToCamera" | "translationObjectToCamera" | "scale" | "box3d" | "boxVisibleXYXY" | "boxAmodalXYXY" | "maskVisible" | "maskAmodal" | "keypoints">[];
  /** What is marked in an image without pose. */
  regions: SampleRecord["regions"];
}

/** `GET api/runs/RUN/samples/INDEX` */
export interface SampleDetails {
  record: SampleRecord;
  score: Score | null;
  override: Override | null;
  /** Whether what was said fits the image that the record names. */
  judgementIsStale: boolean;
  /** Output names that can be shown as pictures, the image first. */
  pictures: string[];
  /** The command that makes exactly this sample again. */
  replay: string;
  /** Whether the mesh can be shown: the run has a recipe. */
  hasMesh: boolean;
  /** Of the query that the page was opened with; null at the ends. */
  position: number | null;
}

/** `PUT api/runs/RUN/decisions` */
export interface Decision {
  id: number;
  imageSha256: string;
  /** Null takes it back. */
  verdict: "accepted" | "rejected" | "unsure" | null;
  note: string | null;
}
