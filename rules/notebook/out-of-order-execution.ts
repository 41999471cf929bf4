/** The cells were last run in another order than they stand in: the saved results come from a state nobody can make again. */
import { type NotebookCell, notebookRule } from "../api.ts";

export default notebookRule({
  id: "notebook/out-of-order-execution",
  title: "Cells were run in another order than they stand in",
  severity: { default: "warning", gap: "hint" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The numbers beside the cells tell the order in which they ran. When a later cell ran before an earlier one, the results that are
saved, and perhaps the model, come from a state that running the notebook from top to bottom does not make.`,
  remedy: "Restart the kernel, run all cells, and save that. If it fails, the notebook says where it depended on the order.",
  silent: `Cleared notebooks; cells that have not run. One finding for the whole notebook. A gap in otherwise rising numbers is a hint: most
come from running the same cell twice.`,
  references: ["https://jupyter-notebook.readthedocs.io/en/stable/examples/Notebook/Running%20Code.html", "https://leomurta.github.io/papers/pimentel2019a.pdf"],
  examples: [
    {
      title: "The scaler was fitted after the model had used it",
      bad: '{"cells": [\n{"cell_type": "code", "execution_count": 1, "source": "import pandas as pd"},\n{"cell_type": "code", "execution_count": 7, "source": "df = df * 2"},\n{"cell_type": "code", "execution_count": 3, "source": "«df.describe()»"}\n]}\n',
      good: '{"cells": [\n{"cell_type": "code", "execution_count": 1, "source": "import pandas as pd"},\n{"cell_type": "code", "execution_count": 2, "source": "df = df * 2"},\n{"cell_type": "code", "execution_count": 3, "source": "df.describe()"}\n]}\n',
    },
    {
      title: "Something ran that is no longer here",
      bad: '{"cells": [\n{"cell_type": "code", "execution_count": 1, "source": "x = 1"},\n{"cell_type": "code", "execution_count": 9, "source": "«print(x)»"}\n]}\n',
      good: '{"cells": [\n{"cell_type": "code", "execution_count": null, "source": "x = 1"},\n{"cell_type": "code", "execution_count": null, "source": "print(x)"}\n]}\n',
    },
  ],
  *check(file) {
    const run = (file.notebook?.cells ?? []).flatMap((cell) => (cell.executionCount === undefined ? [] : [{ cell, count: cell.executionCount }]));
    const after = run.map(({ cell, count }, index) => ({ cell, count, before: run[index - 1] })).slice(1);
    const [firstBack] = after.filter(({ count, before }) => before !== undefined && count < before.count);
    if (firstBack?.before) {
      const many = after.filter(({ count, before }) => before !== undefined && count < before.count).length;
      yield {
        at: firstLine(firstBack.cell, file.text), related: [{ at: firstLine(firstBack.before.cell, file.text), message: `ran later ([${firstBack.before.count}])` }],
        message: `This cell ran as [${firstBack.count}], the one above it as [${firstBack.before.count}]${many > 1 ? `, and so on at ${many} places` : ""}: the saved results come from an order that running from top to bottom does not repeat. Restart the kernel and run all cells.`,
      };
      return;
    }
    const [gap] = after.filter(({ count, before }) => before !== undefined && count > before.count + 1);
    if (!gap?.before) return;
    yield {
      at: firstLine(gap.cell, file.text), variant: "gap", confidence: "possible",
      message: `The counter jumps from [${gap.before.count}] to [${gap.count}]: something ran in between that is not in the notebook any more, and the results may depend on it. Restart the kernel and run all cells.`,
    };
  },
});

function firstLine({ start, end }: NotebookCell, text: string): { start: number; end: number } {
  const from = start + (/^\s*/.exec(text.slice(start, end))?.[0].length ?? 0);
  const line = text.indexOf("\n", from);
  return { start: Math.min(from, end), end: line < 0 || line > end ? end : line };
}
