/** The part of the library that the commands call; loaded at the first call, replaced in tests. */
import type { GenerateOptions, GenerateResult } from "../engine/generate.js";
import type { auditRun } from "../engine/audit-run.js";
import type { estimateViewpoints } from "../engine/estimate-viewpoints.js";
import type { trainPoseNetworkOfRun } from "../engine/train-pose-network.js";
import type { diffRuns } from "../engine/diff-runs.js";
import type { ExportRunOptions } from "../engine/export-run.js";
import type { ImportedRun, ImportRunOptions } from "../engine/import-run.js";
import type { ExportRunReview, ImportedRunReview } from "../engine/review-run.js";
import type { evaluateFiles } from "../evaluate/evaluate-files.js";
import type { ExportedReview } from "../verify/review/export-review.js";
import type { VerifiedRun, VerifyRunOptions } from "../engine/verify-run.js";
import type { PlannedPhoto, PlannedRender, PlannedSample } from "../sample/sample.js";
import type { Recipe } from "../recipe/schema.js";
import type { ShapeInspection } from "../pipeline/inspect-shapes.js";
import type { RepositoryOptions } from "../hub/repository.js";
import type { InstalledModels, ModelRemoval } from "../hub/installed-models.js";
import type { ExportedRun } from "../interchange/exported-run.js";
import type { ModelHubOptions } from "../hub/model-hub.js";
import type { ModelPull, PullModelOptions } from "../hub/pull-model.js";
import type { resolveModel } from "../hub/resolve-model.js";
import type { ObjaversePull, PullObjaverseOptions } from "../shapes/pull-objaverse.js";
import type { PreparePromptsOptions } from "../pipeline/prepare-prompts.js";
import type { PreparedPrompts } from "../pipeline/prompt-report.js";
import type { RunStatus } from "../pipeline/status.js";
import type { RendersToPaint } from "./renders-starter.js";
import type { PlanSummary } from "../pipeline/plan-summary.js";
import type { StaticGalleryOptions } from "../studio/write-static.js";
import type { RunningStudio, StudioOptions } from "../studio/start.js";

/** What the commands need. */
export interface Library {
  generate(options: GenerateOptions): Promise<GenerateResult>;
  /** What a run has to be painted. */
  runRenders(folder: string): Promise<RendersToPaint>;
  /** Writes a run as another dataset. */
  exportRun(options: ExportRunOptions): Promise<ExportedRun>;
  /** What a run can be written as. */
  exportFormats(): Promise<{ name: string; summary: string }[]>;
  importRun(options: ImportRunOptions): Promise<ImportedRun>;
  /** Formats that can be imported. */
  importFormats(): Promise<{ name: string; summary: string }[]>;
  exportRunReview(options: ExportRunReview): Promise<ExportedReview>;
  importRunReview(options: { review: string; files: readonly string[] }): Promise<ImportedRunReview>;
  verifyRun(options: VerifyRunOptions): Promise<VerifiedRun>;
  /** Measures predictions that files hold. */
  evaluateFiles: typeof evaluateFiles;
  /** Audits viewpoints and balance of a run. */
  auditRun: typeof auditRun;
  /** Audits viewpoints that a pose network estimates, of a run or of any folder of pictures. */
  estimateViewpoints: typeof estimateViewpoints;
  /** Trains a pose network on a run. */
  trainPoseNetworkOfRun: typeof trainPoseNetworkOfRun;
  /** Compares two runs. */
  diffRuns: typeof diffRuns;
  planSummary(recipe: Recipe, recipeFolder: string): Promise<PlanSummary>;
  planSample(recipe: Recipe, recipeFolder: string, index: number): Promise<PlannedSample | PlannedPhoto | PlannedRender>;
  /** Makes the list of prompts that a recipe asks for, or adds what it lacks. */
  preparePrompts(recipe: Recipe, options: PreparePromptsOptions): Promise<PreparedPrompts>;
  runStatus(folder: string): Promise<RunStatus>;
  /** Makes the passes of one sample again; returns the files written. */
  replay(folder: string, index: number, options: { passes: readonly string[]; out: string }): Promise<readonly string[]>;
  /** Lists the shapes of a recipe, to be looked at. */
  inspectShapes(recipe: Recipe, recipeFolder: string): Promise<ShapeInspection>;
  /** Draws chosen shapes into a PNG file; says how many cannot be used. */
  writeShapeSheet(inspection: ShapeInspection, chosen: readonly number[], out: string): Promise<{ failed: number }>;
  /** Chooses models of Objaverse to fetch; null as `hub`: only what is there. */
  planObjaversePull(options: Omit<PullObjaverseOptions, "repository">, hub: Pick<RepositoryOptions, "hubUrl" | "fetch"> | null): Promise<ObjaversePull>;
  /** Asks the hub what a model consists of. */
  planModelPull(options: Omit<PullModelOptions, "hub">, hub: Omit<ModelHubOptions, "signal">): Promise<ModelPull>;
  /** Finds a model on this machine. */
  resolveModel: typeof resolveModel;
  /** Lists what models are on this machine. */
  installedModels(cacheFolder: string): Promise<InstalledModels>;
  /** Says what can be removed of a model. */
  planModelRemoval(name: string, cacheFolder: string, folder: string): Promise<ModelRemoval>;
  /** Draws the contact sheet; returns its file. */
  writeSheet(folder: string, options: { count: number; out: string; seed?: number }): Promise<string>;
  /** Writes a gallery that needs no server; returns how many samples it shows. */
  writeStaticGallery(options: StaticGalleryOptions): Promise<number>;
  /** Starts the studio's server. */
  startStudio(options: StudioOptions): Promise<RunningStudio>;
}

/** The real one. Each function loads what it needs when it is called, so that help loads nothing heavy. */
export const lazyLibrary: Library = {
  generate: async (options) => (await import("../engine/generate.js")).generate(options),
  runRenders: async (folder) => {
    const { entries } = await (await import("../renders/run-renders.js")).listRunRenders({ run: folder, keepPrompts: false }, folder);
    return { count: entries.length, passes: entries[0]!.passes, files: entries[0]!.files };
  },
  exportRun: async (options) => (await import("../engine/export-run.js")).exportRun(options),
  exportFormats: async () => (await import("../interchange/registry.js")).EXPORT_FORMATS.map(({ name, summary }) => ({ name, summary })),
  importRun: async (options) => (await import("../engine/import-run.js")).importRun(options),
  importFormats: async () => (await import("../interchange/import-registry.js")).IMPORT_FORMATS.map(({ name, summary }) => ({ name, summary })),
  exportRunReview: async (options) => (await import("../engine/review-run.js")).exportRunReview(options),
  importRunReview: async (options) => (await import("../engine/review-run.js")).importRunReview(options),
  verifyRun: async (options) => (await import("../engine/verify-run.js")).verifyRun(options),
  evaluateFiles: async (options) => (await import("../evaluate/evaluate-files.js")).evaluateFiles(options),
  auditRun: async (options) => (await import("../engine/audit-run.js")).auditRun(options),
  estimateViewpoints: async (options) => (await import("../engine/estimate-viewpoints.js")).estimateViewpoints(options),
  trainPoseNetworkOfRun: async (options) => (await import("../engine/train-pose-network.js")).trainPoseNetworkOfRun(options),
  diffRuns: async (options) => (await import("../engine/diff-runs.js")).diffRuns(options),
  planSummary: async (recipe, folder) => {
    const [{ makePlan }, { planSummary }] = await Promise.all([import("../pipeline/plan.js"), import("../pipeline/summary.js")]);
    return planSummary(await makePlan(recipe, { folder }));
  },
  planSample: async (recipe, folder, index) => {
    const { makePlan } = await import("../pipeline/plan.js");
    const plan = await makePlan(recipe, { folder });
    return (plan.renders ?? plan.photos ?? plan).sample(index);
  },
  preparePrompts: async (recipe, options) => (await import("../pipeline/prepare-prompts.js")).preparePrompts(recipe, options),
  runStatus: async (folder) => (await import("../pipeline/status.js")).runStatus(folder),
  replay: async (folder, index, options) => (await import("../pipeline/replay.js")).replay(folder, index, options),
  inspectShapes: async (recipe, folder) => (await import("../pipeline/inspect-shapes.js")).inspectShapes(recipe, folder),
  writeShapeSheet: async (inspection, chosen, out) => (await import("./shape-sheet-file.js")).writeShapeSheet(inspection, chosen, out),
  planObjaversePull: async (options, hub) => {
    const { OBJAVERSE_REPOSITORY, planObjaversePull } = await import("../shapes/pull-objaverse.js");
    const { openRepository } = await import("../hub/repository.js");
    return planObjaversePull({ ...options, repository: hub === null ? null : await openRepository({ ...hub, name: OBJAVERSE_REPOSITORY, signal: options.signal }) });
  },
  planModelPull: async (options, hub) => {
    const [{ planModelPull }, { openModelHub }] = await Promise.all([import("../hub/pull-model.js"), import("../hub/model-hub.js")]);
    return planModelPull({ ...options, hub: await openModelHub({ ...hub, signal: options.signal }) });
  },
  resolveModel: async (name, options) => (await import("../hub/resolve-model.js")).resolveModel(name, options),
  installedModels: async (cacheFolder) => (await import("../hub/installed-models.js")).installedModels(cacheFolder),
  planModelRemoval: async (name, cacheFolder, folder) => (await import("../hub/installed-models.js")).planModelRemoval(name, cacheFolder, folder),
  writeStaticGallery: async (options) => (await import("../studio/write-static.js")).writeStaticGallery(options),
  startStudio: async (options) => (await import("../studio/start.js")).startStudio(options),
  writeSheet: async (folder, options) => (await import("../sheet/sheet-of-run.js")).writeSheet(folder, options),
};
