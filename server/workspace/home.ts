/** The user's own folder, for whoever may have none: a container may run as a number that nobody gave a home. */
import { homedir } from "node:os";
import path from "node:path";

/** Absolute; undefined where there is none. Never throws. */
export function homeFolder(): string | undefined {
  try {
    const home = homedir();
    return path.isAbsolute(home) ? home : undefined;
  } catch {
    return undefined; // neither the environment nor the list of users tells
  }
}
