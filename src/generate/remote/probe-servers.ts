/** Asks all servers before the first sample. */
import { RemoteError } from "./remote-error.js";

/**
 * @returns what to warn of: servers that cannot be reached while others can; they are tried again during the run
 * @throws what is wrong at the first server that answers and cannot do the work, or when none can be reached
 */
export async function probeServers<Server>(servers: readonly Server[], prepare: (server: Server) => Promise<unknown>): Promise<string[]> {
  const outcomes = await Promise.allSettled(servers.map(prepare));
  const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  const absent = errors.filter((error) => error instanceof RemoteError && error.broken);
  const other = errors.find((error) => !absent.includes(error));
  if (other !== undefined) throw other;
  if (absent.length === servers.length) throw absent[0];
  return absent.map((error) => `${(error as Error).message}: the others work alone until it is there`);
}
