/** A message that is none, such as an answer without an answer, costs itself: it is said, and the next one is read. Params that are null are none. */
import type { ConnectionOptions, Message } from "vscode-languageserver/node";

export function forgiving(say: (reason: string) => void): ConnectionOptions {
  const tell = (error: unknown): void => say(`A message could not be taken: ${error instanceof Error ? error.message : String(error)}`);
  return {
    messageStrategy: {
      handleMessage(message: Message, next) {
        try {
          const result: unknown = next(withoutNull(message));
          return result instanceof Promise ? result.catch(tell) : undefined;
        } catch (error) {
          return tell(error);
        }
      },
    },
  };
}

/** Some clients write null where the protocol leaves params out. */
function withoutNull(message: Message & { readonly params?: unknown }): Message {
  return message.params === null ? { ...message, params: undefined } as Message : message;
}
