/** Keywords of shapes: names and tags that strangers wrote, made fit for prompts. */
import { cleanWords, objectWords } from "./category-words.js";
import { VIEWPOINT_WORDS } from "./template.js";

/** Words that speak to a language model, or are no description of a thing. */
const COMMANDS = /\b(ignore|disregard|forget|instructions?|prompts?|system|assistant|user|respond|reply|output|json|write|print|execute|password|secret|key|token)\b/i;
/** What makers of models write about files: not about the thing. */
const ABOUT_FILES = /\b(low ?poly|high ?poly|lowpoly|3d|blender|maya|fbx|obj|gltf|glb|pbr|rigged|game ?ready|free|download|untitled|model|mesh|scan|test|final|version|v\d+|sketchfab|unity|unreal)\b/i;
const MOST = 8;

/** At most eight keywords that may stand in a prompt, cleaned, in the order given, without the category's own name. */
export function usableKeywords(category: string, keywords: readonly string[]): string[] {
  const { words } = objectWords(category);
  const usable = new Set<string>();
  for (const keyword of keywords) {
    const clean = cleanWords(keyword).toLowerCase();
    if (clean.length < 3 || clean === words.toLowerCase() || !/[a-z]{3}/.test(clean)) continue;
    if (VIEWPOINT_WORDS.test(clean) || COMMANDS.test(clean) || ABOUT_FILES.test(clean)) continue;
    usable.add(clean);
    if (usable.size === MOST) break;
  }
  return [...usable];
}
