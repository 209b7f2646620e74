import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { encodeSafetensors, parseSafetensors, type SafetensorsInput } from "../../../src/codecs/safetensors.js";
import { readPoseNetwork, writePoseNetwork, type PoseNetwork } from "../../../src/verify/pose-network/network-file.js";
import { temporaryFile, temporaryFolder } from "../../temporary-folder.js";
import { dialSamples, trainOn } from "./dial-network.js";

let network: PoseNetwork;
let file: string;
beforeAll(async () => {
  network = await trainOn(dialSamples(48));
  file = join(temporaryFolder(), "pose.safetensors");
  await writePoseNetwork(file, network);
}, 120_000);

const bytes = () => new Uint8Array(readFileSync(file));

/** The file with other tensors or another form. */
function changed({ tensors = () => {}, form = (value) => value, format = "dst3d-pose-network" }: { tensors?: (all: Record<string, SafetensorsInput>) => void; form?: (value: Record<string, never>) => unknown; format?: string }): string {
  const parsed = parseSafetensors(bytes(), file);
  const all: Record<string, SafetensorsInput> = Object.fromEntries([...parsed.tensors].map(([name, { type, shape, data }]) => [name, { type, shape, data: data.slice() }]));
  tensors(all);
  return temporaryFile("changed.safetensors", encodeSafetensors(all, { format, form: JSON.stringify(form(JSON.parse(parsed.metadata["form"]!) as Record<string, never>)) }));
}

const refused = (path: string, message: string | RegExp, code = "E_MODEL") => expect(readPoseNetwork(path)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string, hint: expect.any(String) as string });

test("what was written is read, and written again has the same bytes", async () => {
  const read = await readPoseNetwork(file);
  expect(read.form).toEqual(network.form);
  expect([...read.weights.keys()]).toEqual([...network.weights.keys()]);
  const again = join(temporaryFolder(), "again.safetensors");
  await writePoseNetwork(again, read);
  expect(new Uint8Array(readFileSync(again))).toEqual(bytes());
  expect(await readPoseNetwork(changed({}))).toEqual(read);
});

test("a file that is cut off anywhere, or has more at its end", async () => {
  const whole = bytes();
  for (const length of [0, 7, 8, 200, Math.floor(whole.length / 2), whole.length - 1]) await refused(temporaryFile("cut.safetensors", whole.slice(0, length)), /safetensors/);
  await refused(temporaryFile("long.safetensors", Uint8Array.of(...whole, 0)), "bytes follow after its last tensor");
});

test("another architecture: a tensor that is missing, of another shape, or that no such network has", async () => {
  await refused(changed({ tensors: (all) => delete all["heads.pose.bias"] }), "lacks the tensor heads.pose.bias");
  await refused(changed({ form: (value) => ({ ...value, network: { kind: "residual", widths: [4, 16] } }) }), /the tensor stages\.\S+ is .*but the configuration asks for/);
  await refused(changed({ form: (value) => ({ ...value, network: { kind: "residual", widths: [4] } }) }), /tensor/);
  await refused(changed({ tensors: (all) => (all["more"] = { type: "F32", shape: [1], data: new Uint8Array(4) }) }), "has the tensor more, which no network of its form has");
  await refused(changed({ tensors: (all) => (all["heads.pose.bias"] = { ...all["heads.pose.bias"]!, type: "I32" }) }), "numbers of the type int32");
});

test("weights that are no numbers", async () => {
  await refused(changed({ tensors: (all) => new DataView(all["heads.pose.bias"]!.data.buffer).setFloat32(4, NaN, true) }), "has numbers in heads.pose.bias that are none");
});

test.each([
  ["a version that is not known", { version: 2 }, "version"],
  ["another variant", { variant: "faithful" }, "variant"],
  ["another kind of network", { network: { kind: "resnet50", weights: "/etc/passwd" } }, "network"],
  ["a size that cannot be", { layout: { size: 100_000, border: 1 } }, "layout.size"],
  ["a category twice", { categories: ["car", "car"] }, "categories: a name comes twice"],
  ["no category", { categories: [] }, "categories"],
  ["a name that would change a terminal", { categories: ["car", "\u001b[2Jbus"] }, "categories.1: has control characters"],
  ["errors of other categories", { categories: ["car", "boat"] }, "heldOut: its categories are not those of the network"],
  ["no error", { heldOut: null }, "heldOut"],
  ["something that it should not have", { more: 1 }, "form"],
])("metadata with %s", async (_, change, place) => {
  await refused(changed({ form: (value) => ({ ...value, ...change }) }), `says of its network what cannot be: ${place}`);
});

test("an error that cannot be", async () => {
  await refused(changed({ form: ({ heldOut, ...value }: Record<string, never>) => ({ ...value, heldOut: { ...(heldOut as object), aroundBox: { ...(heldOut as Record<"aroundBox", object>).aroundBox, medianAzimuthDegrees: -1 } } }) }), "heldOut.aroundBox.medianAzimuthDegrees");
});

test("another file: without form, of another kind, not there, a folder", async () => {
  await refused(changed({ format: "dst3d-training" }), "is not a pose network of dst3d");
  await refused(temporaryFile("plain.safetensors", encodeSafetensors({ a: { type: "F32", shape: [1], data: new Uint8Array(4) } })), "is not a pose network of dst3d");
  await refused(temporaryFile("no-form.safetensors", encodeSafetensors({}, { format: "dst3d-pose-network" })), "does not say what network it holds");
  await refused(join(temporaryFolder(), "none.safetensors"), "there is no", "E_NOT_FOUND");
  await refused(temporaryFolder(), "a folder is where a file should be", "E_STORAGE");
});
