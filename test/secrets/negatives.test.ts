/** The false alarms that a search for secrets is known for: each stays silent. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { negatives } from "./negatives.ts";

describe("no secret", () => {
  it.each(negatives)("%s: %s", async (path, text) => {
    expect((await lint(path, text, "text/hardcoded-secret")).map(({ message, at }) => `${text.slice(at.start, at.end)} ${message.slice(0, 60)}`)).toEqual([]);
  });
  it("is asked often enough", () => expect(negatives.length).toBeGreaterThan(150));
});
