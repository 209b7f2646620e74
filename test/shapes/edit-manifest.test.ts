import { expect, test } from "vitest";
import { withModelAxes } from "../../src/shapes/edit-manifest.js";
import { expectError } from "./expect-error.js";

const edit = (text: string, id: string, up: "+Y" | "+Z" | "-X" = "+Z", front: "-Y" | "+X" | null = "-Y"): string => withModelAxes(text, "manifest.json", id, { up, front });

test("only the two values change; order, notes, spaces and line ends stay", () => {
  const text = '\uFEFF[\r\n\t{"note" : {"up": "+X", "list": [1, {"front": 2}]}, "id":"a","category":"car","file":"a.obj",  "up" :"+Y" , "front": null, "my": "}],{"},\r\n\t{ "id": "b", "category": "car", "file": "b.obj" }\r\n]\r\n';
  expect(edit(text, "a")).toBe(text.replace('"up" :"+Y" , "front": null', '"up" :"+Z" , "front": "-Y"'));
});

test("what is missing is added in the entry's own style", () => {
  const inLines = '[\n  {\n    "id": "a",\n    "category": "car",\n    "file": "a.obj",\n    "licence": "CC0-1.0"\n  }\n]\n';
  expect(edit(inLines, "a")).toBe(inLines.replace('"file": "a.obj",', '"file": "a.obj",\n    "up": "+Z",\n    "front": "-Y",'));
  expect(edit('[{"id":"a","category":"car","file":"a.obj"}]', "a", "-X", null)).toBe('[{"id":"a","category":"car","file":"a.obj","up":"-X","front":null}]');
  expect(edit('[{"file":"a.obj","id":"a","front":"+Z","category":"car"}]', "a", "+Y", "+X")).toBe('[{"file":"a.obj","up":"+Y","id":"a","front":"+X","category":"car"}]');
});

test("keys that are escaped or twice there, long notes, and names full of brackets", () => {
  expect(edit('[{"id":"a","category":"c","file":"f.obj","\\u0075p":"+Y","front":"+Z"}]', "a")).toBe('[{"id":"a","category":"c","file":"f.obj","\\u0075p":"+Z","front":"-Y"}]');
  expect(edit('[{"id":"a","category":"c","file":"f.obj","up":"+X","up":"+Y","front":null}]', "a")).toBe('[{"id":"a","category":"c","file":"f.obj","up":"+X","up":"+Z","front":"-Y"}]');
  const long = `[{"id":"\\"]}{","note":"${'\\"x'.repeat(200_000)}","category":"c","file":"f.obj"}]`;
  expect(edit(long, '"]}{')).toBe(long.replace('"f.obj"', '"f.obj","up":"+Z","front":"-Y"'));
});

test("wrong manifests, unknown models and axes on one line are refused", async () => {
  const call = async (...given: Parameters<typeof withModelAxes>): Promise<string> => withModelAxes(...given);
  await expectError(call("{}", "manifest.json", "a", { up: "+Y", front: null }), "E_MANIFEST", /is not a list/);
  await expectError(call('[{"id":"a","category":"c","file":"f.obj"}]', "manifest.json", "b", { up: "+Y", front: null }), "E_NOT_FOUND", /no model "b"/);
  await expectError(call('[{"id":"a","category":"c","file":"f.obj"}]', "manifest.json", "a", { up: "+Y", front: "-Y" }), "E_OPTION", /one line/);
});
