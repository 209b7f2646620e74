/** Catalogues of shapes; one of them; one shape. Where one is stands in the address: `#/RUN/shapes/CATALOGUE?shape=ID`. */
import type { ReactNode } from "react";
import { useAddress } from "../address.js";
import { Catalogues } from "./catalogues.js";
import { Catalogue } from "./catalogue.js";
import { ShapePage } from "./shape-page.js";
import "./shapes.css";

export function ShapesRoom({ run, write }: { run: string | null; write: boolean }): ReactNode {
  const { part, parameters } = useAddress();
  const shape = parameters.get("shape");
  if (part === null) return <Catalogues run={run} />;
  if (shape === null) return <Catalogue key={part} run={run} catalogue={part} />;
  return <ShapePage key={part} run={run} catalogue={part} id={shape} write={write} />;
}
