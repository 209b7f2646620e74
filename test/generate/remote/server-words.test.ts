import { expect, it } from "vitest";
import { answerInWords } from "../../../src/generate/remote/server-words.js";

it.each([
  ["<html><head><title>502 Bad\n Gateway</title></head></html>", "502 Bad Gateway"],
  ['{"detail":"Not Found"}', "Not Found"],
  ['{"error":"OutOfMemoryError","detail":"","body":"","errors":"CUDA out of memory"}', "OutOfMemoryError; CUDA out of memory"],
  ['{"detail":[{"loc":["body","steps"],"msg":"value is not a valid integer","type":"type_error"}]}', "body.steps: value is not a valid integer"],
  ["plain words", "plain words"],
  ["", ""],
  ["x".repeat(1000), `${"x".repeat(400)}…`],
])("%s", (body, words) => {
  expect(answerInWords(Buffer.from(body))).toBe(words);
});
