import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { DatasetError } from "../../../src/core/errors.js";
import { cropWindow } from "../../../src/verify/kcf/crops.js";
import { openPoseReader } from "../../../src/verify/pose-network/ask-pose-network.js";
import { readPoseNetwork, writePoseNetwork, type PoseNetwork } from "../../../src/verify/pose-network/network-file.js";
import { errorTableOf, poseError } from "../../../src/verify/pose-network/pose-errors.js";
import { holdOut } from "../../../src/verify/pose-network/hold-out.js";
import { pictureInWindow } from "../../../src/verify/window.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { dials } from "../kcf/dials.js";
import { verticalTurn } from "../kcf/objects.js";
import { contextOf, dialNetwork, dialSamples, trainOn } from "./dial-network.js";

let network: PoseNetwork;
beforeAll(async () => {
  network = await dialNetwork();
}, 120_000);

test("its error is that on shapes which it did not learn from, of each category, shown in both ways", () => {
  const { heldOut, learnt, categories } = network.form;
  expect(categories).toEqual(["bus", "car"]);
  expect(learnt).toEqual({ run: "dials", arms: ["bg3d"], pictures: 160, shapes: 8, epochs: 24 });
  expect(heldOut.aroundBox).toMatchObject({ pictures: 80, shapes: 4, perCategory: { bus: { pictures: 40, shapes: 2 }, car: { pictures: 40, shapes: 2 } } });
  expect(heldOut.aroundBox.medianAzimuthDegrees).toBeLessThan(20);
  expect(heldOut.aroundBox.shareWithin30Degrees).toBeGreaterThan(0.7);
  expect(heldOut.wholePicture).toMatchObject({ pictures: 80 });
  expect(heldOut.wholePicture.medianAzimuthDegrees).toBeLessThan(25);
});

test("asked again from its file, it says the same", async () => {
  const file = join(temporaryFolder(), "pose.safetensors");
  await writePoseNetwork(file, network);
  const read = await readPoseNetwork(file);
  const reader = await openPoseReader(read);
  const samples = dialSamples();
  const { heldOut } = holdOut(samples, samples.map((_, place) => place), { count: 3, seed: 3 });
  const questions = await Promise.all(heldOut.map(async (place) => ({ category: samples[place]!.record.objects[0]!.category, crop: pictureInWindow(await samples[place]!.image(), cropWindow(samples[place]!.record, read.form.layout)!) })));
  const together = await reader.read(questions);
  expect(errorTableOf(heldOut.map((place, row) => poseError(together[row]!, samples[place]!.record.objects[0]!)))).toEqual(network.form.heldOut.aroundBox);
  expect(await reader.read([questions[7]!])).toEqual([together[7]!]);
  await reader.release();
});

test("the same samples and seed give the same bytes, another seed others", async () => {
  const bytesOf = async (seed: number) => {
    const { form, weights } = await trainOn(dialSamples(48), {}, contextOf({ seed }));
    return { form, weights: [...weights].map(([name, { data }]) => [name, [...data]]) };
  };
  const first = await bytesOf(1);
  expect(await bytesOf(1)).toEqual(first);
  expect(await bytesOf(2)).not.toEqual(first);
});

test("what cannot teach is left out, and that is said", async () => {
  const samples = dials(60, (index) => (index < 40 ? {} : index < 50 ? { category: "bus", shape: "one bus" } : index < 55 ? { frontKnown: false } : { symmetry: { discrete: [verticalTurn(180)], continuous: [] } }));
  samples[0] = { ...samples[0]!, image: () => Promise.reject(new DatasetError("E_IMAGE", "it is cut off")) };
  samples[1] = { ...samples[1]!, record: { ...samples[1]!.record, labelStatus: "none" } };
  const context = contextOf();
  const { form } = await trainOn(samples, {}, context);
  expect(form.categories).toEqual(["car"]);
  expect(form.learnt.pictures + form.heldOut.aroundBox.pictures).toBe(38);
  expect(context.notes.join("\n")).toMatch(/1 pictures have no label[\s\S]*10 pictures cannot tell an azimuth[\s\S]*bus is left out: 10 pictures of 1 shape are too few[\s\S]*1 pictures could not be looked at, such as 00000000: it is cut off/);
});

test("what cannot be trained is refused before anything is", async () => {
  await expect(trainOn(dialSamples(48), { variant: "faithful" })).rejects.toMatchObject({ code: "E_OPTION", subject: "verify.kcf.variant" });
  await expect(trainOn(dialSamples(48), { network: "resnet50", weights: "there" })).rejects.toMatchObject({ code: "E_OPTION", subject: "verify.kcf.network" });
  await expect(trainOn(dials(40, () => ({ shape: "one" })))).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("no category") as string });
  await expect(trainOn([])).rejects.toMatchObject({ code: "E_OPTION" });
  await expect(trainOn(dials(40, () => ({ category: "a\u0007b" })))).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining('"a\\u0007b"') as string });
  const blind = dialSamples(48).map((sample) => (sample.record.objects[0]!.category === "bus" ? { ...sample, image: () => Promise.reject(new DatasetError("E_IMAGE", "broken")) } : sample));
  await expect(trainOn(blind)).rejects.toMatchObject({ code: "E_IMAGE", subject: "bus" });
});

test("a defect is not taken for a broken picture, and an abort ends it", async () => {
  const samples = dialSamples(48);
  samples[5] = { ...samples[5]!, image: () => Promise.reject(new TypeError("a defect")) };
  await expect(trainOn(samples)).rejects.toThrow("a defect");
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await expect(trainOn(dialSamples(48), {}, contextOf({ signal: controller.signal }))).rejects.toThrow("enough");
});
