/** Retries by libraries and by hand: without an end, without a growing wait, and of what must not happen twice. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";

const task = "from celery import shared_task\nimport requests\n";
const loop = (head: string, handler: string) => `import time, requests\ndef f(u):\n    tries = 0\n    ${head}:\n        try:\n            return requests.get(u, timeout=3)\n        except requests.RequestException:\n            tries += 1\n${handler}`;

const endless: readonly (readonly [string, string])[] = [
  ["Celery without a limit", `${task}@«shared_task»(bind=True, max_retries=None)\ndef f(self):\n    try:\n        call()\n    except Exception as e:\n        raise self.retry(exc=e)\n`],
  ["Celery by arguments of its retries", `${task}@«shared_task»(autoretry_for=(Exception,), retry_kwargs={'max_retries': None})\ndef f():\n    call()\n`],
  ["Celery at the retry itself", `${task}@shared_task(bind=True)\ndef f(self):\n    try:\n        call()\n    except Exception as e:\n        raise self.«retry»(exc=e, max_retries=None)\n`],
  ["an app's task", "from celery import Celery\napp = Celery('a')\n@app.«task»(max_retries=None, autoretry_for=(OSError,))\ndef f():\n    call()\n"],
  ["stamina without both limits", "import stamina\n@stamina.«retry»(on=OSError, attempts=None, timeout=None)\ndef f():\n    return call()\n"],
  ["until a flag is set", "def f(u):\n    done = False\n    «while» not done:\n        try:\n            r = client.get(u)\n            done = True\n        except ConnectionError:\n            pause()\n    return r\n"],
  ["until there is a result", "def f(u):\n    r = None\n    «while» r is None:\n        try:\n            r = client.get(u)\n        except ConnectionError:\n            pause()\n    return r\n"],
  ["counted without an end", "import itertools\ndef f(u):\n    «for» n in itertools.count():\n        try:\n            return client.get(u)\n        except ConnectionError:\n            pause(n)\n"],
  ["success inside of with", "import aiohttp, asyncio\nasync def f(u):\n    «while» True:\n        try:\n            async with aiohttp.ClientSession() as s:\n                async with s.get(u) as r:\n                    return await r.json()\n        except aiohttp.ClientError:\n            await asyncio.sleep(1)\n"],
];

const bounded: readonly (readonly [string, string])[] = [
  ["Celery's default", `${task}@shared_task(bind=True)\ndef f(self):\n    try:\n        call()\n    except Exception as e:\n        raise self.retry(exc=e)\n`],
  ["a number", `${task}@shared_task(max_retries=3, autoretry_for=(Exception,))\ndef f():\n    call()\n`],
  ["not Celery", "from jobs import shared_task\n@shared_task(max_retries=None)\ndef f():\n    call()\n"],
  ["stamina with one limit left", "import stamina\n@stamina.retry(on=OSError, attempts=None)\ndef f():\n    return call()\n"],
  ["a flag that failure sets too", "def f(u):\n    done = False\n    while not done:\n        try:\n            client.get(u)\n            done = True\n        except ConnectionError:\n            done = True\n"],
  ["a stop asked from outside", "def f(u):\n    while not stopped:\n        try:\n            handle(client.get(u))\n        except ConnectionError:\n            pause()\n"],
  ["counted to an end", "import itertools\ndef f(u):\n    for n in itertools.count():\n        try:\n            return client.get(u)\n        except ConnectionError:\n            if n > 3:\n                raise\n"],
  ["a queue of work", "def f(u):\n    item = None\n    while item is None:\n        item = queue.get()\n"],
];

const even: readonly (readonly [string, string, string])[] = [
  ["backoff.constant", "import backoff\n@backoff.«on_exception»(backoff.constant, OSError, max_tries=3)\ndef f():\n    return call()\n", "info"],
  ["backoff without chance", "import backoff\n@backoff.«on_exception»(backoff.expo, OSError, max_tries=3, jitter=None)\ndef f():\n    return call()\n", "info"],
  ["retrying without a wait", "from retrying import retry\n@«retry»(stop_max_attempt_number=3)\ndef f():\n    return call()\n", "warning"],
  ["retrying with a fixed wait", "from retrying import retry\n@«retry»(stop_max_attempt_number=3, wait_fixed=2000)\ndef f():\n    return call()\n", "info"],
  ["retry without a delay", "from retry import retry\n@«retry»(OSError, tries=3)\ndef f():\n    return call()\n", "warning"],
  ["retry with the same delay", "from retry import retry\n@«retry»(OSError, tries=3, delay=2)\ndef f():\n    return call()\n", "info"],
  ["retry without chance", "from retry import retry\n@«retry»(OSError, tries=3, delay=2, backoff=2)\ndef f():\n    return call()\n", "info"],
  ["an adapter with a bare number", "from requests.adapters import HTTPAdapter\na = «HTTPAdapter»(max_retries=3)\n", "info"],
  ["a counted while", loop("«while» tries < 5", "            time.sleep(2)\n"), "info"],
  ["a counted while that does not wait", loop("«while» tries < 5", ""), "warning"],
];

const growing: readonly (readonly [string, string])[] = [
  ["backoff.expo", "import backoff\n@backoff.on_exception(backoff.expo, OSError, max_tries=3)\ndef f():\n    return call()\n"],
  ["asking whether something is done", "from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed\n@retry(wait=wait_fixed(2), stop=stop_after_delay(60), retry=retry_if_exception_type(JobNotFinishedError))\ndef f():\n    return call()\n"],
  ["backoff's runtime wait", "import backoff\n@backoff.on_exception(backoff.runtime, OSError, value=wait_of, max_tries=3)\ndef f():\n    return call()\n"],
  ["a generator of one's own", "import backoff\n@backoff.on_exception(waits, OSError, max_tries=3, jitter=None)\ndef f():\n    return call()\n"],
  ["retrying, exponential", "from retrying import retry\n@retry(stop_max_attempt_number=3, wait_exponential_multiplier=1000)\ndef f():\n    return call()\n"],
  ["retrying, random", "from retrying import retry\n@retry(stop_max_attempt_number=3, wait_random_min=1000, wait_random_max=2000)\ndef f():\n    return call()\n"],
  ["retry with growth and chance", "from retry import retry\n@retry(OSError, tries=3, delay=2, backoff=2, jitter=(0, 1))\ndef f():\n    return call()\n"],
  ["retry with a delay from elsewhere", "from retry import retry\n@retry(OSError, tries=3, delay=settings.delay)\ndef f():\n    return call()\n"],
  ["an adapter with a policy", "from requests.adapters import HTTPAdapter\na = HTTPAdapter(max_retries=policy)\n"],
  ["an adapter that tries once more", "from requests.adapters import HTTPAdapter\na = HTTPAdapter(max_retries=1)\n"],
  ["a counted while that waits longer", loop("while tries < 5", "            time.sleep(2 ** tries)\n")],
  ["waiting for something to be ready", "import time, requests\ndef f(u, end):\n    while time.monotonic() < end:\n        try:\n            return requests.get(u, timeout=3)\n        except requests.RequestException:\n            time.sleep(1)\n"],
];

const twice: readonly (readonly [string, string])[] = [
  ["a policy with POST", "from urllib3.util import Retry\nr = «Retry»(total=3, backoff_factor=1, allowed_methods=['GET', 'POST'])\n"],
  ["a policy for every method", "from urllib3.util.retry import Retry\nr = «Retry»(total=3, backoff_factor=1, allowed_methods=None)\n"],
  ["the old name of the argument", "from urllib3 import Retry\nr = «Retry»(total=3, backoff_factor=1, method_whitelist=False)\n"],
  ["a task that runs again by itself", `${task}@shared_task(autoretry_for=(OSError,), retry_backoff=True)\ndef notify(o):\n    requests.«post»('https://hooks.example/orders', json=o, timeout=5)\n`],
  ["a task that asks to run again", `${task}@shared_task(bind=True)\ndef charge(self, o):\n    try:\n        requests.«post»('https://pay.example/charges', json=o, timeout=5)\n    except OSError as e:\n        raise self.retry(exc=e)\n`],
];

const once: readonly (readonly [string, string])[] = [
  ["urllib3's own choice of methods", "from urllib3.util import Retry\nr = Retry(total=3, backoff_factor=1)\n"],
  ["reads alone", "from urllib3.util import Retry\nr = Retry(total=3, backoff_factor=1, allowed_methods=frozenset({'GET', 'HEAD'}))\n"],
  ["methods from elsewhere", "from urllib3.util import Retry\nr = Retry(total=3, backoff_factor=1, allowed_methods=methods)\n"],
  ["a key in sight", "from urllib3.util import Retry\nHEADERS = {'Idempotency-Key': key}\nr = Retry(total=3, backoff_factor=1, allowed_methods=None)\n"],
  ["a task that runs once", `${task}@shared_task\ndef notify(o):\n    requests.post('https://hooks.example/orders', json=o, timeout=5)\n`],
  ["a task with a key", `${task}@shared_task(autoretry_for=(OSError,))\ndef charge(o):\n    requests.post('https://pay.example/charges', json=o, headers={'Idempotency-Key': o['id']}, timeout=5)\n`],
  ["a task that reads", `${task}@shared_task(autoretry_for=(OSError,))\ndef load(u):\n    return requests.get(u, timeout=5)\n`],
];

const rules = { endless: "python/unbounded-retry", even: "python/retry-without-backoff", twice: "python/retried-write" } as const;

async function expectMarked(marked: string, rule: string): Promise<void> {
  const { text } = readMarkers(marked);
  const findings = await lint("service.py", text, rule);
  expect(withMarkers(text, findings)).toBe(marked);
  for (const { fixes } of findings) for (const fix of fixes) expect((await lint("service.py", applyFix(text, fix), rule)).length).toBeLessThan(findings.length);
}

describe(rules.endless, () => {
  it.each(endless)("speaks: %s", (_, marked) => expectMarked(marked, rules.endless));
  it.each(bounded)("is silent: %s", (_, text) => expectMarked(text, rules.endless));
});

describe(rules.even, () => {
  it.each(even)("speaks: %s", async (_, marked, severity) => {
    await expectMarked(marked, rules.even);
    expect((await lint("service.py", readMarkers(marked).text, rules.even)).map((one) => one.severity)).toEqual([severity]);
  });
  it.each(growing)("is silent: %s", (_, text) => expectMarked(text, rules.even));
});

describe(rules.twice, () => {
  it.each(twice)("speaks: %s", (_, marked) => expectMarked(marked, rules.twice));
  it.each(once)("is silent: %s", (_, text) => expectMarked(text, rules.twice));
});
