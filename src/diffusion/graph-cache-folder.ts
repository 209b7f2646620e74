/** Where graphs are kept as ONNX Runtime has optimised them. */
import { homedir } from "node:os";
import { join } from "node:path";

/** DST3D_CACHE/graphs, else XDG_CACHE_HOME/dst3d/graphs, else that below ~/.cache. The folder may be deleted at any time. */
export function graphCacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const own = environment["DST3D_CACHE"];
  if (own !== undefined && own !== "") return join(own, "graphs");
  const shared = environment["XDG_CACHE_HOME"];
  return join(shared === undefined || shared === "" ? join(homedir(), ".cache") : shared, "dst3d", "graphs");
}
