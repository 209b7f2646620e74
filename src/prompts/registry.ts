/** Which file serves which `prompts` of a recipe; adding a kind adds one line. */
import type { Prompter } from "./prompter.js";
import { templatePrompter, type TemplateOptions } from "./template.js";

/** The prompter that a recipe's `prompts` asks for. */
export function prompterOf(options: TemplateOptions): Prompter {
  return templatePrompter(options);
}
