/** Remembers what a pure function answered for an object, as long as the object lives. */

export function remembering<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const answers = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = { value: compute(key) }));
    return answer.value;
  };
}
