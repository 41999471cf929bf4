/** How the heap of a scan may grow: what a scan keeps is small beside what it lets go of, and left alone the heap grows to many times of that. */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Megabytes of each half of the young generation, both of which are in use while it is cleaned; left alone it grows to 16. */
const young = 4;

/** Before anything large is loaded. Whatever is compiled goes by the flags it was compiled under: they must be the same at the end, or it is not found again the next time. */
export function growSparingly(): void {
  setFlagsFromString("--heap-growing-percent=30"); // of what lives
  setFlagsFromString(`--min-semi-space-size=${young}`); // of threads: this one has begun
  setFlagsFromString(`--max-semi-space-size=${young}`);
  stopGrowing();
}

/** Once before files are analysed: the young generation of this thread began with a megabyte, and can be given a size only by growing. */
export function makeRoom(): void {
  setFlagsFromString(`--semi-space-growth-factor=${young}`);
  const kept: unknown[] = [];
  while (youngSize() < young && kept.length < 4000) kept.push(new Array(1000).fill(kept));
  stopGrowing();
}

/** Also again and again while threads start: each lets all young generations grow. */
export function stopGrowing(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

function youngSize(): number {
  return (getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? young * megabyte) / megabyte;
}

const megabyte = 1024 * 1024;
