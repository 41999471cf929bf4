/** What the client can do, read once from its capabilities; the rest of the server asks these questions only. */
import type { ClientCapabilities, InitializeParams } from "vscode-languageserver/node";

export interface Abilities {
  readonly watchesFiles: boolean;
  readonly showsProgress: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly resolvesEdits: boolean;
  readonly prefersActions: boolean;
  /** Action literals; without them only commands could be sent, and none are. */
  readonly actionLiterals: boolean;
  readonly versionedEdits: boolean;
  readonly createsFiles: boolean;
  readonly snippetEdits: boolean;
  readonly appliesEdits: boolean;
  readonly markdownHover: boolean;
  readonly servesContent: boolean;
  /** Asks for diagnostics and takes none that are pushed. */
  readonly onlyPulls: boolean;
  readonly refreshesDiagnostics: boolean;
  /** Tells of notebooks as wholes, cells in order. */
  readonly syncsNotebooks: boolean;
  /** The client has commands that open a rule's page and the config, and shows a diagnostic's message beside our hover. */
  readonly isOurs: boolean;
}

export function abilitiesOf(params: InitializeParams): Abilities {
  const capabilities = (params.capabilities as ClientCapabilities | null | undefined) ?? {};
  const { textDocument, workspace, window } = capabilities;
  const edit = workspace?.workspaceEdit;
  return {
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsProgress: window?.workDoneProgress === true,
    relatedInformation: (textDocument?.publishDiagnostics ?? textDocument?.diagnostic)?.relatedInformation === true,
    codeDescription: (textDocument?.publishDiagnostics ?? textDocument?.diagnostic)?.codeDescriptionSupport === true,
    resolvesEdits: lists(textDocument?.codeAction?.resolveSupport?.properties, "edit") && textDocument?.codeAction?.dataSupport === true,
    prefersActions: textDocument?.codeAction?.isPreferredSupport === true,
    actionLiterals: isThere(textDocument?.codeAction?.codeActionLiteralSupport),
    versionedEdits: edit?.documentChanges === true,
    createsFiles: lists(edit?.resourceOperations, "create"),
    snippetEdits: edit?.documentChanges === true && edit.snippetEditSupport === true,
    appliesEdits: workspace?.applyEdit === true,
    markdownHover: lists(textDocument?.hover?.contentFormat, "markdown"),
    servesContent: isThere(workspace?.textDocumentContent),
    onlyPulls: isThere(textDocument?.diagnostic) && !isThere(textDocument?.publishDiagnostics),
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    syncsNotebooks: isThere(capabilities.notebookDocument),
    isOurs: (params.initializationOptions as { ruleLinks?: unknown } | null | undefined)?.ruleLinks === "command",
  };
}

/** Some clients write null for what they have not. */
function isThere(ability: object | null | undefined): boolean {
  return typeof ability === "object" && ability !== null;
}

function lists(list: readonly string[] | null | undefined, one: string): boolean {
  return Array.isArray(list) && list.includes(one);
}
