import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LotseError, ensureFolder, replaceFile, startError } from '../../../base/index.js';
import { type State, stateSchema } from './schema.js';

/** The state in memory, written to disk before any change is visible. */
export interface StateFile {
  /** The durable state. Read only. */
  readonly current: () => Readonly<State>;
  /**
   * Changes a copy of the state, one change after the other, and returns once it is on disk.
   * A change that throws changes nothing.
   */
  update<T>(change: (draft: State) => T): Promise<T>;
}

const write = (path: string, state: State): Promise<void> => replaceFile(path, `${JSON.stringify(state, null, 1)}\n`);

async function read(path: string): Promise<State | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw startError('store-unavailable', 'demo-not-read', { path }, { cause: caught });
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (caught) {
    throw startError('store-unavailable', 'demo-not-understood', { path }, { cause: caught });
  }
}

/**
 * Opens the state, or creates one.
 * @throws LotseError `store-unavailable` if the file cannot be read, written or understood
 */
export async function openStateFile(path: string, begin: () => Promise<State>): Promise<StateFile> {
  let current = await read(path);
  if (current === undefined) {
    current = await begin();
    try {
      await ensureFolder(dirname(path));
      await write(path, current);
    } catch (caught) {
      throw startError('store-unavailable', 'demo-not-written', { path }, { cause: caught });
    }
  }
  let state = current;
  let last: Promise<unknown> = Promise.resolve();
  return {
    current: () => state,
    update<T>(change: (draft: State) => T): Promise<T> {
      const next = last
        .catch(() => undefined)
        .then(async () => {
          const draft = structuredClone(state);
          const answer = change(draft);
          try {
            await write(path, draft);
          } catch (caught) {
            throw new LotseError('store-unavailable', 'The demo LMS cannot keep this right now.', {
              cause: caught,
              retryAfter: 5,
            });
          }
          state = draft;
          return answer;
        });
      last = next;
      return next;
    },
  };
}
