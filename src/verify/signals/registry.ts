/** Which file serves which signal; adding one adds its line here and its options to options.ts. */
import type { Signal } from "../signal.js";
import { classSignal } from "./class.js";
import { colorsSignal } from "./colors.js";
import { depthSignal } from "./depth.js";
import { edgesSignal } from "./edges.js";
import { kcfSignal } from "./kcf.js";
import { matchSignal } from "./match.js";
import type { SignalName, SignalsOptions } from "./options.js";
import { orientationSignal } from "./orientation.js";
import { sanitySignal } from "./sanity.js";
import { silhouetteSignal } from "./silhouette.js";

const SIGNALS: { [Name in SignalName]: (options: SignalsOptions[Name]) => Signal } = {
  sanity: sanitySignal,
  edges: edgesSignal,
  colors: colorsSignal,
  silhouette: silhouetteSignal,
  match: matchSignal,
  kcf: kcfSignal,
  depth: depthSignal,
  orientation: orientationSignal,
  class: classSignal,
};

/** The signal of a name with its options. */
export function signalOf<Name extends SignalName>(name: Name, options: SignalsOptions): Signal {
  return SIGNALS[name](options[name]);
}
