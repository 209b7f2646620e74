/** A description; what stands in it between backticks is to be typed so. */
import type { ReactNode } from "react";

export function Described({ text }: { text: string }): ReactNode {
  return text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
