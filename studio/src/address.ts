/** Where one is: all of it stands in the address after `#`, so that links can be kept and passed on. */
import { useSyncExternalStore } from "react";

/** Rooms of the studio. */
export const ROOMS = ["samples", "report", "review", "recipe", "shapes"] as const;
export type Room = (typeof ROOMS)[number];

/** `#/RUN/ROOM/PART?PARAMETERS`; without run: the list of runs. */
export interface Address {
  run: string | null;
  room: Room;
  /** What of the room: a sample's index, a shape's id. */
  part: string | null;
  parameters: URLSearchParams;
}

/** Room names that need no run: `#/-/recipe`. */
export const NO_RUN = "-";

export function parseAddress(hash: string): Address {
  const [path = "", query = ""] = splitOnce(hash.replace(/^#\/?/, ""), "?");
  const [run = "", room = "", ...part] = path.split("/").map(decoded);
  return {
    run: run === "" || run === NO_RUN ? null : run,
    room: ROOMS.find((known) => known === room) ?? "samples",
    part: part.length === 0 || part[0] === "" ? null : part.join("/"),
    parameters: new URLSearchParams(query),
  };
}

export function formatAddress({ run, room = "samples", part = null, parameters }: Partial<Address>): string {
  if ((run ?? null) === null && room === "samples") return "#/";
  const path = [run ?? NO_RUN, room, ...(part === null ? [] : [part])].map(encodeURIComponent).join("/");
  const query = parameters?.toString() ?? "";
  return `#/${path}${query === "" ? "" : `?${query}`}`;
}

/** Goes somewhere; `replace` leaves no step to go back to. */
export function goTo(address: Partial<Address>, { replace = false }: { replace?: boolean } = {}): void {
  const hash = formatAddress(address);
  if (hash === location.hash) return;
  if (replace) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = hash;
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

let last: { hash: string; address: Address } = { hash: "", address: parseAddress("") };

/** The present address. */
export function useAddress(): Address {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  if (hash !== last.hash) last = { hash, address: parseAddress(hash) };
  return last.address;
}

function splitOnce(text: string, at: string): string[] {
  const place = text.indexOf(at);
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
