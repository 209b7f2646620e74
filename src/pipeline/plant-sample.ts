/** Plants defects: what a generator is handed instead of the sample that the label describes. */
import { random } from "../core/random.js";
import { isChanged } from "../plant/change.js";
import type { Claimed, DefectTools, DressedShape } from "../plant/defect.js";
import type { PlantDraw } from "../plant/draw.js";
import type { PlantKind, PlantOptions } from "../plant/options.js";
import { DEFECTS } from "../plant/registry.js";
import { renderPasses } from "../render/passes.js";
import { sceneLight } from "../render/scene-light.js";
import type { RenderWorkspace } from "../render/workspace.js";
import type { SampleRecord } from "../sample/record.js";
import type { PlannedSample, RenderedSample } from "../sample/sample.js";
import type { SceneAssembler } from "./assemble.js";
import { plantDraw, substitute, type Substitution } from "./plan-plant.js";
import type { Plan } from "./plan.js";

/** A sample that shows something else than its label says. */
export interface PlantedSample {
  sample: RenderedSample;
  truth: NonNullable<SampleRecord["planted"]>;
}

/**
 * Makes what chance wants to be wrong with a rendered sample.
 * @param workspace not the one that the sample was rendered with: the result's passes lie in it
 * @returns null where nothing is to be wrong, or nothing that was drawn would be seen
 */
export async function plantSample(plan: Plan, assembler: Pick<SceneAssembler, "dress">, sample: RenderedSample, workspace: RenderWorkspace): Promise<PlantedSample | null> {
  const draw = plantDraw(plan, sample);
  if (draw === null) return null;
  const main = sample.content.instances[0]!;
  const claimed: Claimed = { scene: sample.content, passes: sample.passes, main };
  for (const kind of draw.kinds) {
    const tools = toolsFor(plan, assembler, sample, draw, kind, workspace);
    const altered = await DEFECTS[kind](claimed, tools);
    if (altered === null) continue;
    const passes = altered.passes ?? tools.render(altered.scene);
    if (isChanged(sample.passes, passes, main.instanceId)) return { sample: { ...sample, content: altered.scene, passes }, truth: { kind, amount: altered.amount } };
  }
  return null;
}

function toolsFor(plan: Plan, assembler: Pick<SceneAssembler, "dress">, sample: PlannedSample, draw: PlantDraw, kind: PlantKind, workspace: RenderWorkspace): DefectTools {
  const { seed, render: { supersampling } } = plan.recipe;
  const main = sample.objects[0]!;
  const another = async (wanted: Substitution): Promise<DressedShape | null> => {
    const chosen = substitute(plan, sample, draw, kind, wanted);
    if (chosen === null) return null;
    const { catalogue, id, category } = chosen;
    const path = `${draw.path}/${kind}`;
    return assembler.dress({ ...main, shape: { catalogue, id, category }, variationPath: path, articulation: null, ...(main.materialsPath === undefined ? {} : { materialsPath: path }) });
  };
  return {
    stream: random(seed, draw.path, `plant/${kind}`),
    turnDegrees: draw.turnDegrees,
    otherShape: () => another("other-shape"),
    otherCategory: () => another("other-category"),
    render: (scene) => renderPasses(scene, { supersampling, light: sceneLight(scene), workspace }),
  };
}

/** What a run says that plants defects. */
export function plantNotes(plant: PlantOptions | null): string[] {
  if (plant === null) return [];
  const percent = (share: number): string => `${+(share * 100).toFixed(2)} %`;
  const shapes = plant.shapes === null ? "" : `, and all images of ${percent(plant.shapes.share)} of the shapes,`;
  return [`${percent(plant.share)} of the images${shapes} are wrong on purpose (\`plant\`): for measuring verification, not for training`];
}
