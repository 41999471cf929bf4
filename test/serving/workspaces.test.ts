/** What is served, learned and loaded is followed over files: aliases, re-exports, instances, constants. */
import { describe, expect, it } from "vitest";
import { workspace } from "../harness.ts";
import * as handedOn from "./handed-on.ts";
import * as kept from "./kept.ts";
import * as loaded from "./loaded.ts";
import * as reached from "./reached.ts";
import * as settled from "./settled.ts";

const mark = /\s*# <- ([\w, -]+)$/;

function expectedOf(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([path, text]) => text.split("\n").flatMap((line, index) => (mark.exec(line)?.[1]?.split(", ") ?? []).map((rule) => `${path}:${index + 1} ${rule}`))).sort();
}

describe.each([["reached", reached.workspaces], ["loaded", loaded.workspaces], ["kept", kept.workspaces], ["handed on", handedOn.workspaces], ["settled", settled.workspaces]])("%s", (_, workspaces) => {
  it.each(workspaces.map((one) => [one.title, one] as const))("%s", async (_title, { rules, files }) => {
    const plain = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.split("\n").map((line) => line.replace(mark, "")).join("\n")]));
    const { findings, trouble } = await workspace(plain);
    expect(trouble).toEqual([]);
    const told = findings().map(({ rule, path, at }) => ({ name: rule.id.replace(/^\w+\//, ""), line: `${path}:${(plain[path] ?? "").slice(0, at.start).split("\n").length}` }));
    expect(told.filter(({ name }) => rules.includes(name)).map(({ name, line }) => `${line} ${name}`).sort()).toEqual(expectedOf(files));
  });
});
