/** Further spellings of faults in training code that must speak like the first one, and their harmless neighbours. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const loop = "import torch\nfor x, y in loader:\n    loss = f(model(x), y)\n    opt.zero_grad()\n    loss.backward()\n    opt.step()\n";

const tables: Readonly<Record<string, readonly (readonly [title: string, marked: string])[]>> = {
  "python/retained-graph": [
    ["times the rows", `${loop}    total += «loss» * x.size(0)\n`],
    ["written out", `${loop}    total = total + «loss»\n`],
    ["in a list", `${loop}    losses.append(«loss»)\n`],
    ["numbers in a list", `${loop}    losses.append(loss.item())\n    total = total + float(loss)\n`],
    ["a list that is differentiated", `${loop}    losses.append(loss)\ntorch.stack(losses).sum().backward()\n`],
    ["something else in a list", `${loop}    rows.append(x)\n    losses.append(x)\n`],
    ["a number by the same name", `${loop}    loss = loss.item()\n    losses.append(loss)\n`],
  ],
  "python/missing-stratify": [
    ["several labels per row", "from sklearn.multiclass import OneVsRestClassifier\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.svm import SVC\na, b, c, d = train_test_split(X, y)\nm = OneVsRestClassifier(SVC(class_weight='balanced'))\n"],
  ],
};

for (const [rule, cases] of Object.entries(tables)) {
  describe(rule, () => {
    for (const [title, marked] of cases) {
      it(title, async () => {
        const { text } = readMarkers(marked);
        expect(withMarkers(text, await lint("run.py", text, rule))).toBe(marked);
      });
    }
  });
}
