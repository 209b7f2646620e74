/** Samples whose picture is wrong on purpose: draws what is wrong, and makes what the painter is shown. */
import { random, type Random } from "../core/random.js";
import type { Claimed, DefectTools } from "../plant/defect.js";
import { differenceOfPasses } from "../plant/edit-passes.js";
import { WRONG_FRONT } from "../plant/options.js";
import { DEFECTS } from "../plant/registry.js";
import { turnedScene } from "../plant/turned.js";
import { renderPasses } from "../render/passes.js";
import { sceneLight } from "../render/scene-light.js";
import type { SampleRecord } from "../sample/record.js";
import type { PlannedSample } from "../sample/sample.js";
import type { Instance, Scene } from "../sample/scene.js";
import type { SceneAssembler } from "./assemble.js";
import type { Plan } from "./plan.js";

/** What the painter is shown in place of what the label says. */
export interface PlantedView extends Claimed {
  planted: NonNullable<SampleRecord["planted"]>;
}

/** Below this share of changed pixels a picture still shows its label: a round object turned, a symmetric one mirrored. */
const LEAST_DIFFERENCE = 0.08;
const TRIES_FOR_ANOTHER = 24;
const TURNS = [90, 180, 270] as const;

/** Null where the recipe plants nothing. */
export function plantSample(plan: Plan, assembler: SceneAssembler): ((planned: PlannedSample, claimed: Claimed) => Promise<PlantedView | null>) | null {
  const { plant, seed, render: { supersampling } } = plan.recipe;
  if (plant === null) return null;
  const render = (scene: Scene) => renderPasses(scene, { supersampling, light: sceneLight(scene) });
  const isTurnedShape = (id: string): boolean => plant.shapes !== null && random(seed, `shape/${id}`, "plant").next() < plant.shapes.share;

  async function other(planned: PlannedSample, stream: Random, isSameCategory: boolean): Promise<Instance | null> {
    const { category, id } = planned.objects[0]!.shape;
    for (let attempt = 0; attempt < TRIES_FOR_ANOTHER; attempt++) {
      const candidate = plan.sample(stream.integer(Math.max(plan.count, 1000)));
      const { shape } = candidate.objects[0]!;
      const isFixed = plan.catalogues[shape.catalogue]!.varies !== true;
      if ((shape.category === category) !== isSameCategory || (isFixed && shape.id === id)) continue;
      return (await assembler.assemble(candidate)).instances[0]!;
    }
    return null;
  }

  return async (planned, claimed) => {
    const turn = random(seed, `shape/${planned.objects[0]!.shape.id}`, "plant turn");
    if (isTurnedShape(planned.objects[0]!.shape.id)) {
      const degrees = turn.pick(TURNS);
      const scene = turnedScene(claimed.scene, degrees);
      const passes = render(scene);
      return differs(claimed, passes) ? { scene, passes, planted: { kind: WRONG_FRONT, amount: degrees } } : null;
    }
    const stream = random(seed, `sample/${planned.index}`, "plant");
    if (stream.next() >= plant.share) return null;
    for (const kind of stream.shuffle(plant.kinds)) {
      const tools: DefectTools = { stream, render, other: (isSameCategory) => other(planned, stream, isSameCategory) };
      const altered = await DEFECTS[kind](claimed, tools);
      if (altered !== null && differs(claimed, altered.passes)) return { scene: altered.scene, passes: altered.passes, planted: { kind, amount: altered.amount } };
    }
    return null;
  };
}

function differs(claimed: Claimed, passes: Claimed["passes"]): boolean {
  return differenceOfPasses(claimed.passes, passes) >= LEAST_DIFFERENCE;
}
