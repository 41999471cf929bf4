/** Findings about Preship's own files and comments; they have ids and severities like any rule, but no check. */
import type { RuleMeta } from "../../rules/api.ts";

const common = { principle: "ownership", checklist: [], since: "0.1.0", references: [] } as const;

export const houseRules = {
  "invalid-config": {
    ...common, id: "preship/invalid-config", title: "Mistake in preship.yaml", severity: "warning",
    why: "A setting that is not understood is a setting that does nothing: the team believes a rule is on, or off, and it is not.",
    remedy: "Correct the key or value; the message names what is allowed.",
    examples: [{ title: "An unknown key", path: "preship.yaml", bad: "«profil»: internal\n", good: "profile: internal\n" }],
  },
  "unused-suppression": {
    ...common, id: "preship/unused-suppression", title: "Suppression that silences nothing", severity: "info",
    why: "The code it excused is gone. What remains will silence the next real finding on that line.",
    remedy: "Remove the comment.",
    examples: [{ title: "Nothing to ignore", path: "a.py", bad: "x = 1  «# preship: ignore[python/request-without-timeout] slow host»\n", good: "x = 1\n" }],
  },
  "unexplained-suppression": {
    ...common, id: "preship/unexplained-suppression", title: "Suppression without a reason", severity: "warning",
    why: "Without a reason nobody can tell an accepted risk from an annoyed keystroke, and nobody dares to remove it.",
    remedy: "Write why after the bracket. Until then the finding stays.",
    examples: [{
      title: "Silenced without a word", path: "a.py",
      bad: "import requests\nrequests.get(url)  «# preship: ignore[python/request-without-timeout]»\n",
      good: "import requests\nrequests.get(url)  # preship: ignore[python/request-without-timeout] the caller kills this job after 30 s\n",
    }],
  },
} as const satisfies Record<string, RuleMeta>;
