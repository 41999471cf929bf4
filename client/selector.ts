/** Which documents Preship follows: every file, because any text can hold a secret; the server claims what it can read. */
export const documentSelector = [
  { scheme: "file" },
  { scheme: "vscode-remote" },
  { scheme: "vscode-notebook-cell", language: "python" },
];
