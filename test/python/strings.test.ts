/** Which literal strings are given which names, and how. */
import { describe, expect, it } from "vitest";
import { python } from "./open.ts";

/** `name how value`, with `?` behind a value that is only a part of the expression. */
const named = (text: string) => python(text).namedStrings().map((one) => `${one.name} ${one.how} ${one.value.replace(/\uFFFC/g, "…")}${one.whole ? "" : "?"}`);

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["plain", "password = 'a'", ["password assignment a"]],
  ["chained", "a = password = 'x'", ["a assignment x", "password assignment x"]],
  ["annotated", "password: str = 'x'", ["password assignment x"]],
  ["field of a model", "class S(BaseModel):\n    password: str = Field('x')", ["password assignment x"]],
  ["tuple", "user, password = 'u', 'p'", ["user assignment u", "password assignment p"]],
  ["subscript", "cfg['db']['password'] = 'x'", ["password assignment x"]],
  ["attribute", "self.password = 'x'", ["password assignment x"]],
  ["bytes, raw, triple", "key = b'x'\nkey2 = r'\\d'\nkey3 = '''y'''", ["key assignment x", "key2 assignment \\d", "key3 assignment y"]],
  ["f-string", "dsn = f'postgres://u:p@{host}'", ["dsn assignment postgres://u:p@…?"]],
  ["concatenation", "password = 'a' + b", ["password assignment a?"]],
  ["decoded", "password = b'x'.decode()", ["password assignment x"]],
  ["wrapped", "password = SecretStr('x')", ["password assignment x"]],
  ["conditional", "password = 'a' if dev else 'b'", ["password assignment a", "password assignment b"]],
  ["through a variable", "v = 'x'\npassword = v", ["v assignment x", "password assignment x"]],
  ["through a variable into an argument", "v = 'x'\nconnect(password=v)", ["v assignment x", "password argument x"]],
  ["dict entry", "d = {'password': 'x', **rest}", ["password entry x"]],
  ["dict call", "dict(password='x')", ["password entry x"]],
  ["constant as key", "KEY = 'password'\nd = {KEY: 'x'}", ["KEY assignment password", "password entry x"]],
  ["keyword", "connect(password='x')", ["password argument x"]],
  ["default parameter", "def f(a, password='x'): pass", ["password default x"]],
  ["keyword-only and lambda", "f = lambda *, password='x': 1", ["password default x"]],
  ["environment default", "import os\nt = os.getenv('TOKEN', 'x')", ["TOKEN environment-default x"]],
  ["environment default, aliased", "from os import environ as e\nt = e.get('TOKEN', 'x')", ["TOKEN environment-default x"]],
  ["environment or", "import os\nt = os.environ.get('TOKEN') or 'x'", ["TOKEN environment-default x"]],
  ["option default", "p.add_argument('-p', '--password', default='x')", ["password default x"]],
  ["dict default", "kw.pop('password', 'x')", ["password default x"]],
  ["setattr", "setattr(o, 'password', 'x')", ["password assignment x"]],
  ["comparison", "if password == 'x' or 'y' != token: pass", ["password comparison x", "token comparison y"]],
  ["known connector", "import pymysql\npymysql.connect('h', 'u', 'x')", ["password argument x"]],
  ["known connector, aliased", "from pymysql import connect as c\nc('h', 'u', 'x')", ["password argument x"]],
  ["login", "import smtplib\nwith smtplib.SMTP('h', timeout=3) as s:\n    s.login('u', 'x')", ["password argument x"]],
  ["auth pair", "import requests\nrequests.get(u, auth=('u', 'x'), timeout=3)", ["password argument x"]],
  ["basic auth", "from requests.auth import HTTPBasicAuth\nHTTPBasicAuth('u', 'x')", ["password argument x"]],
  ["own function", "def login(user, password): pass\nlogin('u', 'x')", ["user argument u", "password argument x"]],
  ["own class", "class C:\n    def __init__(self, token): pass\nC('x')", ["token argument x"]],
  ["nothing named", "f('x')\n'doc'\nreturn 'y'", []],
  ["calls and lookups are no literals", "password = read('x')\ntoken = cfg['token']", []],
];

describe("names", () => {
  it.each(cases)("%s", (_, text, expected) => expect(named(text)).toEqual(expected));
});

it("points at the literal, at what is between its quotes, and at the name", () => {
  const text = "x = {'api-key': b\"se\\x41\"}";
  const file = python(text);
  const [one] = file.namedStrings();
  expect(one && [file.slice(one.at), file.slice(one.innerAt), file.slice(one.nameAt), one.value]).toEqual(["b\"se\\x41\"", "se\\x41", "api-key", "seA"]);
});

const imports: readonly (readonly [string, string, string])[] = [
  ["behind the last import", "import a\nfrom b import c\n\nx = 1\n", "import a\nfrom b import c\nimport os\n\nx = 1\n"],
  ["behind a future import", "from __future__ import annotations\nx = 1\n", "from __future__ import annotations\nimport os\nx = 1\n"],
  ["behind a docstring", "\"\"\"Doc.\"\"\"\nx = 1\n", "\"\"\"Doc.\"\"\"\n\nimport os\nx = 1\n"],
  ["behind a docstring and imports", "\"\"\"Doc.\"\"\"\nimport a  # why\nx = 1\n", "\"\"\"Doc.\"\"\"\nimport a  # why\nimport os\nx = 1\n"],
  ["not behind code that may need it", "import a\nx = a.b\nimport c\n", "import a\nimport os\nx = a.b\nimport c\n"],
  ["not inside a guarded import", "import a\ntry:\n    import b\nexcept ImportError:\n    b = None\nx = 1\n", "import a\nimport os\ntry:\n    import b\nexcept ImportError:\n    b = None\nx = 1\n"],
  ["on top", "x = 1\n", "import os\nx = 1\n"],
  ["below a shebang", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nx = 1\n", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport os\nx = 1\n"],
  ["with the line ends of the file", "import a\r\nx = 1\r\n", "import a\r\nimport os\r\nx = 1\r\n"],
  ["not twice", "import os\nx = 1\n", "import os\nx = 1\n"],
  ["an aliased one does not count", "import os as system\nx = 1\n", "import os as system\nimport os\nx = 1\n"],
];

describe("adding an import", () => {
  it.each(imports)("%s", (_, before, after) => {
    const edit = python(before).addImport("os");
    expect(edit ? before.slice(0, edit.at.start) + edit.text + before.slice(edit.at.end) : before).toBe(after);
  });

  it("knows names imported from a module", () => {
    expect(python("from datetime import timezone\n").addImport("datetime", "timezone")).toBeUndefined();
    expect(python("x = 1\n").addImport("datetime", "timezone")?.text).toBe("from datetime import timezone\n");
  });
});

it("replaces a literal by a read from the environment", () => {
  const file = python("import a\npassword = 'x'\n");
  const [one] = file.namedStrings();
  expect(one && file.environmentRead?.("DB_PASSWORD", one.at)).toEqual([{ at: { start: 8, end: 8 }, text: "\nimport os" }, { at: one?.at, text: 'os.environ["DB_PASSWORD"]' }]);
});
