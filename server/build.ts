/** Which build this is. Read by those who may not load the rules to find out. */

declare const PRESHIP_BUILD: string | undefined;

/** Which sources this is built from; undefined in development, where nothing is kept and nothing runs on threads. */
export const build = typeof PRESHIP_BUILD === "string" ? PRESHIP_BUILD : undefined;
