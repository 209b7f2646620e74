/** The questions that a record answers beyond doubt. */
import { asin, atan2, radians } from "../../../core/math.js";
import { random } from "../../../core/random.js";
import type { Matrix3 } from "../../../geometry/vector.js";
import { cameraPosition } from "../../../geometry/viewpoint.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";

/** A question with its answer among the choices. */
export interface Question {
  kind: "side" | "above" | "nearer";
  question: string;
  choices: string[];
  answer: string;
}

/** An object of which less is seen is not asked about. */
const LEAST_VISIBLE = 0.5;
/** A side is named when the camera stands within this angle of straight before it, and not much above or below. */
const SIDE_DEGREES = 30;
const STEEPEST_DEGREES = 50;
const FROM_ABOVE_DEGREES = 20;
const NOT_FROM_ABOVE_DEGREES = 5;
/** One of two is nearer when the other is farther by this factor. */
const CLEARLY_FARTHER = 1.15;

/** Sides in order of azimuth, from 0 in quarter turns. */
const SIDES = ["front", "left", "back", "right"] as const;

/** All questions about a sample; the order of choices is drawn. */
export function questionsAbout(record: SampleRecord, seed: number): Question[] {
  const clear = record.objects.filter(({ visibleFraction }) => visibleFraction >= LEAST_VISIBLE);
  // "The car" must be one only, whether it is seen well or not.
  const named = clear.filter(({ category }) => record.objects.filter((other) => other.category === category).length === 1);
  const found = [...named.flatMap((object) => [sideOf(object), aboveOf(object)]), nearerOf(named)].filter((question) => question !== null);
  return found.map((question, index) => ({ ...question, choices: random(seed, record.id, `question/${question.kind}/${index}`).shuffle(question.choices) }));
}

/** Where the camera stands, seen from the object: an object beside the optical axis shows another side than its rotation alone says. */
function cameraAngles({ rotationObjectToCamera, translationObjectToCamera }: ObjectRecord): { azimuthRadians: number; elevationRadians: number } {
  const [x, y, z] = cameraPosition({ rotation: rotationObjectToCamera as unknown as Matrix3, translation: translationObjectToCamera });
  return { azimuthRadians: atan2(x, -y), elevationRadians: asin(z / Math.sqrt(x * x + y * y + z * z)) };
}

/** Shapes that look alike from several sides have no side to ask for. */
function sideOf(object: ObjectRecord): Question | null {
  const { category, frontKnown, symmetry } = object;
  const { azimuthRadians, elevationRadians } = cameraAngles(object);
  const isOneSided = frontKnown && symmetry.discrete.length === 0 && symmetry.continuous.length === 0;
  if (!isOneSided || Math.abs(elevationRadians) > radians(STEEPEST_DEGREES)) return null;
  const quarter = Math.round(azimuthRadians / (Math.PI / 2));
  if (Math.abs(azimuthRadians - quarter * (Math.PI / 2)) > radians(SIDE_DEGREES)) return null;
  const name = words(category);
  return { kind: "side", question: `Which side of the ${name} faces the camera? Left and right are the ${name}'s own.`, choices: [...SIDES], answer: SIDES[((quarter % 4) + 4) % 4]! };
}

function aboveOf(object: ObjectRecord): Question | null {
  const { category } = object;
  const { elevationRadians } = cameraAngles(object);
  const isAbove = elevationRadians >= radians(FROM_ABOVE_DEGREES);
  if (!isAbove && elevationRadians > radians(NOT_FROM_ABOVE_DEGREES)) return null;
  return { kind: "above", question: `Is the ${words(category)} seen from above?`, choices: ["yes", "no"], answer: isAbove ? "yes" : "no" };
}

function nearerOf([one, other]: readonly ObjectRecord[]): Question | null {
  if (one === undefined || other === undefined) return null;
  const [near, far] = one.viewpoint.distance <= other.viewpoint.distance ? [one, other] : [other, one];
  if (far.viewpoint.distance < near.viewpoint.distance * CLEARLY_FARTHER) return null;
  const choices = [words(one.category), words(other.category)];
  return { kind: "nearer", question: `Which is nearer to the camera, the ${choices[0]!} or the ${choices[1]!}?`, choices, answer: words(near.category) };
}

/** A category as it is said, on one line. */
export function words(category: string): string {
  return category.replaceAll(/[\s_]+/g, " ").trim();
}
