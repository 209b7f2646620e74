/** A pose network that has learnt to read dials, in seconds. */
import type { KcfOptions } from "../../../src/verify/kcf/options.js";
import { kcfOptions } from "../../../src/verify/kcf/options.js";
import type { PoseNetwork } from "../../../src/verify/pose-network/network-file.js";
import { trainPoseNetwork, type PoseNetworkContext } from "../../../src/verify/pose-network/train-pose-network.js";
import type { VerifiedSample } from "../../../src/verify/verified-sample.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { dials } from "../kcf/dials.js";

export const TINY: Partial<KcfOptions> = { size: 16, batch: 16, epochs: 1, widths: [4, 8], folds: 3 };

export function contextOf(change: Partial<PoseNetworkContext> = {}): PoseNetworkContext & { notes: string[] } {
  const notes: string[] = [];
  return { run: "dials", seed: 3, folder: temporaryFolder(), processes: 1, device: "cpu", signal: new AbortController().signal, progress: () => {}, note: (message) => notes.push(message), notes, ...change };
}

export function trainOn(samples: readonly VerifiedSample[], options: Partial<KcfOptions> = {}, context = contextOf()): Promise<PoseNetwork> {
  return trainPoseNetwork(samples, kcfOptions.parse({ ...TINY, ...options }), context);
}

/** Cars and buses, whose dials are the same. */
export const dialSamples = (count = 240): VerifiedSample[] => dials(count, (index) => ({ category: index % 2 === 0 ? "car" : "bus", shape: `shape ${index % 12}` }));

/** Reads them well enough. */
export const dialNetwork = (): Promise<PoseNetwork> => trainOn(dialSamples(), { epochs: 24, widths: [8, 16, 32] });
