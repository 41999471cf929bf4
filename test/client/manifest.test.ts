/** The manifest and the client agree: what is promised is there, what is there is promised. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: boolean } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly snippets: readonly { readonly path: string }[];
    readonly yamlValidation: readonly { readonly url: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

const root = path.resolve(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const { commands, menus, viewsWelcome, views, snippets, yamlValidation, configuration } = manifest.contributes;
const declared = new Set(commands.map(({ command }) => command));
const source = readdirSync(path.join(root, "client"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(path.join(root, "client", name), "utf8")).join("\n");

describe("manifest", () => {
  it.each(commands)("$command is registered by the client", ({ command }) => {
    const name = command.replace(/^preship\.(checklist\.)?/, "");
    expect(source).toMatch(new RegExp(`(command|ask|onItem)\\("${name}"|"${command.replaceAll(".", "\\.")}"`));
  });

  it("shows only commands that exist in menus and welcome texts", () => {
    const used = [
      ...Object.values(menus).flat().map(({ command }) => command),
      ...viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/command:(preship\.[\w.]+)/g)].map((match) => match[1] ?? "")),
    ];
    expect(used.filter((command) => !declared.has(command))).toEqual([]);
  });

  it("has menu conditions that fit the words the panel gives to its rows", () => {
    const patterns = Object.values(menus).flat().flatMap(({ when }) => [...(when ?? "").matchAll(/viewItem =~ \/(.*)\//g)].map((match) => match[1] ?? ""));
    expect(patterns.length).toBeGreaterThan(0);
    const contexts = ["item open", "item blocked signed shown", "item confirmed signed creatable shown", "part", "list", "folder"];
    for (const pattern of patterns) expect(contexts.some((context) => new RegExp(pattern).test(context)), pattern).toBe(true);
  });

  it("names files that are there", () => {
    const files = [manifest.icon, ...Object.values(views).flat().map(({ icon }) => icon), ...snippets.map((one) => one.path), ...yamlValidation.map(({ url }) => url)];
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it("reads every setting it offers, but the trace, which the protocol library reads", () => {
    const names = Object.keys(configuration.properties).filter((name) => name !== "preship.trace.server").map((name) => name.replace("preship.", ""));
    for (const name of names) expect(source).toContain(`get("${name}"`);
  });

  it("works before the folder is trusted, and never wakes up for everything", () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe(true);
    expect(manifest.activationEvents).not.toContain("*");
  });
});
