// The language servers that are timed: how each is started and configured, and when it answers.
import path from "node:path";

/** Rule families of ruff that speak of what Preship speaks of, beside its default ones. */
export const ruffFamilies = ["E4", "E7", "E9", "F", "S", "B", "BLE", "ASYNC", "DTZ", "LOG", "G", "PD", "NPY", "PERF", "RUF", "TRY"];

export function preshipServer(bundle) {
  return { name: "preship", languages: ["python", "typescript", "yaml"], command: [process.execPath, bundle, "--stdio"] };
}

/** Peers by language; `saves` marks one that looks at saved files only, `pulls` one that is asked. */
export function peerServers({ python, node }) {
  const script = (name) => path.join(node, ...name.split("/"));
  const ruff = { lint: { select: ruffFamilies, preview: false }, configurationPreference: "editorOnly" };
  const off = ["pycodestyle", "pyflakes", "mccabe", "autopep8", "yapf", "pydocstyle", "flake8"];
  const pylsp = { plugins: { ...Object.fromEntries(off.map((name) => [name, { enabled: false }])), pylint: { enabled: true } } };
  const eslint = {
    validate: "on", run: "onType", nodePath: null, workingDirectory: { mode: "location" }, problems: { shortenToSingleLine: false }, rulesCustomizations: [], quiet: false,
    onIgnoredFiles: "off", options: {}, format: false, useESLintClass: true, experimental: { useFlatConfig: false }, // its own class is the flat one since eslint 9
    codeAction: { disableRuleComment: { enable: false }, showDocumentation: { enable: false } }, codeActionOnSave: { enable: false, mode: "all" },
  };
  return [
    { name: "ruff server", native: true, languages: ["python"], command: [path.join(python, "ruff"), "server"], options: { settings: ruff } },
    { name: "pyright-langserver", languages: ["python"], command: [process.execPath, script("pyright/langserver.index.js"), "--stdio"], settings: { python: { analysis: { diagnosticMode: "openFilesOnly" } } } },
    { name: "pylsp with pylint", languages: ["python"], saves: true, command: [path.join(python, "pylsp")], settings: { pylsp }, options: { pylsp }, environment: { PATH: `${python}${path.delimiter}${process.env.PATH}` } },
    { name: "eslint language server", languages: ["typescript"], pulls: true, command: [process.execPath, script("vscode-langservers-extracted/lib/eslint-language-server/eslintServer.js"), "--stdio"], settings: eslint, needsWorkspaceFolder: true },
    { name: "yaml-language-server", languages: ["yaml"], command: [process.execPath, script("yaml-language-server/bin/yaml-language-server"), "--stdio"], settings: { yaml: { validate: true, schemaStore: { enable: false } } } },
  ];
}

/** What eslint runs with: typescript-eslint's recommended rules and those of eslint-plugin-security. */
export const eslintConfig = `import tseslint from "typescript-eslint";
import security from "eslint-plugin-security";
export default [{ ignores: [] }, ...tseslint.configs.recommended, security.configs.recommended];
`;
