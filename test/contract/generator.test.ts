/** What every generator promises, wherever it paints. A new generator is taken in by its options below. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { controlOf } from "../../src/controls/registry.js";
import type { Generator } from "../../src/generate/generator.js";
import { generatorOf, generatorOptions } from "../../src/generate/registry.js";
import { makePlan } from "../../src/pipeline/plan.js";
import { createProducer } from "../../src/pipeline/produce.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { ControlImage, ControlledPhoto, ControlledSample, Painting, StageContext } from "../../src/sample/sample.js";
import { fixtureFolder } from "../diffusion/networks/fixture.js";
import { FakeA1111 } from "../generate/servers/fake-a1111.js";
import { FakeComfy } from "../generate/servers/fake-comfy.js";

vi.mock("../../src/core/time.js", () => import("../generate/servers/quick-time.js"));

const SIZE = 64;
const models = fixtureFolder("pipeline");
const comfy = new FakeComfy();
const a1111 = new FakeA1111();

/** Of each: options that work, and options that do not (null: it needs nothing); what it is told apart by. */
const KINDS = {
  render: { options: () => ({ type: "render" }), wrong: () => ({ type: "render", arm: "bg2d", photos: "./nowhere" }), label: "exact", paints: false },
  imitation: { options: () => ({ type: "imitation" }), wrong: null, label: "intended", paints: false },
  diffusion: { options: () => ({ type: "diffusion", model: "./sd15", controlnets: [{ model: "./sd15-control-0", control: "canny" }], steps: 2 }), wrong: () => ({ type: "diffusion", model: "./nowhere" }), label: "intended", paints: true },
  comfyui: { options: () => ({ type: "comfyui", servers: [comfy.url], model: "random-sd15", controlnets: [{ model: "random_sd15_canny", control: "canny" }] }), wrong: () => ({ type: "comfyui", servers: [comfy.url], model: "nowhere", controlnets: [{ model: "random_sd15_canny", control: "canny" }] }), label: "intended", paints: true },
  a1111: { options: () => ({ type: "a1111", servers: [a1111.url], model: "v1-5-pruned-emaonly", controlnets: [{ model: "control_v11p_sd15_canny", control: "canny" }] }), wrong: () => ({ type: "a1111", servers: [a1111.url], model: "nowhere", controlnets: [{ model: "control_v11p_sd15_canny", control: "canny" }] }), label: "intended", paints: true },
} as const;

const context = (changes: Partial<StageContext> = {}): StageContext => ({ signal: new AbortController().signal, warn: () => {}, ...changes });
const open = (options: Record<string, unknown>): Generator => generatorOf(generatorOptions.parse(options), models);
const pictureOf = ({ output }: Painting): number[] => [...output.data];

async function samplesOf(count: number, options: Record<string, unknown>): Promise<ControlledSample[]> {
  const recipe = parseRecipe({ name: "contract", count, shapes: [{ builtin: ["chair"] }], environments: [{ builtin: "studio" }], camera: { width: SIZE, height: SIZE }, generator: { type: "render" } });
  const plan = await makePlan(recipe, { folder: "." });
  const canny = controlOf("canny", recipe.controls);
  const samples: ControlledSample[] = [];
  for (let index = 0; index < count; index++) {
    // A producer of its own for each: passes belong to the caller only until the next call.
    const rendered = await createProducer(plan, { shapes: {}, environments: {}, weights: [] }).render(index, context());
    const controls: Record<string, ControlImage> = {};
    if (open(options).controls.includes("canny")) controls["canny"] = await canny(rendered);
    samples.push({ ...rendered, controls });
  }
  return samples;
}

function photoOf(sample: ControlledSample): ControlledPhoto {
  const { index, id, scene, view, image, group, prompt, seed, controls } = sample;
  const data = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, at) => (at * 7) % 251);
  const source = { image: { width: SIZE, height: SIZE, channels: 3 as const, data }, sha256: "0".repeat(64), width: SIZE, height: SIZE, cropXYXY: [0, 0, SIZE, SIZE] as [number, number, number, number] };
  return { index, id, scene, view, image, group, prompt, seed, controls, photo: { file: "a/a.png", category: "chair" }, width: SIZE, height: SIZE, source };
}

beforeAll(async () => {
  await comfy.start();
  await a1111.start();
});
afterAll(async () => {
  await comfy.stop();
  await a1111.stop();
});

it("is held up to every generator", () => {
  expect(Object.keys(KINDS).sort()).toEqual(generatorOptions.options.map(({ shape }) => open({ ...KINDS[shape.type.type === "default" ? "render" : (shape.type.value as keyof typeof KINDS)].options() }).name).sort());
});

describe.each(Object.entries(KINDS))("%s", (name, { options, wrong, label, paints }) => {
  let samples: ControlledSample[];
  let generator: Generator;
  beforeAll(async () => {
    samples = await samplesOf(3, options());
    generator = open(options());
    await generator.probe(context().signal);
  });
  afterAll(() => generator.close());

  it("has the name that users type, and names its controls before anything is opened", () => {
    expect(generator.name).toBe(name);
    expect(open(options()).controls).toEqual(paints ? ["canny"] : []);
  });

  if (wrong !== null) it("says before the first sample when it cannot work", async () => {
    const other = open(wrong());
    await expect(other.probe(context().signal)).rejects.toMatchObject({ name: "DatasetError", hint: expect.any(String) });
    await other.close();
  });

  it("wants at least one sample at a time", async () => {
    const memory = () => ({ heldBytes: 0, freeBytes: 8e9 });
    const lines = await generator.prepare({ signal: context().signal, note: () => {}, width: SIZE, height: SIZE, clock: () => 0, memory, lines: () => 1 });
    expect(lines).toBeGreaterThanOrEqual(1);
  });

  it("gives an RGB picture of the size asked for, its label's standing, and how it came about", async () => {
    const made = await generator.generate(samples[0]!, context());
    expect([made.output.width, made.output.height, made.output.channels, made.output.data.length]).toEqual([SIZE, SIZE, 3, SIZE * SIZE * 3]);
    expect(made.labelStatus).toBe(label);
    expect(made.generation).toMatchObject({ generator: name, seed: made.seed });
    for (const hash of Object.values(made.generation.hashes)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(made.id).toBe(samples[0]!.id);
    const told = JSON.stringify(made.generation);
    for (const private_ of [models, "127.0.0.1", process.cwd()]) expect(told).not.toContain(private_);
  });

  it("paints the same from the same, whatever else it paints meanwhile", async () => {
    const alone: number[][] = [];
    for (const sample of samples) alone.push(pictureOf(await generator.generate(sample, context())));
    const together = await Promise.all(samples.map((sample) => generator.generate(sample, context())));
    expect(together.map(pictureOf)).toEqual(alone);
    expect(together.map(({ id }) => id)).toEqual(samples.map(({ id }) => id));
  });

  if (paints) it("follows the seed and the prompt", async () => {
    const [sample] = samples as [ControlledSample];
    const first = pictureOf(await generator.generate(sample, context()));
    const reseeded = await generator.generate({ ...sample, seed: sample.seed + 100 }, context());
    expect(reseeded.generation.seed).toBe(sample.seed + 100);
    expect(pictureOf(reseeded)).not.toEqual(first);
    expect(pictureOf(await generator.generate({ ...sample, prompt: { ...sample.prompt!, text: "something else" } }, context()))).not.toEqual(first);
  });

  it("gives a photograph's sample no label", async () => {
    const made = await generator.generate(photoOf(samples[0]!), context());
    expect(made).toMatchObject({ arm: "image-edges", labelStatus: "none" });
  });

  if (paints) it("refuses a sample without a prompt", async () => {
    await expect(generator.generate({ ...samples[0]!, prompt: null }, context())).rejects.toMatchObject({ code: "E_OPTION", subject: "prompts" });
  });

  if (paints) it("follows a soft mask or refuses it, and never ignores it", async () => {
    const [sample] = samples as [ControlledSample];
    const softMask = { width: SIZE, height: SIZE, channels: 1 as const, data: new Uint8Array(SIZE * SIZE) };
    const masked = { ...sample, controls: { canny: { ...sample.controls["canny"]!, softMask } } };
    const outcome = await generator.generate(masked, context()).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: "E_OPTION", subject: "controls.canny.softMask" });
    else expect(pictureOf(outcome as Painting)).not.toEqual(pictureOf(await generator.generate(sample, context())));
  });

  if (paints) it("gives up when it is told to, and goes on with the next", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(generator.generate(samples[0]!, context({ signal: stop.signal }))).rejects.toBe(reason);
    await generator.generate(samples[1]!, context());
  });

  it("can be closed more than once, even unopened", async () => {
    const unopened = open(options());
    await unopened.close();
    const opened = open(options());
    await opened.probe(context().signal);
    await opened.close();
    await opened.close();
  });
});
