import type { Writer } from './writer.js';

/**
 * A writer whose thread starts with the first command: for a process that opens the database for a moment, mostly to
 * read.
 * @param start starts the thread; where it fails, the next command tries again
 */
export function writerWhenNeeded(start: () => Promise<Writer>): Writer {
  const listening: ((writer: Writer) => void)[] = [];
  let starting: Promise<Writer> | undefined;
  let started: Writer | undefined;
  const begin = async (): Promise<Writer> => {
    started = await start();
    for (const listen of listening) listen(started);
    return started;
  };
  const writer = (): Promise<Writer> =>
    (starting ??= begin().catch((caught: unknown) => {
      starting = undefined;
      throw caught;
    }));
  /** Now, or as soon as there is a thread. */
  const listen = (attach: (writer: Writer) => void): void => {
    if (started === undefined) listening.push(attach);
    else attach(started);
  };
  return {
    execute: async (module, name, input) => (await writer()).execute(module, name, input),
    onCommitted: (module, listener) => {
      let isHeard = true;
      listen((each) => each.onCommitted(module, () => void (isHeard && listener())));
      return () => void (isHeard = false);
    },
    waiting: () => started?.waiting() ?? 0,
    deaths: () => started?.deaths() ?? 0,
    onGroup: (listener) => listen((each) => each.onGroup(listener)),
    check: async () => (await writer()).check(),
    close: async () => {
      await (await starting?.catch(() => undefined))?.close();
    },
  };
}
