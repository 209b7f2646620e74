import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ClipTokenizer } from "../../src/diffusion/tokenizer.js";
import { temporaryFolder } from "../temporary-folder.js";
import { type TokenizerCases, expectGoldenIds } from "./tokenizer-cases.js";

const golden = fileURLToPath(new URL("../golden/tokenizer/", import.meta.url));
const cases = JSON.parse(readFileSync(join(golden, "cases.json"), "utf8")) as TokenizerCases;
const vocabulary = JSON.parse(readFileSync(join(golden, "vocab.json"), "utf8")) as Record<string, number>;

/** A tokenizer's folder with the small vocabulary. */
function folderWith(files: Record<string, unknown>, names = ["vocab.json", "merges.txt"]): string {
  const folder = temporaryFolder();
  for (const name of names) copyFileSync(join(golden, name), join(folder, name));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
  return folder;
}

describe.each(Object.entries(cases.configurations))("as configured by %s", (_, configuration) => {
  it("gives the ids of transformers' CLIPTokenizer", () => {
    expectGoldenIds(ClipTokenizer.fromFolder(folderWith(configuration.files)), cases.strings, configuration);
  });

  it("gives them from tokenizer.json alone, as transformers 5 saves it", () => {
    const merges = readFileSync(join(golden, "merges.txt"), "utf8").trim().split("\n").slice(1);
    const saved = configuration.saved["tokenizer.json"];
    for (const form of [merges, merges.map((pair) => pair.split(" "))]) {
      const whole = { ...saved, model: { ...saved.model, vocab: vocabulary, merges: form } };
      const folder = folderWith({ "tokenizer.json": whole, "tokenizer_config.json": configuration.saved["tokenizer_config.json"] }, []);
      expectGoldenIds(ClipTokenizer.fromFolder(folder), cases.strings, configuration);
    }
  });
});

describe("a tokenizer", () => {
  const tokenizer = ClipTokenizer.fromFolder(folderWith({}));

  it("cuts long texts at 75 tokens, or gives them in rows of 77 ids", () => {
    const text = "a ".repeat(160);
    const all = tokenizer.encodeText(text);
    expect(all).toHaveLength(160);
    expect(tokenizer.encode(text)).toEqual([tokenizer.bosId, ...all.slice(0, 75), tokenizer.eosId]);
    const rows = tokenizer.encodeChunks(text);
    expect(rows.map((row) => row.length)).toEqual([77, 77, 77]);
    expect(rows.flatMap((row, i) => row.slice(1, 1 + Math.min(75, 160 - 75 * i)))).toEqual(all);
    expect(rows[2]!.slice(11)).toEqual([tokenizer.eosId, ...new Array<number>(65).fill(tokenizer.padId)]);
  });

  it("gives an empty text, and rows that another prompt asks for, as start, end and padding", () => {
    const empty = [tokenizer.bosId, tokenizer.eosId, ...new Array<number>(75).fill(tokenizer.padId)];
    expect(tokenizer.encodeChunks("")).toEqual([empty]);
    expect(tokenizer.encodeChunks("a", 3).slice(1)).toEqual([empty, empty]);
  });

  it("takes texts that are no Unicode, and long ones without spaces", () => {
    expect(tokenizer.encode("\ud83d lonely \ude00")).toEqual(tokenizer.encode("\ufffd lonely \ufffd"));
    expect(tokenizer.encodeText("x".repeat(5000)).length).toBeGreaterThan(0);
  });
});

describe("a folder that is no tokenizer", () => {
  it.each([
    ["empty", () => folderWith({}, []), "E_NOT_FOUND", /tokenizer\.json/],
    ["without merges", () => folderWith({}, ["vocab.json"]), "E_NOT_FOUND", /merges\.txt/],
    ["not there", () => join(temporaryFolder(), "none"), "E_NOT_FOUND", /none/],
    ["with a vocabulary of texts", () => folderWith({ "vocab.json": { a: "b" } }), "E_MODEL", /vocab\.json: a/],
    ["without the start", () => folderWith({ "tokenizer_config.json": { bos_token: "<start>" } }), "E_MODEL", /"<start>", the bos_token/],
    ["with merges of another", () => folderWith({ "vocab.json": { "<|startoftext|>": 0, "<|endoftext|>": 1 } }), "E_MODEL", /merge 1 of/],
    ["of another kind", () => folderWith({ "tokenizer.json": { added_tokens: [], model: { type: "Unigram", vocab: {}, merges: [] } } }, []), "E_MODEL", /model\.type/],
  ])("%s", (_, make, code, message) => {
    expect(() => ClipTokenizer.fromFolder(make())).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  it("whose file is cut off", () => {
    const folder = folderWith({});
    writeFileSync(join(folder, "vocab.json"), '{"a": 1');
    expect(() => ClipTokenizer.fromFolder(folder)).toThrow(/vocab\.json is not JSON/);
  });
});
