/** What predicts the noise in latents: UNet and ControlNets, each in a session of its own or all in one graph. */
import { acts, fillBatch, scalesOf, stackedResiduals, type ControlledQuestion, type ControlNetPart } from "./control-stack.js";
import { loadFused, type FusedControl } from "./fused.js";
import { loadControlNet, loadUnet, type LoadOptions } from "./load.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";

/** UNet and ControlNets in memory. */
export interface NoisePredictor {
  /** The model's output, as large as the question's sample. */
  predict(question: ControlledQuestion): Promise<FloatTensor>;
  /** Gives the memory back. */
  release(): Promise<void>;
}

/** Where the networks lie, and how they are loaded. */
export interface PredictorOptions extends LoadOptions {
  unet: string;
  controlnets: readonly string[];
}

/** A session for each network: right for the CPU, where residuals travel at no cost and nothing is loaded twice. */
export async function loadSeparate({ unet: folder, controlnets, ...loading }: PredictorOptions): Promise<NoisePredictor> {
  const parts: ControlNetPart[] = [];
  // One after the other: each takes much memory while it is loaded.
  for (const controlnet of controlnets) parts.push(await loadControlNet(controlnet, { ...loading, mask: true }));
  const unet = await loadUnet(folder, { ...loading, control: controlnets.length > 0 });
  return {
    predict: async (question) => unet.run({ ...question.feeds, residuals: await stackedResiduals(parts, question) }),
    release: async () => {
      for (const part of [unet, ...parts]) await part.release();
    },
  };
}

/** One graph, whose residuals never leave the device. */
export async function loadTogether({ unet, controlnets, ...loading }: PredictorOptions): Promise<NoisePredictor> {
  const fused = await loadFused(unet, controlnets, { ...loading, mask: true });
  return {
    predict(question) {
      const batch = question.feeds.timesteps.length;
      const controls = question.tasks.map((task, place): FusedControl => {
        if (!acts(task, question)) return null;
        const scales = scalesOf(fused.controlnets[place]!, task, question);
        const rows = Array.from({ length: batch }, (_, row) => (row < question.unconditional ? scales.map(() => 0) : scales));
        return {
          image: fillBatch(task.image, batch),
          scales: { data: Float32Array.from(rows.flat()), shape: [batch, scales.length] },
          ...(task.mask === null ? {} : { mask: fillBatch(task.mask, batch) }),
        };
      });
      return fused.run({ ...question.feeds, controls });
    },
    release: () => fused.release(),
  };
}
