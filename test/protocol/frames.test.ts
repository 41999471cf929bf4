/** Messages are found again after whatever stands between them, and in whatever pieces they come. */
import { describe, expect, it } from "vitest";
import { Frames } from "../../server/lsp/frames.ts";
import { pick, seeded } from "../fuzz/mutations.ts";

const frame = (body: string, length = Buffer.byteLength(body)) => `Content-Length: ${length}\r\n\r\n${body}`;

/** Bodies of what comes out, the bytes handed in in pieces of `size`. */
function bodies(input: string | Buffer, size = Infinity): string[] {
  const found: string[] = [];
  const frames = new Frames((body) => { found.push(body.toString("utf8")); });
  const bytes = Buffer.from(input as string);
  for (let at = 0; at < bytes.length; at += Math.min(size, bytes.length)) frames.read(bytes.subarray(at, Math.min(at + size, bytes.length)));
  return found;
}

const [a, b, c] = ['{"a":"é😀"}', '{"b":[1,2,{}]}', '{"c":{"x":"Content-Length: 5\\r\\n\\r\\n"}}'];
const cases: readonly (readonly [what: string, input: string | Buffer, expected: readonly string[]])[] = [
  ["one after the other", frame(a) + frame(b) + frame(c), [a, b, c]],
  ["other headers, other letters", `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:${Buffer.byteLength(a)}\r\n\r\n${a}CONTENT-LENGTH: ${b.length} \r\nX: y\r\n\r\n${b}`, [a, b]],
  ["junk before, between and behind", `\r\n\r\n}}{{\0${frame(a)}junk${frame(b)}: : \r\n${frame(c)}xyz`, [a, b, c]],
  ["a header without a length", `X: 1\r\n\r\n${a}${frame(b)}${frame(c)}`, [b, c]],
  ["a length that is no number", `Content-Length: many\r\n\r\n${frame(b)}Content-Length: -7\r\n\r\n${frame(c)}`, [b, c]],
  ["a body longer than it says", frame(a, 4) + frame(b) + frame(c), [a.slice(0, 4), b, c]],
  ["a body shorter than it says", frame(a, 30) + frame(b) + frame(c), [a, b, c]],
  ["one shorter than it says by less than a header", frame(a, Buffer.byteLength(a) + 5) + frame(b) + frame(c), [a, b, c]],
  ["one that says to be without end", frame(a, 999_999_999) + frame(b), [a, b]],
  ["a length of more digits than there are bytes", `Content-Length: 99999999999999999999\r\n\r\n${frame(b)}`, [b]],
  ["one that says to be as long as all that is there", frame(a, Buffer.byteLength(a + frame(b))) + frame(b), [a, b]],
  ["a single one", frame(a), [a]],
  ["an empty body", `Content-Length: 0\r\n\r\n${frame(b)}`, [b]],
  ["a header without end", `${"X: y\r\n".repeat(40_000)}${"z".repeat(100_000)}${frame(b)}${frame(c)}`, [b, c]],
  ["white space behind a body", `${frame(`${a}\r\n`)}\r\n${frame(b)}`, [`${a}\r\n`, b]],
  ["bytes that are no text", Buffer.concat([Buffer.from([0xff, 0xfe, 0x0d, 0x0a, 0x0d, 0x0a, 0xc3]), Buffer.from(frame(b))]), [b]],
  ["lengths that are spelled in a text", frame('{"t":"Content-Length: 9\\r\\n"}') + frame(c), ['{"t":"Content-Length: 9\\r\\n"}', c]],
];

describe.each([Infinity, 1, 2, 7, 64, 1000])("in pieces of %d bytes", (size) => {
  it.each(cases)("%s", (_what, input, expected) => {
    expect(bodies(input, size)).toEqual(expected);
  });
});

it("a long body comes through as it is", () => {
  const long = JSON.stringify({ text: "Content-Length: é\n".repeat(60_000) });
  expect(bodies(frame(long) + frame(a), 4096)).toEqual([long, a]);
});

it("after any junk the next two messages but one are heard", () => {
  const parts = ["Content-Length: ", "content-length:", "\r\n", "\r\n\r\n", "7", "99", "{", "}", "\"", "é", "X: y", " ", "\0", frame(a), frame(b, 3), frame(b, 60)];
  for (let seed = 0; seed < 400; seed++) {
    const random = seeded(seed);
    const junk = Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(random, parts)).join("");
    const found = bodies(junk + frame(c) + frame(b) + frame(a), pick(random, [1, 3, 50, Infinity]));
    expect(found.slice(-2), JSON.stringify(junk)).toEqual([b, a]);
  }
});
