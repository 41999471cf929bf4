/** What names say, worked out once for each: code is written with the same few thousand names again and again. */

/** More than any project says in one language; what is forgotten is worked out anew. */
const mostNames = 20_000;

export function remembered<T>(tell: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    let told = known.get(name);
    if (told === undefined && !known.has(name)) {
      if (known.size >= mostNames) known.clear();
      known.set(` ${name}`.slice(1), (told = tell(name))); // a piece of a text would keep all of it
    }
    return told as T;
  };
}
