/** Which secrets the config declares harmless: by path, by pattern of the value, by fingerprint of the finding. */
import type { EffectiveConfig } from "./config.ts";
import { glob } from "./glob.ts";

const longestValue = 4096; // patterns are the user's own, so their input is bounded

interface SecretFilter {
  isPathAllowed(path: string): boolean;
  isValueAllowed(value: string): boolean;
}

const filters = new WeakMap<EffectiveConfig, SecretFilter>();

export function isSecretAllowed(config: EffectiveConfig, path: string, value: string): boolean {
  const filter = filterOf(config);
  return filter.isPathAllowed(path) || filter.isValueAllowed(value);
}

export function isFingerprintAllowed(config: EffectiveConfig, fingerprint: string): boolean {
  return config.secrets.allowFingerprints?.includes(fingerprint) ?? false;
}

function filterOf(config: EffectiveConfig): SecretFilter {
  let filter = filters.get(config);
  if (!filter) {
    const paths = (config.secrets.allowPaths ?? []).map(glob);
    const patterns = (config.secrets.allowPatterns ?? []).flatMap(compile);
    filter = {
      isPathAllowed: (path) => paths.some((matches) => matches(path)),
      isValueAllowed: (value) => patterns.some((pattern) => pattern.test(value.slice(0, longestValue))),
    };
    filters.set(config, filter);
  }
  return filter;
}

/** A pattern that does not compile allows nothing; saying so is the config loader's part. */
function compile(pattern: string): RegExp[] {
  try {
    return [new RegExp(pattern, "u")];
  } catch {
    return [];
  }
}
