/** What the server and the pages say to each other about reviews. Types only: the pages import them. */
import type { Answer, ReviewKind } from "../../verify/review/review-set.js";
import type { ReviewFigures } from "../../verify/review/review-figures.js";

export type { Answer, ReviewFigures, ReviewKind };

/** A rater, as others may see one. */
export interface RaterProgress {
  name: string;
  answered: number;
  isDone: boolean;
}

/** `GET api/runs/RUN/reviews` */
export interface ReviewList {
  reviews: ReviewEntry[];
  /** Reviews whose pictures are being made, or could not be. */
  making: { name: string; done: number; total: number | null; error: { message: string; hint: string | null } | null }[];
  /** Where gold questions would come from; null where there are none. */
  goldSource: string | null;
  /** Other runs that pairs can be asked of. */
  others: string[];
}

/** A review in the list. */
export interface ReviewEntry {
  name: string;
  folder: string;
  kind: ReviewKind;
  question: string;
  /** All questions, and how many of them have known answers. */
  questions: number;
  gold: number;
  raters: RaterProgress[];
  /** What cannot be read of it. */
  problem: string | null;
}

/** `GET api/runs/RUN/reviews/REVIEW?rater=NAME` */
export interface ReviewState extends ReviewEntry {
  /** Null as long as the rater who asks has questions left, and where nobody has answered. */
  figures: ReviewFigures | null;
  /** Questions that raters answer differently, gold ones left out. */
  split: { item: string; category: string; sides: number; answers: { rater: string; answer: Answer }[] }[];
  splitCount: number;
  /** Pictures with an answer that a calibration can take, and how many of them it has already. */
  usable: number;
  used: number;
  /** The command that calibrates on them. */
  command: string;
}

/** `GET api/runs/RUN/reviews/REVIEW/questions?rater=NAME&order=own`: nothing that tells where a picture comes from. */
export interface ReviewQuestions {
  /** Of this set: pictures of another have other addresses. */
  stamp: string;
  kind: ReviewKind;
  question: string;
  items: { item: string; category: string; sides: number; hasClaim: boolean }[];
  /** The rater's own answers, in the order in which they were given. */
  given: { item: string; answer: Answer }[];
}

/** `PUT api/runs/RUN/reviews/REVIEW/answers` */
export interface GivenAnswers {
  rater: string;
  /** In the order in which they were given; null takes one back. */
  answers: { item: string; answer: Answer | null }[];
}

/** `POST api/runs/RUN/reviews` */
export interface NewReview {
  name: string;
  count: number;
  gold: number;
  seed: number;
  /** Another run: pairs are asked. */
  other: string | null;
}

/** `POST api/runs/RUN/reviews/REVIEW/import` */
export interface ImportedAnswers {
  kept: { folder: string; answers: number; command: string }[];
}
