/** Projects that have tests and a pipeline which does not run them. */
import { projectRule } from "../api.ts";
import { loudness, pipelinePlace } from "./shape/overview.ts";
import { pipelineActions, pipelineCommands, pipelinePath, readPipeline } from "./shape/pipelines.ts";

export default projectRule({
  id: "project/untested-ci",
  title: "Pipeline that runs no tests",
  severity: { default: "info", exposed: "warning" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `A green pipeline that tested nothing is worse than none: everybody takes it for a proof.`,
  remedy: `Run the tests on every pull request, and let a failure stop the merge.`,
  silent: `Projects without a test file (that is another finding), pipelines whose commands cannot be read (scripts, other services, reusable workflows), prototypes.`,
  references: ["https://docs.github.com/en/actions/tutorials/build-and-test-code"],
  examples: [
    { title: "Tests that nobody runs", path: ".github/workflows/ci.yml", bad: "on: push\n«jobs»:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build .\n", good: "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n", files: {"tests/test_a.py": "def test_a():\n    assert True\n"} },
  ],
  *check(project, context) {
    const loud = loudness(context.for("").profile);
    const place = pipelinePlace(project);
    const paths = [...project.surroundings.paths];
    if (!loud || !place || project.surroundings.isPart || !paths.some((path) => testFile.test(path)) || paths.some((path) => pipelinePath.test(path) && !readPipeline.test(path))) return;
    if (pipelineCommands(project).some((words) => mayTest.test(words)) || pipelineActions(project).some((name) => /test|\.ya?ml$|cypress|playwright|ci\b/.test(name)) || callsAnother(project)) return;
    yield { ...place, ...loud, message: "This project has tests and no pipeline runs them: green says nothing, and the release that breaks looks like any other. Run them on every pull request." };
  },
});

const testFile = /(^|\/)(test_[^/]*\.py|[^/]*_test\.(py|go)|[^/]*\.(test|spec)\.[cm]?[jt]sx?|[^/]*(Test|Tests|Spec)\.(java|kt|cs|scala))$/;
/** A command that tests, or one whose inside cannot be seen: scripts, make targets, task runners. */
const mayTest = /test|spec|tox|nox|check|verify|vitest|jest|mocha|cypress|playwright|coverage|^(make|just|task|bash|sh|mvn|gradle|gradlew|bazel|dagger|earthly|nx|turbo|rake|ctest|invoke|\.\/)\b|\.sh\b|\bci\b|(npm|yarn|pnpm) (run )?(all|ci|validate)/i;

function callsAnother(project: Parameters<typeof pipelineCommands>[0]): boolean {
  return [...project.files].some(([path, { body }]) => readPipeline.test(path) && body.operations?.settings.some(({ name }) => /test|tox|nox|include|secrets/i.test(name)));
}
