/** Calls that do not return to the event loop until they are done, by qualified name. */

export interface BlockingCall {
  readonly call: RegExp;
  /** The rule's severity for it. */
  readonly variant?: "process" | "hash" | "glance";
  readonly cost: string;
  readonly instead: string;
}

const waiting = "every other request of this process waits";

/** First match wins. Sources: https://nodejs.org/api/fs.html, /child_process.html, /crypto.html, /zlib.html, the packages' own pages. */
export const blockingCalls: readonly BlockingCall[] = [
  { call: /^(?:node:fs|fs-extra|graceful-fs)\.(?:existsSync|statSync|lstatSync|accessSync|fstatSync|closeSync|openSync|mkdirSync|realpathSync|pathExistsSync)$/, variant: "glance", cost: `${waiting} for the disk`, instead: "Use the form in `fs.promises`." },
  { call: /^(?:node:fs|fs-extra|graceful-fs)\.\w+Sync$/, cost: `${waiting} for the disk`, instead: "Await the form in `fs.promises`, or do it once at start-up." },
  { call: /^node:child_process\.(?:exec|execFile|spawn)Sync$|^(?:execa\.)?execa(?:Command)?Sync$|^execa\.(?:execaSync|sync|commandSync)$|^cross-spawn\.sync$/, variant: "process", cost: `${waiting} until the child process ends, and if it hangs, forever`, instead: "Await `execFile` with a timeout, or hand the work to a queue." },
  { call: /^shelljs\.exec$/, variant: "process", cost: `${waiting} until the child process ends`, instead: "Await `execFile` with a timeout." },
  { call: /^node:crypto\.(?:pbkdf2Sync|scryptSync|generateKeyPairSync|generatePrimeSync|checkPrimeSync|argon2Sync)$/, variant: "hash", cost: `it is made to be slow, and ${waiting}`, instead: "Use the form with a callback, which runs in the thread pool." },
  { call: /^bcrypt(?:js)?\.(?:hashSync|compareSync|genSaltSync)$|^@node-rs\/(?:bcrypt|argon2)\.\w+Sync$|^argon2\.\w+Sync$/, variant: "hash", cost: `a hash is made to be slow, and ${waiting}`, instead: "Await the form without `Sync`." },
  { call: /^node:zlib\.\w+Sync$/, cost: `${waiting} for the compression`, instead: "Await the promisified form or use a stream." },
  { call: /^sync-request(?:\.default)?$/, variant: "process", cost: `${waiting} for the other server's answer`, instead: "Use `fetch` with a signal." },
];
