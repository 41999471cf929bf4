/** The text that an import leaves in a file: for prefilters of rules that speak about what a package offers. */

/** Matches wherever one of these packages is imported by name, on a line of its own or behind others; what else is given matches as well. */
export function mentionsImportOf(packages: Iterable<string>, ...others: readonly RegExp[]): RegExp {
  return new RegExp([`(?:\\b(?:import|from)\\s+|[,\\\\]\\s*)(?:${[...new Set(packages)].join("|")})\\b`, ...others.map(({ source }) => source)].join("|"));
}
