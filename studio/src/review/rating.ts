/** A rater's answers so far, and which question is next. */
import type { Answer, ReviewQuestions } from "../../../src/studio/review/review-messages.js";

/** See the file's comment. Never changed: each step makes another. */
export interface Rating {
  items: ReviewQuestions["items"];
  /** In the order in which they were given. */
  given: ReviewQuestions["given"];
}

/** The first question without an answer; null when there is none. */
export function nextItem({ items, given }: Rating): ReviewQuestions["items"][number] | null {
  const answered = new Set(given.map(({ item }) => item));
  return items.find(({ item }) => !answered.has(item)) ?? null;
}

/** The question after the next. */
export function itemAfter(rating: Rating): ReviewQuestions["items"][number] | null {
  const next = nextItem(rating);
  return next === null ? null : nextItem({ ...rating, given: [...rating.given, { item: next.item, answer: "unsure" }] });
}

/** With one answer more, or, where it is null, without that question's. */
export function withAnswer(rating: Rating, item: string, answer: Answer | null): Rating {
  const others = rating.given.filter((each) => each.item !== item);
  return { ...rating, given: answer === null ? others : [...others, { item, answer }] };
}
