/** Words that raters read, on the page that is handed out and in the studio. */
import type { Answer, ReviewKind } from "./review-set.js";

/** What is asked. */
export const QUESTIONS: Record<ReviewKind, string> = { single: "Does the picture show what its label says?", pair: "Which picture shows its label better?" };

/** On the buttons. */
export const ANSWER_WORDS: Record<Answer, string> = { yes: "yes", no: "no", unsure: "cannot tell", left: "left", right: "right", same: "both alike" };

/** When to answer what. */
export const RULES: Record<ReviewKind, readonly string[]> = {
  single: [
    "“Yes” when the named object is there, and box, outline and front sit on it as they should. Style, colour and background do not matter.",
    "“No” when it is turned otherwise, mirrored, elsewhere, another thing, partly gone, or there a second time outside the outline.",
    "“Cannot tell” when nobody could say, such as front and back of a round table.",
  ],
  pair: [
    "Choose the picture on which box, outline and front sit better on the named object. Style, colour and background do not matter.",
    "“Both alike” when both are right, or both are wrong in the same way.",
  ],
};

/** Colours of what is drawn into pictures. */
export const LEGEND: readonly { color: string; words: string }[] = [
  { color: "rgb(70,220,255)", words: "3D box" },
  { color: "rgb(255,170,30)", words: "front of the object" },
  { color: "rgb(255,90,220)", words: "outline" },
];

/** Under the pictures. */
export const CAPTIONS = { plain: "the picture", labelled: "with the label drawn in", claimed: "what the label claims" } as const;
