import type { PageRequest, StatementCommands, StatementQueries } from '../../lrs/store/index.js';
import type { Offers, SqliteModule } from './engine/index.js';
import { isoInstant, milliseconds } from './instants.js';
import { releaseMemory } from './release-memory.js';
import { append } from './statements/append.js';
import { erase, referring } from './statements/erase.js';
import { packed } from './statements/packing.js';
import { agentsEnding, find, irisBeginning, newestStored, page, voided, pageText } from './statements/read.js';
import { statementMigrations } from './statements/schema.js';

/** Statements in SQLite: `statements/schema.ts` says how they lie. */
export const statementsModule = {
  migrations: statementMigrations,
  commands: { append, erase },
  queries: { find, referring, page, pageText, voided, agentsEnding, irisBeginning, newestStored },
} satisfies SqliteModule;

/** Pages of so many statements are read while everything else waits. */
const shortPage = 50;

/** True if a page is one small piece of one index range; a join of ranges may look at many entries to find few. */
function isShort({ filter, limit }: PageRequest): boolean {
  const { agent, also, activity, within, verb, registration } = filter;
  return (
    limit <= shortPage &&
    [agent, also, activity, within, verb, registration].filter((part) => part !== undefined).length <= 1
  );
}

/** The statements of the LRS's port. */
export function statementStore(
  engine: Offers<'statements', typeof statementsModule>,
): StatementCommands & StatementQueries {
  const module = engine.module('statements');
  /** `now` of every command that has been asked for and not been answered, in milliseconds since 1970. */
  const underWay = new Set<{ readonly now: number }>();
  /** Readers were told that they have seen everything stored at or before this instant; the writer keeps to it. */
  let promised = 0;
  /**
   * The newest `stored` that this process has read or written. If another one writes it is too old, which only promises
   * less.
   */
  let newest: number | undefined;
  const raiseNewest = (stored: number): number => (newest = Math.max(newest ?? stored, stored));
  /** Writes something that is stored at `now` or later. */
  const writing = async <Result>(now: string, write: () => Promise<Result>): Promise<Result> => {
    const entry = { now: milliseconds(now) };
    underWay.add(entry);
    try {
      return await write();
    } finally {
      underWay.delete(entry);
    }
  };
  return {
    appendStatements: (batch) =>
      writing(batch.now, async () => {
        const { result, stored } = await module.execute('append', { batch: packed(batch), promised });
        if (stored !== undefined && newest !== undefined) raiseNewest(stored);
        return result;
      }),
    eraseStatements: (request) =>
      writing(request.now, async () => {
        const { result, stored } = await module.execute('erase', { request, promised });
        if (stored !== undefined && newest !== undefined) raiseNewest(stored);
        return result;
      }),
    listReferringStatements: (organisation, ids) => module.queryInReader('referring', { organisation, ids }),
    findStatement: (organisation, id) => module.query('find', { organisation, id }),
    findPage: (request) => (isShort(request) ? module.query('page', request) : module.queryInReader('page', request)),
    findPageText: async (request) => {
      const page = await (isShort(request)
        ? module.query('pageText', request)
        : module.queryInReader('pageText', request));
      return { ...page, release: () => releaseMemory(page.chunks) };
    },
    listVoidedStatements: (organisation, filter) => module.queryInReader('voided', { organisation, filter }),
    listAgentKeysEnding: (organisation, ending, limit) =>
      module.queryInReader('agentsEnding', { organisation, ending, limit }),
    listIrisBeginning: (organisation, beginning, limit) =>
      module.query('irisBeginning', { organisation, beginning, limit }),
    findNewestStored: async () => isoInstant(await module.query('newestStored', undefined)),
    promiseConsistency: async (_organisation, now) => {
      const newestStored = newest ?? raiseNewest(await module.query('newestStored', undefined));
      // Statements stored from now on are later than the promise; those being written are stored at their own `now` or
      // later.
      let earliest = milliseconds(now);
      for (const entry of underWay) earliest = Math.min(earliest, entry.now);
      promised = Math.max(promised, earliest - 1);
      return isoInstant(Math.max(newestStored, earliest - 1));
    },
  };
}
