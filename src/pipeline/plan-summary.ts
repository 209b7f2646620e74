/** What a plan amounts to, as it is told; loads in a browser. */

/** Counts and distributions of a plan. */
export interface PlanSummary {
  name: string;
  count: number;
  scenes: number;
  categories: { id: string; count: number }[];
  shapes: { available: number; used: number };
  environments: { id: string; count: number }[];
  /** Those of the arm image-edges, which has no shapes; null for all else. */
  photos: { available: number; used: number } | null;
  /** Those of another run that are painted; null for all else. */
  renders: { available: number; used: number } | null;
  /** Who writes the prompts, and the list that they are drawn from: how many it holds, null while it is still to be made. */
  prompts: { type: "template" | "llm" | "file" | "captions"; file: string | null; count: number | null };
  /** Main objects per 30° of azimuth, from 0 (front); zeros without shapes. */
  azimuthHistogram: number[];
  /** Cameras per 15° of elevation, from −90°. */
  elevationHistogram: number[];
  /** On disk, roughly. */
  estimatedBytes: number;
  files: number;
}
