/** One at a time, all at once, everything there is: rows, queries, models and threads by the element. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const drf = "from rest_framework import generics, viewsets\n";

/** rule, title, text with marks where the rule speaks, severity where it does. */
const cases: readonly (readonly [string, string, string, string?])[] = [
  ["unbounded-query", "a view set over the whole table", `${drf}class V(viewsets.ModelViewSet):\n    queryset = Order.objects.«all»()\n`, "warning"],
  ["unbounded-query", "a list view, ordered", `${drf}class V(generics.ListAPIView):\n    queryset = Order.objects.«all»().order_by('id')\n`, "warning"],
  ["unbounded-query", "a list view that chooses everything", `${drf}class V(generics.ListCreateAPIView):\n    def get_queryset(self):\n        return Order.objects.«all»()\n`, "warning"],
  ["unbounded-query", "a view with pages", `${drf}class V(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    pagination_class = Pages\n`],
  ["unbounded-query", "a view of one", `${drf}class V(generics.RetrieveAPIView):\n    queryset = Order.objects.all()\n`],
  ["unbounded-query", "a view set that only creates", `${drf}from rest_framework import mixins\nclass V(mixins.CreateModelMixin, viewsets.GenericViewSet):\n    queryset = Order.objects.all()\n`],
  ["unbounded-query", "a view that chooses by user", `${drf}class V(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    def get_queryset(self):\n        return self.queryset.filter(owner=self.request.user)\n`],
  ["unbounded-query", "a condition", `${drf}class V(viewsets.ModelViewSet):\n    queryset = Order.objects.filter(open=True)\n`],
  ["unbounded-query", "a base of one's own", `from .base import PagedViewSet\nclass V(PagedViewSet):\n    queryset = Order.objects.all()\n`],

  ["query-in-loop", "a function nobody is seen to call", "def f(ids):\n    for i in ids:\n        Order.objects.«get»(id=i)\n", "hint"],
  ["query-in-loop", "tables made one by one", "def f(cur, tables_to_keep):\n    for table in tables_to_keep:\n        cur.execute(f'SELECT 1 FROM {table}')\n"],
  ["query-in-loop", "a handful written down elsewhere", "def f():\n    for name in settings.GROUPS:\n        Group.objects.get(name=name)\n"],
  ["query-in-loop", "a script", "import requests\nfor i in ids:\n    requests.get(f'https://x/{i}', timeout=3)\n"],
  ["query-in-loop", "a function called by a script alone", "def f(ids):\n    for i in ids:\n        Order.objects.get(id=i)\nf(read())\n"],

  ["unbounded-concurrency", "all urls at once", "import asyncio, httpx\nasync def f(urls):\n    async with httpx.AsyncClient() as c:\n        return await asyncio.«gather»(*[c.get(u) for u in urls])\n", "hint"],
  ["unbounded-concurrency", "a thread for every order of a request", "import threading\nfrom flask import Flask\napp = Flask(__name__)\n@app.post('/v1/x')\ndef x():\n    for order in orders():\n        threading.«Thread»(target=send, args=(order,)).start()\n    return ''\n", "warning"],
  ["unbounded-concurrency", "as many threads as are written down", "import threading\ndef f():\n    for n in range(4):\n        threading.Thread(target=work, args=(n,)).start()\n"],
  ["unbounded-concurrency", "a thread for each of a handful", "import threading\ndef f(workers):\n    for one in workers:\n        threading.Thread(target=run, args=(one,)).start()\n"],
  ["unbounded-concurrency", "threads under a semaphore", "import threading\nslots = threading.Semaphore(4)\ndef f(items):\n    for item in items:\n        slots.acquire()\n        threading.Thread(target=work, args=(item,)).start()\n"],

  ["row-by-row", "rows of a frame from elsewhere", "def f(df):\n    for i, r in df.«iterrows»():\n        use(r)\n", "info"],
  ["row-by-row", "an array that grows", "import numpy as np\na = np.array([])\nfor x in xs:\n    a = np.«append»(a, x)\n", "info"],
  ["row-by-row", "an array that grows, stacked", "import numpy as np\ndef f(parts):\n    out = first()\n    for p in parts:\n        out = np.«vstack»([out, p])\n    return out\n", "info"],
  ["row-by-row", "an array that grows by rows counted", "import numpy as np\ndef f(rows):\n    out = first()\n    for n in range(len(rows)):\n        out = np.«concatenate»((out, rows[n]))\n    return out\n", "info"],
  ["row-by-row", "three parts", "import numpy as np\nout = first()\nfor n in range(3):\n    out = np.append(out, n)\n"],
  ["row-by-row", "joined once", "import numpy as np\nout = np.concatenate([load(p) for p in paths])\nfor x in xs:\n    y = np.append(x, 1)\n"],

  ["predict-in-loop", "for every row of a frame", "def f(df, model):\n    return df.apply(lambda row: model.«predict»([row])[0], axis=1)\n", "warning"],
  ["predict-in-loop", "sentences one by one", "from sentence_transformers import SentenceTransformer\nm = SentenceTransformer('x')\ndef f(texts):\n    return [m.«encode»(t) for t in texts]\n", "warning"],
  ["predict-in-loop", "a pipeline text by text", "from transformers import pipeline\np = pipeline('sentiment-analysis')\ndef f(texts):\n    return [«p»(t) for t in texts]\n", "warning"],
  ["predict-in-loop", "a network image by image", "import torch\ndef f(model, images):\n    with torch.no_grad():\n        for image in images:\n            use(«model»(image.unsqueeze(0)))\n", "warning"],
  ["predict-in-loop", "the rows of a batch", "def run(mini_batch):\n    for _, row in mini_batch.iterrows():\n        use(model.«predict»(row.values.reshape(1, -1)))\n", "warning"],
  ["predict-in-loop", "a network that learns", "import torch\ndef f(model, images):\n    for image in images:\n        model(image.unsqueeze(0)).sum().backward()\n"],
  ["predict-in-loop", "sentences in batches", "from sentence_transformers import SentenceTransformer\nm = SentenceTransformer('x')\ndef f(batches):\n    return [m.encode(b) for b in batches]\n"],
  ["predict-in-loop", "text encoded to bytes", "def f(texts):\n    return [t.encode('utf-8') for t in texts]\n"],
  ["predict-in-loop", "models, each asked for all rows", "def f(models, rows):\n    return [m.predict(rows) for m in models]\n"],
];

describe.each([...new Set(cases.map(([rule]) => rule))])("python/%s", (rule) => {
  it.each(cases.filter(([one]) => one === rule).map(([, title, marked, severity]) => [title, marked, severity] as const))("%s", async (_, marked, severity) => {
    const { text } = readMarkers(marked);
    const findings = await lint("service.py", text, `python/${rule}`);
    expect(withMarkers(text, findings)).toBe(marked);
    expect(findings.map((one) => one.severity)).toEqual(severity === undefined ? [] : [severity]);
  });
});

it("is silent about list views where the settings cut all lists into pages", async () => {
  const settings = "REST_FRAMEWORK = {'DEFAULT_PAGINATION_CLASS': 'rest_framework.pagination.PageNumberPagination', 'PAGE_SIZE': 50}\n";
  expect(await lint("shop/views.py", `${drf}class V(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n`, "python/unbounded-query", { "shop/settings.py": settings })).toEqual([]);
});
