/** A shape's picture with its arrows, or why there is none. */
import { type ReactNode, useEffect, useState } from "react";
import type { StudioError } from "../studio-error.js";
import { noteFailure } from "./failures.js";
import { askPortrait } from "./shape-source.js";

/** Tiles that only pass by ask for nothing: each portrait has to be drawn. */
const PASSING_MILLISECONDS = 80;

interface PortraitProperties {
  catalogue: string;
  id: string;
  /** Another look has another stamp. */
  stamp: string;
  side: 192 | 384;
}

export function Portrait({ catalogue, id, stamp, side }: PortraitProperties): ReactNode {
  const [address, setAddress] = useState<string | null>(null);
  const [error, setError] = useState<StudioError | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    let made: string | null = null;
    const timer = setTimeout(() => {
      askPortrait(catalogue, id, side, asking.signal).then(
        (picture) => {
          if (asking.signal.aborted) return;
          made = URL.createObjectURL(picture);
          setError(null);
          setAddress(made);
        },
        (problem: StudioError) => {
          if (asking.signal.aborted) return;
          noteFailure(catalogue, id, problem);
          setError(problem);
        },
      );
    }, PASSING_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      asking.abort();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [catalogue, id, stamp, side]);
  if (error !== null) return <span className="unloadable"><strong>cannot be loaded</strong><span>{error.message}</span>{error.hint !== null && <span className="dim">{error.hint}</span>}</span>;
  return address === null ? <span className="coming" /> : <img alt={`portrait of ${id}`} src={address} draggable={false} />;
}
