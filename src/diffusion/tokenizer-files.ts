/** Reads CLIP's vocabulary as repositories hold it: vocab.json and merges.txt, or one tokenizer.json. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import type { AddedToken, BpeModel } from "./clip-bpe.js";

const BOS = "<|startoftext|>";
const EOS = "<|endoftext|>";

const vocabularySchema = z.record(z.string(), z.int().min(0));
const tokenSchema = z.union([z.string(), z.looseObject({ content: z.string(), normalized: z.boolean().default(true) })]);
const specialSchema = z.looseObject({ bos_token: tokenSchema.nullish(), eos_token: tokenSchema.nullish(), unk_token: tokenSchema.nullish(), pad_token: tokenSchema.nullish() });
const configSchema = specialSchema.extend({
  added_tokens_decoder: z.record(z.string(), z.looseObject({ content: z.string(), normalized: z.boolean().default(false) })).optional(),
  model_max_length: z.number().nullish(),
});
const wholeSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string(), normalized: z.boolean() })),
  model: z.looseObject({
    type: z.literal("BPE").optional(),
    vocab: vocabularySchema,
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
    end_of_word_suffix: z.literal("</w>"),
  }),
});

type SpecialToken = z.infer<typeof tokenSchema>;

/** A vocabulary and the ids around a text. */
export interface TokenizerFiles {
  model: BpeModel;
  bos: number;
  eos: number;
  pad: number;
}

/**
 * The tokenizer in a folder: `tokenizer/` or `tokenizer_2/` of a model.
 * Throws E_NOT_FOUND where no vocabulary is, E_MODEL where a file is not what it should be.
 */
export function readTokenizerFiles(folder: string): TokenizerFiles {
  const config = read(folder, "tokenizer_config.json", configSchema) ?? {};
  const special = { ...read(folder, "special_tokens_map.json", specialSchema), ...config };
  const bosToken = special.bos_token ?? BOS;
  const eosToken = special.eos_token ?? EOS;
  const unknownToken = special.unk_token ?? EOS;
  const padToken = special.pad_token ?? EOS;

  const vocabularyContent = read(folder, "vocab.json", vocabularySchema);
  const mergesText = text(folder, "merges.txt");
  let vocabulary: Map<string, number>;
  let merges: string[];
  let added: AddedToken[] | null = null;
  let origin: string;
  if (vocabularyContent !== null && mergesText !== null) {
    origin = join(folder, "vocab.json");
    vocabulary = new Map(Object.entries(vocabularyContent));
    merges = mergesText.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#version"));
  } else {
    origin = join(folder, "tokenizer.json");
    const whole = read(folder, "tokenizer.json", wholeSchema);
    if (whole === null) {
      throw new DatasetError("E_NOT_FOUND", `There is no vocab.json with merges.txt in ${folder}, and no tokenizer.json.`, { hint: "Give the tokenizer folder of a Stable Diffusion model.", subject: folder });
    }
    vocabulary = new Map(Object.entries(whole.model.vocab));
    merges = whole.model.merges.map((pair) => (typeof pair === "string" ? pair : pair.join(" ")));
    added = whole.added_tokens;
  }
  for (const { content, id } of added ?? []) vocabulary.set(content, id);

  const idOf = (token: SpecialToken, key: string): number => {
    const content = contentOf(token);
    const id = vocabulary.get(content);
    if (id !== undefined) return id;
    throw new DatasetError("E_MODEL", `${origin} lacks ${JSON.stringify(content)}, the ${key}.`, { hint: "Fetch the tokenizer again.", subject: key });
  };
  const ids = { bos: idOf(bosToken, "bos_token"), eos: idOf(eosToken, "eos_token"), pad: idOf(padToken, "pad_token") };
  const ranks = new Map<string, number>();
  merges.forEach((pair, rank) => {
    const [left, right, ...rest] = pair.split(" ");
    if (right === undefined || rest.length > 0 || !vocabulary.has(left! + right)) {
      throw new DatasetError("E_MODEL", `merge ${rank + 1} of ${folder} is ${JSON.stringify(pair)}, which makes no token of the vocabulary.`, { hint: "Fetch the tokenizer again.", subject: "merges" });
    }
    if (!ranks.has(pair)) ranks.set(pair, rank);
  });
  added ??= addedTokens(config.added_tokens_decoder, [bosToken, eosToken, unknownToken, padToken], (token) => idOf(token, "special token"));
  const model = { vocabulary, ranks, unknown: idOf(unknownToken, "unk_token"), added };
  return { model, ...ids };
}

/**
 * Which tokens are looked for in texts, as transformers decides it: a bare name is looked for as it is given, and
 * overrides a description of the same token, unless the newer list of added tokens describes it.
 */
function addedTokens(listed: z.infer<typeof configSchema>["added_tokens_decoder"], special: readonly SpecialToken[], idOf: (token: SpecialToken) => number): AddedToken[] {
  const added = new Map<string, AddedToken>();
  for (const token of special) {
    const content = contentOf(token);
    added.set(content, { id: idOf(token), content, normalized: typeof token !== "string" && token.normalized });
  }
  for (const [id, { content, normalized }] of Object.entries(listed ?? {})) added.set(content, { id: Number(id), content, normalized });
  return [...added.values()];
}

function contentOf(token: SpecialToken): string {
  return typeof token === "string" ? token : token.content;
}

function text(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new DatasetError("E_NOT_FOUND", `${join(folder, name)} cannot be read.`, { hint: "Give the tokenizer folder of a Stable Diffusion model.", subject: join(folder, name), cause });
  }
}

/** The checked content of a file; null where it does not exist. */
function read<T>(folder: string, name: string, schema: z.ZodType<T>): T | null {
  const content = text(folder, name);
  if (content === null) return null;
  const file = join(folder, name);
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${file} is not JSON.`, { hint: "Fetch the tokenizer again.", subject: file, cause });
  }
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new DatasetError("E_MODEL", `${file}: ${issue.path.join(".") || "content"}: ${issue.message}.`, { hint: "dst3d reads CLIP's byte-pair vocabularies.", subject: file });
}
