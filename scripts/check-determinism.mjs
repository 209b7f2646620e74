/**
 * Keeps src the same on every machine: no transcendental Math, no chance, no clock, no locale outside the few files
 * that may; and keeps files short. Reads the syntax tree, so comments and strings raise no alarm.
 */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything else of Math differs between processors or versions, or is close enough to such to be confused with it. */
const EXACT_MATH = new Set("abs ceil floor round trunc sign min max sqrt fround imul clz32 PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(" "));
const CLOCKS = new Set(["Date", "performance"]);
const LOCALES = new Set(["Intl", "localeCompare", "toLocaleString", "toLocaleDateString", "toLocaleTimeString", "toLocaleUpperCase", "toLocaleLowerCase"]);
const CHANCE = new Set(["randomUUID", "randomBytes", "randomInt", "getRandomValues"]);

/** Where each thing is allowed: the command line and the machinery around a run see the world, stages do not. */
const MATH_FILES = /^src\/core\/math\.ts$/;
const WORLD_FILES = /^src\/(cli|engine|storage|studio)\//;

const ERROR_LINES = 500;
const WARNING_LINES = 300;

const problems = [];
const warnings = [];
const files = readdirSync(join(root, "src"), { recursive: true })
  .map((file) => `src/${file.split(sep).join("/")}`)
  .filter((file) => file.endsWith(".ts"))
  .sort();
for (const file of files) check(file, readFileSync(join(root, file), "utf8"));
for (const warning of warnings) console.log(`warning: ${warning}`);
for (const problem of problems) console.error(`error: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${files.length} files: no machine-dependent arithmetic, chance, clock or locale`);

function check(file, text) {
  const lines = text.split("\n").length - 1;
  if (lines > ERROR_LINES) problems.push(`${file} has ${lines} lines; split it (most: ${ERROR_LINES})`);
  else if (lines > WARNING_LINES) warnings.push(`${file} has ${lines} lines; is it one thing?`);

  const source = ts.createSourceFile(relative(".", file), text, ts.ScriptTarget.Latest, true);
  const report = (node, what) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    problems.push(`${file}:${line + 1}:${character + 1} ${what}`);
  };
  const visit = (node) => {
    if (ts.isTypeNode(node)) return;
    if (!MATH_FILES.test(file)) checkMath(node, report);
    if (ts.isIdentifier(node) && !isDeclaredName(node)) {
      if (!WORLD_FILES.test(file) && CLOCKS.has(node.text) && !isMember(node) && !isReadingOfDate(node)) report(node, `${node.text}: no clock in stages`);
      if (!WORLD_FILES.test(file) && LOCALES.has(node.text)) report(node, `${node.text} depends on the machine's language`);
      if (!WORLD_FILES.test(file) && CHANCE.has(node.text)) report(node, `${node.text}: chance comes from random(seed, path, purpose)`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function checkMath(node, report) {
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.AsteriskAsteriskToken || operator === ts.SyntaxKind.AsteriskAsteriskEqualsToken) {
      report(node.operatorToken, "** differs between Node versions: multiply, or use core/math.ts");
    }
  }
  if (!ts.isIdentifier(node) || node.text !== "Math" || isMember(node)) return;
  const use = node.parent;
  const name = ts.isPropertyAccessExpression(use) ? use.name.text : null;
  if (name === null) report(node, "Math itself is handed on: name the function, so that it can be checked");
  else if (!EXACT_MATH.has(name)) report(use, `Math.${name} differs between machines: use core/math.ts`);
}

/** `Date.parse` reads a text and no clock. */
function isReadingOfDate({ text, parent }) {
  return text === "Date" && ts.isPropertyAccessExpression(parent) && parent.name.text === "parse";
}

/** Whether an identifier is the `name` in `object.name`. */
function isMember(node) {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

/** Whether an identifier only names a property, parameter or variable of our own. */
function isDeclaredName(node) {
  const { parent } = node;
  return "name" in parent && parent.name === node && !ts.isPropertyAccessExpression(parent);
}
