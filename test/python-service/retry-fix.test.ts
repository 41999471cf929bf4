/** Retries made bounded, growing and random by the fixes: the exact text, and nothing left to say. */
import { describe, expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";

const unbounded = "python/unbounded-retry";
const together = "python/retry-without-backoff";

const rewritten: readonly (readonly [string, string, string, string])[] = [
  ["until it works, equal pauses", unbounded,
    "import time\n\ndef connect(url):\n    while True:\n        try:\n            return open_channel(url)\n        except ConnectionError:\n            time.sleep(2)\n", "import time\nimport random\n\ndef connect(url):\n    for attempt in range(5):\n        try:\n            return open_channel(url)\n        except ConnectionError:\n            if attempt == 4:\n                raise\n            time.sleep(random.uniform(0, min(30, 2 * 2 ** attempt)))\n"],
  ["until it works, no pause", unbounded, "def connect(url):\n    while 1:\n        try:\n            client.open(url)\n            break\n        except Exception:\n            continue\n", "import random\nimport time\ndef connect(url):\n    for attempt in range(5):\n        try:\n            client.open(url)\n            break\n        except Exception:\n            if attempt == 4:\n                raise\n            time.sleep(random.uniform(0, min(30, 2 ** attempt)))\n            continue\n"],
  ["in a coroutine", unbounded, "import asyncio\n\nasync def connect(url):\n    while True:\n        try:\n            return await open_channel(url)\n        except OSError:\n            pass\n", "import asyncio\nimport random\n\nasync def connect(url):\n    for attempt in range(5):\n        try:\n            return await open_channel(url)\n        except OSError:\n            if attempt == 4:\n                raise\n            await asyncio.sleep(random.uniform(0, min(30, 2 ** attempt)))\n"],
  ["a pause of another kind stays", unbounded, "def connect(url, wait):\n    while True:\n        try:\n            return open_channel(url)\n        except ConnectionError:\n            wait.sleep(url)\n", "def connect(url, wait):\n    for attempt in range(5):\n        try:\n            return open_channel(url)\n        except ConnectionError:\n            if attempt == 4:\n                raise\n            wait.sleep(url)\n"],
  ["the name is taken", unbounded, "import time\n\ndef connect(attempt):\n    while True:\n        try:\n            return open_channel(attempt)\n        except ConnectionError:\n            time.sleep(1)\n", "import time\nimport random\n\ndef connect(attempt):\n    for retry_attempt in range(5):\n        try:\n            return open_channel(attempt)\n        except ConnectionError:\n            if retry_attempt == 4:\n                raise\n            time.sleep(random.uniform(0, min(30, 2 ** retry_attempt)))\n"],
  ["Windows line ends and tabs", unbounded, "import time\r\ndef connect(url):\r\n\twhile True:\r\n\t\ttry:\r\n\t\t\treturn open_channel(url)\r\n\t\texcept OSError:\r\n\t\t\ttime.sleep(1)\r\n", "import time\r\nimport random\r\ndef connect(url):\r\n\tfor attempt in range(5):\r\n\t\ttry:\r\n\t\t\treturn open_channel(url)\r\n\t\texcept OSError:\r\n\t\t\tif attempt == 4:\r\n\t\t\t\traise\r\n\t\t\ttime.sleep(random.uniform(0, min(30, 2 ** attempt)))\r\n"],
  ["a bare decorator", unbounded, "from tenacity import retry\n\n@retry\ndef f():\n    return g()\n", "from tenacity import retry\nfrom tenacity import stop_after_attempt, wait_random_exponential\n\n@retry(stop=stop_after_attempt(5), wait=wait_random_exponential(max=60))\ndef f():\n    return g()\n"],
  ["a decorator with a wait", unbounded, "from tenacity import retry, wait_fixed\n\n@retry(wait=wait_fixed(1))\ndef f():\n    return g()\n", "from tenacity import retry, wait_fixed\nfrom tenacity import stop_after_attempt\n\n@retry(wait=wait_fixed(1), stop=stop_after_attempt(5))\ndef f():\n    return g()\n"],
  ["a stop that never comes", unbounded, "from tenacity import retry, stop_never\n\n@retry(stop=stop_never)\ndef f():\n    return g()\n", "from tenacity import retry, stop_never\nfrom tenacity import stop_after_attempt, wait_random_exponential\n\n@retry(stop=stop_after_attempt(5), wait=wait_random_exponential(max=60))\ndef f():\n    return g()\n"],
  ["backoff", unbounded, "import backoff\n\n@backoff.on_exception(backoff.expo, OSError)\ndef f():\n    return g()\n", "import backoff\n\n@backoff.on_exception(backoff.expo, OSError, max_tries=5)\ndef f():\n    return g()\n"],
  ["a counting loop without a pause", together, "def f():\n    for i in range(3):\n        try:\n            return g()\n        except OSError:\n            pass\n", "import random\nimport time\ndef f():\n    for i in range(3):\n        try:\n            return g()\n        except OSError:\n            time.sleep(random.uniform(0, min(30, 2 ** i)))\n"],
  ["a counting loop with equal pauses", together, "import time\n\ndef f():\n    for i in range(3):\n        try:\n            return g()\n        except OSError:\n            time.sleep(0.5)\n", "import time\nimport random\n\ndef f():\n    for i in range(3):\n        try:\n            return g()\n        except OSError:\n            time.sleep(random.uniform(0, min(30, 0.5 * 2 ** i)))\n"],
  ["a loop that counts without a name", together, "from time import sleep\n\ndef f():\n    for _ in range(3):\n        try:\n            return g()\n        except OSError:\n            sleep(1)\n", "from time import sleep\nimport random\n\ndef f():\n    for attempt in range(3):\n        try:\n            return g()\n        except OSError:\n            sleep(random.uniform(0, min(30, 2 ** attempt)))\n"],
  ["a fixed wait", together, "from tenacity import retry, stop_after_attempt, wait_fixed\n\n@retry(stop=stop_after_attempt(3), wait=wait_fixed(2))\ndef f():\n    return g()\n", "from tenacity import retry, stop_after_attempt, wait_fixed\nfrom tenacity import wait_random_exponential\n\n@retry(stop=stop_after_attempt(3), wait=wait_random_exponential(max=60))\ndef f():\n    return g()\n"],
  ["a growing wait without chance", together, "from tenacity import retry, stop_after_attempt, wait_exponential\n\n@retry(stop=stop_after_attempt(3), wait=wait_exponential(multiplier=1, max=10))\ndef f():\n    return g()\n", "from tenacity import retry, stop_after_attempt, wait_exponential\nfrom tenacity import wait_random_exponential\n\n@retry(stop=stop_after_attempt(3), wait=wait_random_exponential(multiplier=1, max=10))\ndef f():\n    return g()\n"],
  ["a growing wait through the module", together, "import tenacity\n\n@tenacity.retry(stop=tenacity.stop_after_attempt(3), wait=tenacity.wait_exponential(max=10))\ndef f():\n    return g()\n", "import tenacity\n\n@tenacity.retry(stop=tenacity.stop_after_attempt(3), wait=tenacity.wait_random_exponential(max=10))\ndef f():\n    return g()\n"],
  ["urllib3", together, "from urllib3.util import Retry\n\npolicy = Retry(total=5)\n", "from urllib3.util import Retry\n\npolicy = Retry(total=5, backoff_factor=0.5)\n"],
];

describe("the first fix", () => {
  it.each(rewritten)("%s", async (_title, rule, before, after) => {
    const [finding] = await lint("service.py", before, rule);
    const [fix] = finding?.fixes ?? [];
    expect(fix && applyFix(before, fix)).toBe(after);
    expect((await lint("service.py", after, rule)).length).toBe(0);
  });
});

const left: readonly (readonly [string, string])[] = [
  ["a handler on one line", "def f():\n    while True:\n        try:\n            return g()\n        except OSError: pass\n"],
  ["an else of the loop", "def f():\n    while True:\n        try:\n            return g()\n        except OSError:\n            pass\n    else:\n        h()\n"],
];

it.each(left)("is not offered for %s", async (_title, text) => {
  const [finding] = await lint("service.py", text, unbounded);
  expect(finding?.fixes).toEqual([]);
});
