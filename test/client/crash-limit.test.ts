/** When the client stops restarting a server that crashes. */
import { describe, expect, it } from "vitest";
import { CrashLimit } from "../../client/crash-limit.ts";

const minute = 60_000;
const cases = [
  { title: "three in a row are bad luck", crashes: [0, 1, 2], answers: [true, true, true] },
  { title: "a fourth within three minutes is a fault", crashes: [0, 1, 2, 3], answers: [true, true, true, false] },
  { title: "one a minute goes on forever", crashes: [0, 61_000, 122_000, 183_000, 244_000, 305_000], answers: [true, true, true, true, true, true] },
  { title: "what is long ago is forgotten", crashes: [0, 1, 2, 10 * minute], answers: [true, true, true, true] },
  { title: "a restart by hand counts from nothing", crashes: [0, 1, 2, 3, 4, 5, 6, 7], answers: [true, true, true, false, true, true, true, false] },
];

describe("crash limit", () => {
  it.each(cases)("$title", ({ crashes, answers }) => {
    const limit = new CrashLimit();
    expect(crashes.map((time) => limit.tolerates(time))).toEqual(answers);
  });
});
