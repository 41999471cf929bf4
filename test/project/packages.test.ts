/** What a package hands on by stars is found, however many packages lie between. */
import { expect, it } from "vitest";
import { workspace } from "../harness.ts";

it.each([
  ["one package", "kit", { "kit/__init__.py": "from .parts import *\n", "kit/parts.py": "class Api:\n    def go(self):\n        return 1\n" }],
  ["a package in a package", "kit.api", { "kit/__init__.py": "", "kit/api/__init__.py": "from .pages import *\n", "kit/api/pages/__init__.py": "from .base import *\nfrom .parts import *\n", "kit/api/pages/base.py": "class Base:\n    pass\n", "kit/api/pages/parts.py": "from . import base\n\n\nclass Api(base.Base):\n    def go(self):\n        return 1\n" }],
  ["packages four deep", "a.b.c.d", { "a/__init__.py": "", "a/b/__init__.py": "", "a/b/c/__init__.py": "", "a/b/c/d/__init__.py": "from .e import *\n", "a/b/c/d/e/__init__.py": "from .base import *\nfrom .parts import *\n", "a/b/c/d/e/base.py": "class Base:\n    pass\n", "a/b/c/d/e/parts.py": "class Api:\n    def go(self):\n        return 1\n" }],
  ["a star that comes second", "kit.api", { "kit/__init__.py": "", "kit/api/__init__.py": "from .client import *\nfrom .pages import *\n", "kit/api/client.py": "class Connection:\n    pass\n", "kit/api/pages/__init__.py": "from .page import *\nfrom .base import *\nfrom .parts import *\n", "kit/api/pages/page.py": "class Page:\n    pass\n", "kit/api/pages/base.py": "class Base:\n    pass\n", "kit/api/pages/parts.py": "class Api:\n    def go(self):\n        return 1\n" }],
])("through %s", async (_how, module, files) => {
  const all = await workspace({ ...files, "app.py": `from ${module} import Api\n\n\ndef use():\n    return Api().go()\n` });
  const graph = all.analysis.facts?.graph;
  expect(graph?.reach("app.py", "use").map(({ name }) => name)).toEqual(["use", "Api.go"]);
});
