/** The public API of `dst3d/diffusion`: Stable Diffusion's parts on their own. */
export { AutoencoderKL } from "./autoencoder-kl.js";
export type { LatentDistribution } from "./autoencoder-kl.js";
export { AutoencoderTiny } from "./autoencoder-tiny.js";
export type { FloatTensor } from "../nn/graph/float-tensor.js";
export type { LoadOptions } from "./load.js";
export { createNoiseSource } from "./noise.js";
export type { NoiseSource } from "./noise.js";
export type { PaintRequest, PipelineControl } from "./paint-request.js";
export { DiffusionPipeline } from "./pipeline.js";
export type { DiffusionPipelineOptions, Painted } from "./pipeline.js";
export { createScheduler, SCHEDULER_CLASSES } from "./schedulers/registry.js";
export type { SchedulerConfig } from "./schedulers/registry.js";
export type { Scheduler, StepOptions } from "./schedulers/scheduler.js";
export { ClipTokenizer } from "./tokenizer.js";
