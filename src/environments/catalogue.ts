/** The interface of every source of environments. One file per kind in this folder. */
import type { Random } from "../core/random.js";
import type { Environment } from "../sample/environment.js";

/** A list of environments that can be loaded one by one. */
export interface EnvironmentCatalogue {
  label: string;
  /** Ids, sorted. */
  ids(): Promise<readonly string[]>;
  /**
   * Loads one environment.
   * @param random drawn from by procedural environments only
   */
  load(id: string, random: Random): Promise<Environment>;
  /** Who made it, without loading it. */
  credits(id: string): Promise<{ licence: string | null; author: string | null }>;
  /** sha256 of what it is loaded from. */
  hash(id: string): Promise<string>;
  /** False when every load of an id gives the same environment, so that it may be cached. */
  varies: boolean;
}
