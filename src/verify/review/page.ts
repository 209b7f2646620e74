/** `review.html`: the page on which people answer. It works from the file system, and needs only the pictures beside it. */
import { element, escapeText, type Markup, markup } from "../../plots/svg.js";
import { PAGE_LOGIC } from "./page-logic.js";
import { PAGE_SCRIPT } from "./page-script.js";
import { REVIEW_STYLE } from "./page-style.js";
import { ANSWERS, REVIEW_FORMAT, type ReviewKind } from "./review-set.js";
import { ANSWER_WORDS, LEGEND, RULES } from "./wording.js";

/** A picture on the page: paths of files below the page's folder. */
export interface PageImage {
  imageSha256: string;
  plain: string;
  labelled: string;
  claimed: string | null;
}

/** What the page knows: nothing of where pictures come from. */
export interface PageSet {
  review: string;
  kind: ReviewKind;
  question: string;
  items: readonly { item: string; category: string; images: readonly PageImage[] }[];
}

const t = escapeText;

/** The page. @param scriptHash base64 of the SHA-256 of what {@link pageScript} gives: no other script may run */
export function reviewPage(set: PageSet, scriptHash: string): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; script-src 'sha256-${scriptHash}'`;
  const data = { formatVersion: REVIEW_FORMAT, review: set.review, choices: ANSWERS[set.kind].map((answer) => ({ answer, words: ANSWER_WORDS[answer] })), items: set.items };
  const head = markup(
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, t("Review")),
    `<style>${REVIEW_STYLE}</style>` as Markup,
  );
  const body = markup(
    header(),
    element("main", {}, startPage(set), askPage(set), donePage()),
    // "<" cannot end the element early when it is written otherwise.
    `<script type="application/json" id="review">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>` as Markup,
    `<script>${pageScript()}</script>` as Markup,
  );
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body>${body}</body></html>\n`;
}

/** The page's program. */
export function pageScript(): string {
  return PAGE_LOGIC + PAGE_SCRIPT;
}

function header(): Markup {
  const progress = element(
    "div",
    { id: "progress-box", hidden: "" },
    element("span", { id: "who", class: "dim" }, t(" ")),
    element("div", { class: "track" }, `<div id="bar"></div>` as Markup),
    element("span", { id: "count", role: "status" }, t(" ")),
    element("button", { id: "undo", type: "button", "aria-keyshortcuts": "Backspace U" }, t("Undo "), element("kbd", {}, t("U"))),
    element("button", { id: "save", type: "button" }, t("Save answers")),
  );
  return element("header", {}, element("h1", {}, t("Review")), progress, element("p", { id: "unkept", class: "warn", hidden: "" }, t("This browser keeps nothing: save your answers before you close the page.")));
}

function swatch(color: string): Markup {
  return `<span class="swatch" style="background:${color}"></span>` as Markup;
}

function startPage({ kind, question, items }: PageSet): Markup {
  return element(
    "section",
    { id: "start" },
    element("h2", {}, t(question)),
    element("p", { class: "dim" }, t(`${items.length} questions, each answered with the keys 1, 2 and 3; U takes the last answer back. Answers stay in this browser until you save them as a file.`)),
    element("ul", {}, ...RULES[kind].map((rule) => element("li", {}, t(rule)))),
    element("p", { class: "legend" }, ...LEGEND.flatMap(({ color, words }): Markup[] => [swatch(color), t(words)])),
    element("form", { id: "name-form" }, element("label", { for: "name" }, t("Your name, as it shall stand on your answers")), element("input", { id: "name", name: "name", autocomplete: "name", maxlength: 100, required: "", autofocus: "" }), element("button", { type: "submit", class: "primary" }, t("Begin"))),
  );
}

function askPage({ question }: PageSet): Markup {
  return element("section", { id: "ask", hidden: "", "aria-label": "question" }, element("h2", {}, t(question)), element("p", { id: "category", role: "status" }, t(" ")), `<div id="pictures"></div>` as Markup, `<div id="choices" role="group" aria-label="answers"></div>` as Markup);
}

function donePage(): Markup {
  return element(
    "section",
    { id: "done", hidden: "" },
    element("h2", {}, t("All questions are answered. Thank you!")),
    element("p", {}, t("Save your answers and hand the file to the one who has asked you.")),
    element("p", {}, element("button", { id: "save-big", type: "button", class: "primary" }, t("Save answers")), t(" "), element("button", { id: "back", type: "button" }, t("Back to the last question"))),
  );
}
