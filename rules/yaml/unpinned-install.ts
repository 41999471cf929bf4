/** Packages that a pipeline installs without saying which version. */
import { yamlRule } from "../api.ts";
import { floatingRequests } from "../shell/floating.ts";

export default yamlRule({
  id: "yaml/unpinned-install",
  title: "Install without a version in a pipeline",
  severity: { default: "warning", installer: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The pipeline asks the registry anew at every run. A commit that passed yesterday fails today, or passes with code that nobody has
looked at, and a hijacked release of any such package runs beside the deploy keys on the day it is published.`,
  remedy: `Install from a lockfile or a requirements file with hashes, or name the version: \`pip install build==1.3.0\`,
\`npm install -g vercel@44.7.3\`, \`go install tool@v1.2.3\`.`,
  silent: `Requirements files, constraints, hashes, local folders, wheels, archives, and names or versions from the matrix or from variables that
cannot be seen. Steps that PowerShell, cmd or Python run are not read. System packages are not judged.`,
  references: [
    "https://pip.pypa.io/en/stable/topics/repeatable-installs/",
    "https://docs.npmjs.com/cli/v11/using-npm/package-spec",
    "https://go.dev/ref/mod#version-queries",
  ],
  examples: [
    {
      title: "Build tools of the day",
      path: ".github/workflows/publish.yml",
      bad: "on: push\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          python -m pip install --upgrade «pip»\n          pip install «build» «'twine>=5'»\n          npm install -g «vercel@latest»\n",
      good: "on: push\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          python -m pip install --upgrade pip==25.2\n          pip install build==1.3.0 'twine==6.1.0'\n          npm ci\n",
    },
    {
      title: "A version from the matrix is a version",
      path: ".github/workflows/test.yml",
      bad: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip install django==${{ matrix.django }} «pytest»\n",
      good: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip install django==${{ matrix.django }} -r requirements-dev.txt\n",
    },
  ],
  prefilter: /install|\badd\b|dlx|npx|\b(i|get|run|create)\b/,
  judges: "documents",
  *check(file) {
    const moment = file.kind === "kubernetes" || file.kind === "compose" ? "start of this container" : "run of this pipeline";
    for (const { script } of file.scripts()) {
      for (const { request, message, variant, fixes } of floatingRequests(script.installs(), moment, (one) => file.slice(one))) {
        yield { at: { start: request.start, end: request.end }, message, fixes, ...(variant !== "default" && { variant }) };
      }
    }
  },
});
