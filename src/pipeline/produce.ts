/** Makes one sample: plan → scene → render → controls → generate → files and record. */
import { buildRecord } from "../annotate/record.js";
import { controlOf } from "../controls/registry.js";
import { norm } from "../geometry/vector.js";
import { imagesOfView } from "../dataset/shared-view.js";
import type { Preparation } from "../generate/generator.js";
import { generatorOf } from "../generate/registry.js";
import { renderPasses } from "../render/passes.js";
import { RenderWorkspace } from "../render/workspace.js";
import { pixelsPerImagePixel } from "../render/background.js";
import { sceneLight } from "../render/scene-light.js";
import type { SampleRecord } from "../sample/record.js";
import type { ControlImage, ControlledSample, GeneratedSample, PlannedSample, RenderedSample, StageContext } from "../sample/sample.js";
import type { Scene } from "../sample/scene.js";
import { sha256Hex } from "../storage/sha256.js";
import { type HeldAssets, sceneAssembler } from "./assemble.js";
import { depthUnitsPerStep, encodeOutputs } from "./outputs.js";
import type { Plan } from "./plan.js";
import { createPhotoProducer } from "./produce-photo.js";
import { createRenderProducer } from "./produce-render.js";
import { plantSample } from "./plant-sample.js";
import { outputsToMake, ownFiles, sharedOnly, type SharedFiles } from "./shared-files.js";
import { stageHashes, type AssetHashes } from "./stage-hashes.js";
import { viewLayout } from "./view-layout.js";
import { wantedControls } from "./wanted-controls.js";

/** A finished sample, ready to be committed. */
export interface ProducedSample {
  index: number;
  /** Files without the record; `extension` begins with a dot. */
  files: { extension: string; bytes: Uint8Array }[];
  record: SampleRecord;
}

/** Says how a named step of the work is timed; the pipeline itself has no clock. */
export type Measure = <T>(step: string, work: () => T | Promise<T>) => Promise<T>;

/** Makes samples of one plan; each worker has one. */
export interface Producer {
  /** Checks that the generator can work. */
  probe(signal: AbortSignal): Promise<void>;
  /** Makes the generator ready. @returns how many samples may be produced at once */
  prepare(preparation: Preparation): Promise<number>;
  /**
   * Samples of different views may be produced beside one another, those of one view one after the other.
   * @param shared files of the view's first image, to be named in the record instead of being made again
   */
  produce(index: number, context: StageContext, shared?: SharedFiles | null): Promise<ProducedSample>;
  /** The sample up to and with its passes. The passes belong to the caller until the next call. */
  render(index: number, context: StageContext): Promise<RenderedSample>;
  close(): Promise<void>;
}

/** Memory of one view in the making; what was rendered with it stays until another view takes its place. */
interface Desk {
  workspace: RenderWorkspace;
  /** For what is shown instead of the view where a defect is planted: the view stays as it is. */
  plantWorkspace: RenderWorkspace;
  held: { first: number; sample: ControlledSample } | null;
  isBusy: boolean;
}

/** Below this many panorama pixels per image pixel a background looks soft. */
const SOFT_BACKGROUND = 0.7;

/**
 * A producer for a plan.
 * @param held what producers of other plans have loaded
 */
export function createProducer(plan: Plan, assets: AssetHashes, measure: Measure = async (_step, work) => work(), held?: HeldAssets): Producer {
  if (plan.photos !== null) return createPhotoProducer(plan, plan.photos, assets, measure);
  if (plan.renders !== null) return createRenderProducer(plan, plan.renders, assets, measure);
  const { recipe } = plan;
  const assembler = sceneAssembler(plan, held);
  const generator = generatorOf(recipe.generator, plan.folder);
  const controls = wantedControls(recipe).map((name) => ({ name, make: controlOf(name, recipe.controls) }));
  const views = viewLayout(recipe);
  const desks: Desk[] = [];

  /** Work at a desk of its own: the one that holds the view, or one that nobody works at. */
  async function atDesk<T>(first: number, work: (desk: Desk) => Promise<T>): Promise<T> {
    const free = desks.filter(({ isBusy }) => !isBusy);
    let desk = free.find(({ held }) => held?.first === first) ?? free[0];
    if (desk === undefined) desks.push((desk = { workspace: new RenderWorkspace(), plantWorkspace: new RenderWorkspace(), held: null, isBusy: false }));
    desk.isBusy = true;
    try {
      return await work(desk);
    } finally {
      desk.isBusy = false;
    }
  }

  async function render(planned: PlannedSample, { workspace }: Desk, context: StageContext): Promise<RenderedSample> {
    const content = await measure("assemble", () => assembler.assemble(planned));
    const passes = await measure("render", () => renderPasses(content, { supersampling: recipe.render.supersampling, light: sceneLight(content), workspace }));
    const density = pixelsPerImagePixel(content);
    if (density !== null && density < SOFT_BACKGROUND) {
      context.warn(`environment ${content.environment!.id} gives ${density.toFixed(2)} picture pixels per image pixel (below ${SOFT_BACKGROUND}): its background will look soft`);
    }
    return { ...planned, viewpoint: framedViewpoint(planned, content), content, passes };
  }

  async function addControls(sample: RenderedSample): Promise<ControlledSample> {
    const made: Record<string, ControlImage> = {};
    for (const { name, make } of controls) made[name] = await measure(name, () => make(sample));
    return { ...sample, controls: made };
  }

  /** What all images of the view have in common is made once while they come one after the other. */
  async function controlledView(planned: PlannedSample, first: number, desk: Desk, context: StageContext): Promise<ControlledSample> {
    if (recipe.scene.imagesPerView === 1) return addControls(await render(planned, desk, context));
    if (desk.held?.first !== first) {
      desk.held = null; // its passes are about to be overwritten
      desk.held = { first, sample: await addControls(await render(planned, desk, context)) };
    }
    const { viewpoint, content, passes, controls: made } = desk.held.sample;
    return { ...planned, viewpoint, content, passes, controls: made };
  }

  async function produceAt(desk: Desk, planned: PlannedSample, first: number, context: StageContext, shared: SharedFiles | null): Promise<ProducedSample> {
    const controlled = await controlledView(planned, first, desk, context);
    const planted = recipe.plant === null ? null : await measure("plant", () => plantSample(plan, assembler, controlled, desk.plantWorkspace));
    const shown = planted === null ? controlled : await addControls(planted.sample);
    const { output, arm, labelStatus, generation } = await measure("generate", () => generator.generate(shown, context));
    // The label stays what was claimed, whatever the painter was shown.
    const generated: GeneratedSample = { ...controlled, output, arm, labelStatus, generation };
    const depthStep = depthUnitsPerStep(generated.passes);
    const encoded = await measure("encode", () => encodeOutputs(outputsToMake(recipe.outputs, shared), generated, depthStep));
    const files = encoded.map(({ name, bytes }) => ({ name, extension: `.${name}.png`, bytes }));
    const record = await measure("annotate", () =>
      buildRecord(generated, {
        files: { ...sharedOnly(shared), ...ownFiles(planned.id, files) },
        stages: stageHashes(plan, planned, assets),
        promptSha256: planned.prompt === null ? null : sha256Hex(planned.prompt.text),
        depthUnitsPerStep: recipe.outputs.includes("depth") ? depthStep : null,
        pixelsPerImagePixel: pixelsPerImagePixel(generated.content),
        planted: planted?.truth ?? null,
      }, desk.workspace),
    );
    return { index: planned.index, files, record };
  }

  return {
    probe: (signal) => generator.probe(signal),
    prepare: (preparation) => generator.prepare(preparation),
    render: (index, context) =>
      atDesk(index, (desk) => {
        desk.held = null;
        return render(plan.sample(index), desk, context);
      }),
    produce(index, context, shared = null) {
      const first = imagesOfView(views, index)[0]!;
      return atDesk(first, (desk) => produceAt(desk, plan.sample(index), first, context, shared));
    },
    close: () => generator.close(),
  };
}

/** Framing moves the camera along and across its axis: the distance is another than the one drawn. */
function framedViewpoint({ viewpoint, framing }: PlannedSample, content: Scene): PlannedSample["viewpoint"] {
  if (framing === null) return viewpoint;
  const distance = norm(content.camera.translationWorldToCamera);
  return { canonical: { ...viewpoint.canonical, distance }, raw: viewpoint.raw === null ? null : { ...viewpoint.raw, distance } };
}
