/** A cell installs packages without saying which version: whoever runs the notebook next gets something else. */
import { notebookRule } from "../api.ts";
import { floatingRequests } from "../shell/floating.ts";

export default notebookRule({
  id: "notebook/unpinned-install",
  title: "Notebook installs packages without a version",
  severity: { default: "warning", installer: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The cell asks the registry anew whenever the notebook runs. A colleague, a scheduled run or you in three months get other versions
than the ones the saved results were made with, and nobody sees it in the notebook.`,
  remedy: "Name the version (`%pip install pandas==2.2.3`), or install the project's requirements file or lockfile.",
  silent: `Requirements files, constraints, local folders, wheels, and names or versions that come from variables. Cells of other kernels.`,
  references: ["https://pip.pypa.io/en/stable/topics/repeatable-installs/", "https://ipython.readthedocs.io/en/stable/interactive/magics.html#magic-pip"],
  examples: [
    {
      title: "Installed in the first cell",
      bad: '{"cells": [{"cell_type": "code", "source": ["!pip install -q «pandas» «\\"scikit-learn>=1\\"»\\n", "import pandas as pd\\n"]}]}\n',
      good: '{"cells": [{"cell_type": "code", "source": ["!pip install -q pandas==2.2.3 \\"scikit-learn==1.5.2\\"\\n", "import pandas as pd\\n"]}]}\n',
    },
    {
      title: "With the magic, and in a shell cell",
      bad: '{"cells": [{"cell_type": "code", "source": "%pip install «mlflow»"}, {"cell_type": "code", "source": "%%bash\\npip install «dvc»\\n"}]}\n',
      good: '{"cells": [{"cell_type": "code", "source": "%pip install mlflow==2.18.0"}, {"cell_type": "code", "source": "%%bash\\npip install -r requirements.txt\\n"}]}\n',
    },
  ],
  *check(file) {
    for (const script of file.notebook?.scripts() ?? []) {
      for (const { request, message, variant, fixes } of floatingRequests(script.installs(), "run of this notebook", (one) => file.slice(one))) {
        yield { at: { start: request.start, end: request.end }, message, fixes, ...(variant !== "default" && { variant }) };
      }
    }
  },
});
