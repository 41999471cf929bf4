/** Files that ADD fetches from the network without saying which contents are meant. */
import { dockerfileRule } from "../api.ts";

export default dockerfileRule({
  id: "dockerfile/remote-add",
  title: "ADD from a URL without a checksum",
  severity: { default: "warning", release: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `ADD takes whatever the URL serves that day and keeps it in the image. Nobody notices when it changes, or when somebody else changes it.`,
  remedy: `Give the digest: \`ADD --checksum=sha256:… URL /path\`. For a repository, name the commit: \`ADD https://…/repo.git#<commit> /path\`.`,
  silent: `A \`--checksum\`, repositories at a full commit, URLs from variables that cannot be seen.`,
  references: ["https://docs.docker.com/reference/dockerfile/#add---checksum"],
  examples: [{
    title: "Whatever is there today", bad: "FROM debian:12\nADD «https://example.com/model.bin» /srv/model.bin\n",
    good: "FROM debian:12\nADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.com/model.bin /srv/model.bin\n",
  }],
  prefilter: /ADD/i,
  *check(file) {
    for (const { keyword, keywordAt, flags, words } of file.instructions()) {
      if (keyword !== "ADD" || flags.some(({ name }) => name === "checksum")) continue;
      for (const { value, start, end } of words.slice(0, -1)) {
        if (!/^(https?|ftp):\/\/|^git@/i.test(value) || /[#/][0-9a-f]{40}([/.]|$)/i.test(value)) continue;
        const shown = value.replace(/:\/\/[^/@\s]{1,200}@/, "://…@").slice(0, 100);
        const isRelease = /\d+\.\d+|\/releases\/download\/(?!latest\b)/.test(value);
        const isFile = /^(https?|ftp):/i.test(value) && !/\.git(#|$)/.test(value) && words.length === 2;
        yield {
          at: { start, end }, ...(isFile && { fixes: [{ title: "Add --checksum, to be filled in", safe: false, edits: [{ at: { start: keywordAt.end, end: keywordAt.end }, text: ` --checksum=sha256:${"0".repeat(64)}` }] }] }), ...(isRelease && { variant: "release" }),
          message: /\.git(#|$)|^git@/.test(value)
            ? `\`ADD ${shown}\` takes a branch or tag as it is that day: the next build may hold other code. Name the commit after \`#\`.`
            : `\`ADD ${shown}\` keeps whatever the URL serves that day: the next build may differ, or be hijacked, and nothing shows it. Add \`--checksum=sha256:…\`.`,
        };
      }
    }
  },
});
