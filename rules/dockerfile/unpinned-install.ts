/** Packages that a RUN instruction installs without saying which version. */
import { dockerfileRule, type DockerInstruction, type Finding, type PackageInstall } from "../api.ts";
import { floatingRequests } from "../shell/floating.ts";

export default dockerfileRule({
  id: "dockerfile/unpinned-install",
  title: "Install without a version in an image",
  severity: { default: "warning", installer: "info", manifest: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `Every rebuild asks the registry anew. The image that passed the tests and the image that ships can hold different code although no
line of the repository changed, and a rollback by rebuild does not bring the old state back.`,
  remedy: `Install from a lockfile or a requirements file with hashes, or name the version: \`pip install gunicorn==23.0.0\`,
\`npm ci\`, \`npm install -g pnpm@9.15.0\`, \`go install tool@v1.2.3\`.`,
  silent: `Requirements files, constraints, hashes, local folders, wheels, archives, and names or versions that come from variables which cannot
be seen. System packages (\`apt-get\`, \`apk\`) are not judged: their archives drop old versions, so that pins break builds.
\`npm install\` without a package speaks only where a lockfile was copied in.`,
  references: [
    "https://pip.pypa.io/en/stable/topics/repeatable-installs/",
    "https://docs.npmjs.com/cli/v11/commands/npm-ci",
    "https://go.dev/ref/mod#version-queries",
  ],
  examples: [
    {
      title: "A server added to the requirements by hand",
      bad: "FROM scratch\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt «gunicorn» && \\\n    python -m pip install «\"uvicorn[standard]>=0.30\"»\n",
      good: "FROM scratch\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt gunicorn==23.0.0 && \\\n    python -m pip install \"uvicorn[standard]==0.34.0\"\n",
    },
    {
      title: "JSON form, and a tool from npm",
      bad: "FROM scratch\nRUN [\"pip\", \"install\", «\"requests\"»]\nRUN npm install -g «typescript@latest»\n",
      good: "FROM scratch\nRUN [\"pip\", \"install\", \"requests==2.32.3\"]\nRUN npm install -g typescript@5.9.2\n",
    },
    {
      title: "The installer upgrades itself",
      bad: "FROM scratch\nRUN pip install --upgrade «pip»\n",
      good: "FROM scratch\nRUN pip install --upgrade pip==25.0\n",
    },
    {
      title: "npm install beside a lockfile",
      bad: "FROM scratch\nCOPY package.json package-lock.json ./\nRUN npm «install» --omit=dev\n",
      good: "FROM scratch\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n",
    },
  ],
  *check(file) {
    for (const instruction of file.instructions()) {
      if (instruction.keyword !== "RUN" || !instruction.script) continue;
      const installs = instruction.script.installs().filter(({ tool }) => tool !== "pip" || !isConstrained(instruction));
      for (const { request, message, variant, fixes } of floatingRequests(installs, "build of this image", (one) => file.slice(one))) {
        yield { at: { start: request.start, end: request.end }, message, fixes, ...(variant !== "default" && { variant }) };
      }
      for (const install of installs) {
        const finding = looseManifestInstall(install, instruction);
        if (finding) yield finding;
      }
    }
  },
});

/** `ENV PIP_CONSTRAINT=…` decides the versions of everything pip installs. */
function isConstrained(instruction: DockerInstruction): boolean {
  return ancestry(instruction).some(({ keyword, pairs }) => (keyword === "ENV" || keyword === "ARG") && pairs.some(({ name, value }) => /^(PIP|UV)_(CONSTRAINT|REQUIRE_HASHES|NO_INDEX|EXCLUDE_NEWER)$/.test(name) && value !== undefined));
}

/** Instructions that ran before this one in its stage and in the stages it continues, nearest stage first. */
function ancestry(instruction: DockerInstruction): readonly DockerInstruction[] {
  const found: DockerInstruction[] = [];
  for (let stage = instruction.stage; stage; stage = stage.parent) found.push(...stage.instructions.filter(({ start }) => start < instruction.start));
  return found;
}

interface Locked {
  readonly tool: PackageInstall["tool"];
  readonly lockfile: RegExp;
  /** Copied for certain by this name; a pattern may match nothing. */
  readonly verb: string;
  readonly extra: string;
  /** Flags that say the lockfile is not meant. */
  readonly excluding: readonly string[];
}

/** https://docs.npmjs.com/cli/v11/commands/npm-ci, https://bun.com/docs/cli/install#ci-cd */
const lockedForms: readonly Locked[] = [
  { tool: "npm", lockfile: /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|package\*\.json|package(-lock)?\*(\.json)?)\*?$/, verb: "ci", extra: "", excluding: ["-g", "--global", "--no-package-lock", "--package-lock-only", "--prefix", "-C", "--location"] },
  { tool: "bun", lockfile: /(^|\/)bun\.lockb?\*?$/, verb: "install", extra: " --frozen-lockfile", excluding: ["-g", "--global", "--frozen-lockfile", "--cwd", "--no-save"] },
];

function looseManifestInstall(install: PackageInstall, instruction: DockerInstruction): Finding | undefined {
  const form = install.readsManifest ? lockedForms.find(({ tool }) => tool === install.tool) : undefined;
  if (!form || form.excluding.some((flag) => install.flags.has(flag))) return undefined;
  const copied = ancestry(instruction).filter(({ keyword }) => keyword === "COPY" || keyword === "ADD").flatMap(({ words }) => words.slice(0, -1)).filter(({ value }) => form.lockfile.test(value));
  const [first] = copied;
  if (!first) return undefined;
  const isCertain = copied.some(({ value }) => !value.includes("*"));
  const better = `${install.tool} ${form.verb}${form.extra}`;
  return {
    at: install.verbAt,
    variant: "manifest",
    message: `\`${install.written}\` may rewrite the lockfile that is copied in, so the image can hold other versions than the ones reviewed. Use \`${better}\`, which installs exactly the lockfile or fails.`,
    related: [{ at: { start: first.start, end: first.end }, message: isCertain ? "lockfile copied here" : "lockfile copied here, if there is one" }],
    fixes: [{ title: `Use ${better}`, safe: isCertain, edits: [{ at: install.verbAt, text: form.verb + form.extra }] }],
  };
}
