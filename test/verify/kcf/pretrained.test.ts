import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeSafetensors, parseSafetensors } from "../../../src/codecs/safetensors.js";
import { openBackbone } from "../../../src/verify/kcf/backbone.js";
import type { KcfOptions } from "../../../src/verify/kcf/options.js";
import type { SignalContext, SignalValues } from "../../../src/verify/signal.js";
import { kcfSignal } from "../../../src/verify/signals/kcf.js";
import { fixtureFolder } from "../../diffusion/networks/fixture.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { dials } from "./dials.js";

const DINO = { network: "dinov2", weights: fixtureFolder("vision/dinov2"), size: 20 } as const;
const RESNET = { network: "resnet50", weights: join(fixtureFolder("vision/resnet"), "model.safetensors"), size: 32 } as const;

const contextOf = (change: Partial<SignalContext> = {}): SignalContext => ({ seed: 3, folder: temporaryFolder(), processes: 1, device: "cpu", signal: new AbortController().signal, renderLabel: null, progress: () => {}, note: () => {}, ...change });
const measure = (options: Partial<KcfOptions>, context = contextOf()): Promise<ReadonlyMap<string, SignalValues>> => kcfSignal({ folds: 2, batch: 16, epochs: 2, ...options }).measure(dials(40), context);

test.each([["dinov2, frozen", DINO], ["a ResNet that learns", RESNET], ["a ResNet that is frozen", { ...RESNET, frozen: true }]] as const)("%s: every sample gets numbers, the same again", async (_, options) => {
  const first = await measure(options);
  for (const values of first.values()) for (const value of Object.values(values)) expect(value).toSatisfy(Number.isFinite);
  expect([...(await measure(options))]).toEqual([...first]);
});

test("features are computed once: the same call finds them, other weights do not", async () => {
  const context = contextOf();
  await measure(DINO, context);
  const steps: string[] = [];
  const again = contextOf({ folder: context.folder, progress: (step, done, total) => steps.push(`${step} ${done}/${total}`) });
  await measure({ ...DINO, epochs: 3 }, again);
  expect(steps[0]).toBe("kcf features 3/3");
  expect(steps.filter((step) => step.startsWith("kcf features"))).toHaveLength(1);
  const weights = temporaryFolder();
  cpSync(DINO.weights, weights, { recursive: true });
  writeFileSync(join(weights, "config.json"), readFileSync(join(weights, "config.json"), "utf8").replace('"layer_norm_eps": 1e-06', '"layer_norm_eps": 1e-05'));
  await measure({ ...DINO, weights }, again);
  expect(readdirSync(context.folder).filter((name) => name.startsWith("kcf-features-"))).toHaveLength(2);
});

test("aborted among the features, the same call goes on", async () => {
  const controller = new AbortController();
  const folder = temporaryFolder();
  await expect(measure(DINO, contextOf({ folder, signal: controller.signal, progress: () => controller.abort(new Error("enough")) }))).rejects.toThrow("enough");
  expect([...(await measure(DINO, contextOf({ folder })))]).toEqual([...(await measure(DINO))]);
});

/** The weights of the small ResNet, changed. */
function changed(change: (tensors: Record<string, { type: "F16"; shape: number[]; data: Uint8Array }>) => void): string {
  const { tensors } = parseSafetensors(new Uint8Array(readFileSync(RESNET.weights)), RESNET.weights);
  const all = Object.fromEntries([...tensors].filter(([, { type }]) => type === "F16").map(([name, { shape, data }]) => [name, { type: "F16" as const, shape: [...shape], data }]));
  change(all);
  const path = join(temporaryFolder(), "model.safetensors");
  writeFileSync(path, encodeSafetensors(all));
  return path;
}

test("weights of another architecture are refused by the first tensor that does not fit", async () => {
  await expect(openBackbone("resnet50", changed((tensors) => delete tensors["layer2.0.bn2.running_mean"]), 32)).rejects.toMatchObject({ code: "E_MODEL", subject: "layer2.0.bn2.running_mean" });
  await expect(openBackbone("resnet50", changed((tensors) => (tensors["layer1.0.conv1.weight"]!.shape = [4, 1, 2, 2])), 32)).rejects.toMatchObject({ code: "E_MODEL", subject: "layer1.0.conv1.weight" });
  await expect(openBackbone("resnet50", join(DINO.weights, "model.safetensors"), 32)).rejects.toMatchObject({ code: "E_MODEL", subject: "conv1.weight" });
  await expect(measure({ network: "resnet50", weights: join(DINO.weights, "model.safetensors"), size: 32 })).rejects.toMatchObject({ code: "E_MODEL", subject: "conv1.weight" });
  await expect(openBackbone("dinov2", fixtureFolder("clip-text/sd15"), 20)).rejects.toMatchObject({ code: "E_MODEL", subject: "model_type" });
});

test("what is missing or does not fit is said", async () => {
  expect(() => kcfSignal({ network: "dinov2" })).toThrow(/path of their weights/);
  await expect(measure({ ...DINO, size: 32 + 2 })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("patches of 4 pixels") as unknown });
  await expect(measure({ ...DINO, weights: "/nowhere" })).rejects.toMatchObject({ code: "E_STORAGE" });
  await expect(openBackbone("resnet50", "/nowhere/model.safetensors", 32)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});
