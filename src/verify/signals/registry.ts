/** Which file serves which signal; adding a signal adds its lines here. */
import * as z from "zod";
import type { Signal } from "../signal.js";
import { sanity, sanityOptions } from "./sanity.js";

/** Options of every signal, by name. */
export const signalsOptions = z.strictObject({
  sanity: sanityOptions.prefault({}),
});
/** See {@link signalsOptions}. */
export type SignalsOptions = z.infer<typeof signalsOptions>;

/** Names of all signals, in the order in which they are taken. */
export const SIGNAL_NAMES = ["sanity"] as const;
/** One of {@link SIGNAL_NAMES}. */
export type SignalName = (typeof SIGNAL_NAMES)[number];

const SIGNALS: { [Name in SignalName]: (options: SignalsOptions[Name]) => Signal } = { sanity };

/** The signal of a name with its options. */
export function signalOf<Name extends SignalName>(name: Name, options: SignalsOptions): Signal {
  return SIGNALS[name](options[name]);
}
