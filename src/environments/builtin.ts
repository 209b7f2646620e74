/** Built-in environments: one file per kind in builtin/; every scene draws one of its own. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import type { EnvironmentCatalogue } from "./catalogue.js";
import { interior } from "./builtin/interior.js";
import type { BuiltinKind } from "./builtin/kind.js";
import { sky } from "./builtin/sky.js";
import { studio } from "./builtin/studio.js";
import { sha256 } from "./panorama.js";

/** Ids of the built-in environments. */
export const BUILTIN_ENVIRONMENTS = ["interior", "sky", "studio"] as const;

/** One of {@link BUILTIN_ENVIRONMENTS}. */
export type BuiltinEnvironmentId = (typeof BUILTIN_ENVIRONMENTS)[number];

const KINDS = { interior, sky, studio } as Readonly<Record<string, BuiltinKind>>;

const id = z.enum(BUILTIN_ENVIRONMENTS);

/** Options of built-in environments. */
export const environmentBuiltinOptions = z.strictObject({
  builtin: z.union([id, z.array(id).min(1)]).describe("sky: open air by the sun's height; studio: soft boxes before seamless paper; interior: rooms"),
});

/** Options of built-in environments, defaults filled in. */
export type EnvironmentBuiltinOptions = z.infer<typeof environmentBuiltinOptions>;

/**
 * The built-in environments that the options name. Each load draws new parameters, which the environment records;
 * its sha256 is that of the kind, its revision and the parameters.
 */
export function builtinEnvironments(options: EnvironmentBuiltinOptions): EnvironmentCatalogue {
  const names = [...new Set<string>([options.builtin].flat())].sort();
  const kindOf = (name: string): BuiltinKind => {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (kind === undefined || !names.includes(name)) {
      throw new DatasetError("E_NOT_FOUND", `no built-in environment "${name}"`, { subject: name, hint: `There are ${BUILTIN_ENVIRONMENTS.join(", ")}.` });
    }
    return kind;
  };
  return {
    label: `builtin ${names.join(", ")}`,
    ids: async () => names.map((name) => (kindOf(name), name)),
    load: async (name, random) => {
      const kind = kindOf(name);
      const parameters = kind.sampleParameters(random);
      const source = { kind: "builtin" as const, name, licence: "CC0-1.0", author: null, sha256: sha256(JSON.stringify([name, kind.revision, parameters])) };
      return { id: name, source, parameters, panorama: null, ...kind.build(parameters) };
    },
    credits: async () => ({ licence: "CC0-1.0", author: null }),
    hash: async (name) => sha256(JSON.stringify([name, kindOf(name).revision])),
    varies: true,
  };
}
