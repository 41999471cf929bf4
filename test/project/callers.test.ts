/** Who calls a function, whatever name it is called by: found by names alone first, and the same as when every call of the workspace is followed. */
import { describe, expect, it } from "vitest";
import { CallGraph } from "../../server/project/python/calls.ts";
import { workspace } from "../harness.ts";

const shop = "def price(x):\n    return x\n\n\nclass Cart:\n    def __init__(self):\n        self.rows = []\n\n    def add_row(self, row):\n        self.rows.append(row)\n\n    @property\n    def total(self):\n        return len(self.rows)\n\n    def __call__(self, row):\n        return self.add_row(row)\n";

/** The caller is `use` in app.py, beside shop.py. */
const cases: readonly (readonly [how: string, called: string, app: string, files?: Readonly<Record<string, string>>])[] = [
  ["its own name", "price", "from shop import price\n\n\ndef use():\n    return price(1)\n"],
  ["its module", "price", "import shop\n\n\ndef use():\n    return shop.price(1)\n"],
  ["another name of its module", "price", "import shop as s\n\n\ndef use():\n    return s.price(1)\n"],
  ["another name", "price", "from shop import price as cost\n\n\ndef use():\n    return cost(1)\n"],
  ["two other names, one after the other", "price", "from middle import cost as worth\n\n\ndef use():\n    return worth(1)\n", { "middle.py": "from shop import price as cost\n" }],
  ["a package that hands it on", "price", "from pack import price\n\n\ndef use():\n    return price(1)\n", { "pack/__init__.py": "from shop import price\n" }],
  ["a star", "price", "from shop import *\n\n\ndef use():\n    return price(1)\n"],
  ["a name of the module that holds it", "price", "from shop import price\n\nworth = price\n\n\ndef use():\n    return worth(1)\n"],
  ["a table of functions", "price", "import shop\n\n\ndef other(x):\n    return x\n\n\nBY_NAME = {\"a\": shop.price, \"b\": other}\n\n\ndef use(key):\n    return BY_NAME[key](1)\n"],
  ["a table of another file, under another name", "price", "from tables import BY_NAME as ALL\n\n\ndef use(key):\n    return ALL[key](1)\n", { "tables.py": "from shop import price as cost\n\nBY_NAME = {\"a\": cost}\n" }],
  ["a local name for either", "price", "from shop import price as cost\n\n\ndef other(x):\n    return x\n\n\ndef use(flag):\n    f = cost if flag else other\n    return f(1)\n"],
  ["handing it over", "price", "from shop import price as cost\n\n\ndef use(rows):\n    return list(map(cost, rows))\n"],
  ["its class", "Cart.__init__", "from shop import Cart\n\n\ndef use():\n    return Cart()\n"],
  ["another name of its class", "Cart.__init__", "from shop import Cart as Basket\n\n\ndef use():\n    return Basket()\n"],
  ["a subclass, by another name, of a subclass", "Cart.__init__", "from big import Huge as Any\n\n\ndef use():\n    return Any()\n", { "big.py": "from shop import Cart as Basket\n\n\nclass Big(Basket):\n    pass\n\n\nclass Huge(Big):\n    pass\n" }],
  ["super", "Cart.__init__", "from shop import Cart\n\n\nclass Big(Cart):\n    def __init__(self):\n        super().__init__()\n\n\ndef use():\n    return 1\n"],
  ["an instance", "Cart.add_row", "from shop import Cart\n\n\ndef use():\n    cart = Cart()\n    cart.add_row(1)\n"],
  ["an instance of a subclass", "Cart.add_row", "from shop import Cart\n\n\nclass Big(Cart):\n    pass\n\n\ndef use():\n    Big().add_row(1)\n"],
  ["an instance of another module", "Cart.add_row", "import state\n\n\ndef use():\n    state.cart.add_row(1)\n", { "state.py": "from shop import Cart\n\ncart = Cart()\n" }],
  ["a property", "Cart.total", "from shop import Cart\n\n\nclass Big(Cart):\n    @property\n    def total(self):\n        return 1\n\n    def use(self):\n        return self.total\n"],
  ["calling an instance", "Cart.__call__", "from shop import Cart\n\n\ndef use():\n    cart = Cart()\n    cart(1)\n"],
];

function graphOf(files: Awaited<ReturnType<typeof workspace>>): CallGraph {
  return new CallGraph(files.analysis.facts?.python() ?? new Map());
}

const shown = ({ path, name, call, bindsSelf }: ReturnType<CallGraph["callers"]>[number]) => `${path}:${name} at ${call.at} ${call.to ?? call.method ?? ""}${bindsSelf ? " on itself" : ""}`;

describe("callers", () => {
  it.each(cases.map(([how, called, app, files = {}]) => ({ how, called, app, files })))("are found through $how", async ({ called, app, files }) => {
    const all = await workspace({ "shop.py": shop, "app.py": app, ...files });
    const [asked, full] = [graphOf(all), graphOf(all)];
    const expected = new Map<string, string[]>();
    for (const caller of full.functions()) for (const { path, name, call, bindsSelf } of full.callees(caller)) expected.set(`${path}:${name}`, [...(expected.get(`${path}:${name}`) ?? []), shown({ ...caller, call, bindsSelf })]);
    for (const { path, name } of full.functions()) expect(asked.callers(path, name).map(shown), `${path}:${name}`).toEqual(expected.get(`${path}:${name}`) ?? []);
    const callers = asked.callers(called === "Cart.total" ? "app.py" : "shop.py", called === "Cart.total" ? "Big.total" : called);
    expect(callers.filter(({ path }) => path === "app.py").map(({ name }) => name)).toHaveLength(1);
  });
});
