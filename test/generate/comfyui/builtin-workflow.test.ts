import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtinWorkflow } from "../../../src/generate/comfyui/builtin-workflow.js";
import { checkPlaces, findPlaces } from "../../../src/generate/comfyui/placeholders.js";
import { nodeTypes } from "../../../src/generate/comfyui/protocol.js";
import { isLink, type Workflow } from "../../../src/generate/comfyui/workflow.js";

const recorded = JSON.parse(readFileSync("test/golden/comfyui/object-info.json", "utf8")) as Record<string, { body: unknown }>;
const settings = { model: "m.safetensors", loras: [], vae: null, steps: 20, guidance: 9, sampler: "ddim", scheduler: "normal", weight: 0.9, span: { start: 0.1, end: 0.8 } };
const canny = { model: "c.safetensors", control: "canny" };
const depth = { model: "d.safetensors", control: "depth" };

const nodesOf = (workflow: Workflow, type: string) => Object.values(workflow).filter((node) => node.class_type === type);

describe.each([
  ["SD 1.5, canny", { base: "sd15" as const, controlnets: [canny] }],
  ["SD 1.5, depth", { base: "sd15" as const, controlnets: [depth] }],
  ["SD 1.5, both, with LoRA and VAE", { base: "sd15" as const, controlnets: [canny, depth], loras: [{ model: "l", scale: 0.7 }], vae: "v" }],
  ["SDXL, both", { base: "sdxl" as const, controlnets: [canny, depth] }],
  ["SDXL, no control", { base: "sdxl" as const, controlnets: [] }],
])("the workflow for %s", (_what, more) => {
  const workflow = builtinWorkflow({ ...settings, ...more });

  it("has node types and inputs as a real server lists them", () => {
    for (const { class_type: type, inputs } of Object.values(workflow)) {
      const { required = {}, optional = {} } = nodeTypes.parse(recorded[type]!.body)[type]!.input!;
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(required)));
      expect(Object.keys({ ...required, ...optional })).toEqual(expect.arrayContaining(Object.keys(inputs)));
      for (const value of Object.values(inputs)) if (isLink(value)) expect(workflow).toHaveProperty((value as [string, number])[0]);
    }
  });

  it("takes all that a sample has", () => {
    const places = findPlaces(workflow);
    checkPlaces(places, more.controlnets.map(({ control }) => control));
    for (const name of ["negative", "width", "height"]) expect(places.map((place) => place.name)).toContain(name);
  });

  it("lets the ControlNets act one after the other, as asked", () => {
    const applied = nodesOf(workflow, "ControlNetApplyAdvanced");
    expect(applied).toHaveLength(more.controlnets.length);
    for (const { inputs } of applied) expect(inputs).toMatchObject({ strength: 0.9, start_percent: 0.1, end_percent: 0.8 });
    const last = Object.entries(workflow).findLast(([, node]) => node.class_type === "ControlNetApplyAdvanced")?.[0];
    if (last !== undefined) expect(nodesOf(workflow, "KSampler")[0]!.inputs).toMatchObject({ positive: [last, 0], negative: [last, 1], cfg: 9, steps: 20 });
  });
});
