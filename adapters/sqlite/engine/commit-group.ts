import type { Database } from 'better-sqlite3';
import { beginMemory, forget } from './memory.js';
import type { Registry } from './module.js';
import { prepared } from './prepared.js';
import { type WriterMessage, toWire, type WriteReply, type WriteRequest } from './protocol.js';

/** Most commands in one transaction. */
const maxGroupCommands = 512;
/** For so many milliseconds a transaction takes commands, however quick COMMIT is: each group costs messages, too. */
const minGroupMs = 0.5;
/** After this many milliseconds it takes no further one, however long COMMIT takes: bounds how long its first one waits. */
const maxGroupMs = 50;

const run = (database: Database, sql: string): void => void prepared(database, sql).run();

/** Where a group is written. */
export interface Target {
  readonly database: Database;
  readonly modules: Registry;
}

const outputOf = ({ database, modules }: Target, { module, name, input }: WriteRequest): unknown =>
  modules[module]!.commands[name]!(database, input);

function begin(database: Database): void {
  run(database, 'BEGIN IMMEDIATE');
  beginMemory(database);
}

/**
 * Runs what has queued, as it comes, into `group`. That a command be undone alone, SQLite would have to keep a copy
 * of each page that each of them changes; mostly none fails.
 * @param time milliseconds after which no further one begins
 * @returns `undefined` if one failed: then the transaction is good for nothing
 */
function runTogether(
  target: Target,
  queue: WriteRequest[],
  group: WriteRequest[],
  time: number,
): WriteReply[] | undefined {
  const replies: WriteReply[] = [];
  const end = performance.now() + time;
  do {
    const request = queue.shift()!;
    group.push(request);
    try {
      replies.push({ number: request.number, output: outputOf(target, request) });
    } catch {
      return undefined;
    }
  } while (queue.length > 0 && group.length < maxGroupCommands && performance.now() < end);
  return replies;
}

/** Runs one command inside the open transaction: whole, or undone and answered with its error. */
function runApart(target: Target, request: WriteRequest): WriteReply {
  const { database } = target;
  run(database, 'SAVEPOINT command');
  try {
    const output = outputOf(target, request);
    run(database, 'RELEASE command');
    return { number: request.number, output };
  } catch (caught) {
    forget(database);
    // A full disk or a broken file may have ended the transaction already: then the group fails as one.
    if (!database.inTransaction) throw caught;
    run(database, 'ROLLBACK TO command');
    run(database, 'RELEASE command');
    return { number: request.number, error: toWire(caught) };
  }
}

/**
 * The usual duration of COMMIT, in milliseconds. One that takes far longer, since it moves the log into the file, says
 * little about the next.
 */
class CommitCost {
  milliseconds = 1;

  observe(milliseconds: number): void {
    this.milliseconds += (Math.min(milliseconds, 4 * this.milliseconds) - this.milliseconds) / 8;
  }
}

/**
 * Gives what commits: one durable transaction for what has queued, taken from the queue. It takes commands for as long
 * as COMMIT usually takes. By then what COMMIT costs is shared by enough of them; and while those behind them are written,
 * whoever sent the first already has an answer and can send more. If all went into one transaction, all would wait for it,
 * and then it for all of them.
 * @returns what may be sent: COMMIT has returned, or nothing was written
 */
export function groupCommitter(target: Target): (queue: WriteRequest[]) => WriterMessage {
  const commitCost = new CommitCost();
  return (queue) => commitGroup(target, queue, commitCost);
}

function commitGroup(target: Target, queue: WriteRequest[], commitCost: CommitCost): WriterMessage {
  const { database } = target;
  const group: WriteRequest[] = [];
  let replies: WriteReply[] | undefined;
  try {
    begin(database);
    replies = runTogether(target, queue, group, Math.min(Math.max(commitCost.milliseconds, minGroupMs), maxGroupMs));
    if (replies === undefined) {
      // Once more from the start, so that only what fails is undone: commands depend on nothing but the database and their input.
      rollBack(database);
      begin(database);
      replies = group.map((request) => runApart(target, request));
    }
    const begun = performance.now();
    run(database, 'COMMIT');
    commitCost.observe(performance.now() - begun);
  } catch (caught) {
    rollBack(database);
    // If no transaction could begin, all that waited for it are answered, not only the first.
    if (group.length === 0) group.push(...queue.splice(0));
    const error = toWire(caught);
    replies = group.map(({ number }) => ({ number, error }));
  }
  const answered = replies;
  const committed = new Set(group.filter((_, index) => 'output' in answered[index]!).map((request) => request.module));
  return { kind: 'committed', replies, modules: [...committed] };
}

function rollBack(database: Database): void {
  forget(database);
  if (database.inTransaction) run(database, 'ROLLBACK');
}
