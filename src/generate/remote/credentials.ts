/** Secrets of servers: from the environment alone, and out of everything that is written. */
import { DatasetError } from "../../core/errors.js";
import { withoutSecrets } from "../../core/secrets.js";

/** How a server is told who asks. */
export interface Credentials {
  /** The header Authorization; null: none. */
  authorization: string | null;
  /** The environment variables that may hold secrets, for hints. */
  variables: readonly string[];
  /** The same text without the secrets. */
  redact(text: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The shortest secret that is looked for in texts: shorter ones would blacken ordinary words. */
const SHORTEST_SECRET = 4;

/**
 * Reads `DST3D_<NAME>_AUTH` (user:password, HTTP Basic) or `DST3D_<NAME>_TOKEN` (Bearer).
 * @throws DatasetError E_OPTION when both are set, or the first has no colon; never with the value
 */
export function credentialsOf(name: "COMFYUI" | "A1111", environment: Environment): Credentials {
  const variables = [`DST3D_${name}_AUTH`, `DST3D_${name}_TOKEN`] as const;
  const [basic, token] = variables.map((variable) => environment[variable]?.trim() || null) as [string | null, string | null];
  if (basic !== null && token !== null) throw new DatasetError("E_OPTION", `${variables.join(" and ")} are both set.`, { hint: "Unset one of them." });
  if (basic !== null && !basic.includes(":")) throw new DatasetError("E_OPTION", `${variables[0]} has no colon.`, { hint: "Give it as user:password.", subject: variables[0] });
  if (/[^\x20-\x7e]/.test(token ?? "")) throw new DatasetError("E_OPTION", `${variables[1]} has characters that a header cannot hold.`, { hint: "Copy the token again.", subject: variables[1] });
  const encoded = basic === null ? null : Buffer.from(basic).toString("base64");
  const password = basic?.slice(basic.indexOf(":") + 1) ?? null;
  return {
    authorization: encoded !== null ? `Basic ${encoded}` : token !== null ? `Bearer ${token}` : null,
    variables,
    redact: (text) => withoutSecrets(text, [basic, encoded, token, password], SHORTEST_SECRET),
  };
}
