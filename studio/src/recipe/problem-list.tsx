/** Everything that is wrong with the recipe; each leads to its place. */
import type { ReactNode } from "react";
import type { LocatedProblem } from "../../../src/recipe/problem.js";

export function ProblemList({ problems, show }: { problems: readonly LocatedProblem[]; show: (problem: LocatedProblem) => void }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <details className="problem-list" open>
      <summary>{problems.length} {problems.length === 1 ? "problem" : "problems"}</summary>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.path.join(".")} ${problem.message}`}>
            <button onClick={() => show(problem)}>{problem.message}{problem.line !== null && <span className="dim"> line {problem.line}</span>}</button>
            {problem.hint !== "" && <span className="dim"> {problem.hint}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
