/** Where the program keeps what can be made again. */
import { homedir } from "node:os";
import { join } from "node:path";

/** What is kept: graphs as ONNX Runtime has optimised them; indices of the datasets that the studio has opened. */
export type CacheKind = "graphs" | "studio";

/** DST3D_CACHE/KIND, else XDG_CACHE_HOME/dst3d/KIND, else that below ~/.cache. The folder may be deleted at any time. */
export function cacheFolder(kind: CacheKind, environment: Readonly<Record<string, string | undefined>>): string {
  const own = environment["DST3D_CACHE"];
  if (own !== undefined && own !== "") return join(own, kind);
  const shared = environment["XDG_CACHE_HOME"];
  return join(shared === undefined || shared === "" ? join(homedir(), ".cache") : shared, "dst3d", kind);
}
