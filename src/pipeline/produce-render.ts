/** Makes one sample from a render of another run: plan → kept view → controls → generate → files and record. */
import { buildKeptRecord } from "../annotate/kept-record.js";
import { controlOf } from "../controls/registry.js";
import { DatasetError } from "../core/errors.js";
import { generatorOf } from "../generate/registry.js";
import type { OutputName } from "../recipe/schema.js";
import { openKeptView, type KeptView } from "../renders/open-view.js";
import type { ControlImage, ControlledView, GeneratedView, PlannedRender } from "../sample/sample.js";
import { sha256Hex } from "../storage/sha256.js";
import { encodeOutputs } from "./outputs.js";
import type { Plan } from "./plan.js";
import type { Measure, Producer } from "./produce.js";
import { isKeptOutput, refuseViewWithout } from "./render-needs.js";
import type { RendersPlan } from "./renders-plan.js";
import { outputsToMake, ownFiles, sharedOnly } from "./shared-files.js";
import { renderStages, type AssetHashes } from "./stage-hashes.js";
import { wantedControls } from "./wanted-controls.js";

/** A producer for a plan of renders. */
export function createRenderProducer(plan: Plan, renders: RendersPlan, assets: AssetHashes, measure: Measure): Producer {
  const { recipe } = plan;
  const generator = generatorOf(recipe.generator, plan.folder);
  const controls = wantedControls(recipe).map((name) => ({ name, make: controlOf(name, recipe.controls) }));

  async function controlled(planned: PlannedRender, { content, passes, picture }: KeptView): Promise<ControlledView & PlannedRender> {
    const view = { ...planned, content, passes, ...(picture === null ? {} : { picture }) };
    const made: Record<string, ControlImage> = {};
    for (const { name, make } of controls) made[name] = await measure(name, () => make(view));
    return { ...view, controls: made };
  }

  return {
    probe: (signal) => generator.probe(signal),
    prepare: (preparation) => generator.prepare(preparation),
    render() {
      throw new DatasetError("E_INTERNAL", "a kept render is not rendered again");
    },
    async produce(index, context, shared = null) {
      const planned = renders.sample(index);
      const entry = renders.entry(index);
      refuseViewWithout(recipe, entry, planned.kept.id);
      const view = await measure("open", () => openKeptView(renders, entry));
      const steered = await controlled(planned, view);
      const generated = await measure("generate", () => generator.generate(steered, context));
      const encoded = await measure("encode", () => encode(outputsToMake(recipe.outputs, shared), generated, view));
      const files = encoded.map(({ name, bytes }) => ({ name, extension: `.${name}.png`, bytes }));
      const record = buildKeptRecord(
        generated,
        view.record,
        { run: renders.name, planHash: renders.run.planHash, hasOwnNormals: view.hasOwnNormals },
        {
          files: { ...sharedOnly(shared), ...ownFiles(planned.id, files) },
          stages: renderStages(plan, planned, assets),
          promptSha256: planned.prompt === null ? null : sha256Hex(planned.prompt.text),
          keepsDepth: recipe.outputs.includes("depth"),
        },
      );
      return { index, files, record };
    },
    close: () => generator.close(),
  };
}

/** Exact passes stay as the run has kept them. */
async function encode(names: readonly OutputName[], sample: GeneratedView, { file }: KeptView): Promise<{ name: string; bytes: Uint8Array }[]> {
  const kept = await Promise.all(names.filter(isKeptOutput).map(async (name) => ({ name, bytes: (await file(name))! })));
  return [...(await encodeOutputs(names.filter((name) => !isKeptOutput(name)), sample, 0)), ...kept];
}
