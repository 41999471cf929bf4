/** When the client holds a server for hung. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pace, patience, Pulse } from "../../client/pulse.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Notes what is asked, and how often the server is given up; `answer` is given each time. */
function felt(answer: () => Promise<unknown>) {
  const seen = { asked: 0, silent: 0 };
  const pulse = new Pulse(() => { seen.asked++; return answer(); }, () => { seen.silent++; });
  return { pulse, seen };
}

const never = () => new Promise<never>(() => {});
const wait = (looks: number) => vi.advanceTimersByTimeAsync(looks * pace);

it("asks nothing while nobody types", async () => {
  const { seen } = felt(never);
  await wait(2 * patience);
  expect(seen).toEqual({ asked: 0, silent: 0 });
});

it("asks once in a while as long as there are answers", async () => {
  const { pulse, seen } = felt(() => Promise.resolve({}));
  for (let key = 0; key < 40; key++) {
    pulse.typed();
    await wait(0.25);
  }
  expect(seen).toEqual({ asked: 10, silent: 0 });
  await wait(2 * patience);
  expect(seen).toEqual({ asked: 10, silent: 0 });
});

it("gives up once where no answer comes, not earlier, and asks the next server again", async () => {
  const { pulse, seen } = felt(never);
  pulse.typed();
  await wait(patience);
  expect(seen).toEqual({ asked: 1, silent: 0 });
  await wait(2 * patience);
  expect(seen).toEqual({ asked: 1, silent: 1 });
  pulse.typed();
  await wait(patience + 1);
  expect(seen).toEqual({ asked: 2, silent: 2 });
});

it("waits on where the answer is late", async () => {
  const { pulse, seen } = felt(() => new Promise((answer) => setTimeout(answer, (patience - 2) * pace)));
  pulse.typed();
  await wait(3 * patience);
  expect(seen).toEqual({ asked: 1, silent: 0 });
});

it("does not take a server for hung that is stopped", async () => {
  const { pulse, seen } = felt(() => Promise.reject(new Error("the connection is gone")));
  pulse.typed();
  await wait(2 * patience);
  expect(seen).toEqual({ asked: 1, silent: 0 });
});

it("does not count the time in which the machine sleeps", async () => {
  const { pulse, seen } = felt(never);
  pulse.typed();
  await wait(1);
  for (let night = 0; night < 2 * patience; night++) {
    vi.setSystemTime(Date.now() + 1000 * pace);
    await wait(1);
  }
  expect(seen).toEqual({ asked: 1, silent: 0 });
});

it("asks no more when it is taken down", async () => {
  const { pulse, seen } = felt(never);
  pulse.typed();
  pulse.dispose();
  await wait(2 * patience);
  expect(seen).toEqual({ asked: 0, silent: 0 });
});
