/** Paths of a file's facts that lean on constants of other files. */
import { type Modules, type Target } from "./modules.ts";

const deepest = 5;
const reference = /<([^<>]{1,200})>/g;

export function pathFrom(modules: Modules, path: string, written: string, depth = 0): string {
  if (!written.includes("<")) return written;
  return written.replace(reference, (_, symbol: string) => {
    const target = depth > deepest ? undefined : constantOf(modules, path, symbol);
    return target ? pathFrom(modules, target.path, target.value, depth + 1) : "*";
  });
}

function constantOf(modules: Modules, path: string, symbol: string): Extract<Target, { is: "constant" }> | undefined {
  const target = modules.resolve(path, symbol);
  if (target?.is === "constant") return target;
  const dot = symbol.lastIndexOf(".");
  const holder = dot > 0 ? modules.resolve(path, symbol.slice(0, dot)) : undefined;
  if (holder?.is !== "global" || holder.object.from !== "call") return undefined;
  const type = modules.resolve(holder.path, holder.object.of); // `settings = Settings()`
  const attribute = type?.is === "class" ? modules.resolve(type.path, `:${type.facts.name}${symbol.slice(dot)}`) : undefined;
  return attribute?.is === "constant" ? attribute : undefined;
}
