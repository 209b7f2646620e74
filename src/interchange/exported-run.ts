/** What an export tells when it is done; loads in a browser. */
import type { Proof } from "./proof/proof.js";

/** An export that is done. */
export interface ExportedRun {
  folder: string;
  format: string;
  /** Samples by split. */
  samples: Record<string, number>;
  /** How many samples are left out, by reason. */
  leftOut: Record<string, number>;
  /** What was compared; null where no proof was wanted. */
  proof: Proof | null;
  /** What of the labels the format cannot say; null where it says all. */
  loses: string | null;
}
