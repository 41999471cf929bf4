/** A message that is none, such as an answer without an answer, costs itself: it is said, and the next one is read. */
import type { ConnectionOptions, Message } from "vscode-languageserver/node";

export function forgiving(say: (reason: string) => void): ConnectionOptions {
  const tell = (error: unknown): void => say(`A message could not be taken: ${error instanceof Error ? error.message : String(error)}`);
  return {
    messageStrategy: {
      handleMessage(message: Message, next) {
        try {
          const result: unknown = next(message);
          return result instanceof Promise ? result.catch(tell) : undefined;
        } catch (error) {
          return tell(error);
        }
      },
    },
  };
}
