import { type Command, InvalidArgumentError } from 'commander';
import { pruneAttachments, systemClock } from '../../lrs/index.js';
import { type CommonOptions, withLotse } from './context.js';
import { showProgress } from './progress.js';

const day = 24 * 3600_000;

function readDays(value: string): number {
  const days = /^([1-9]\d{0,3})d$/.exec(value)?.[1];
  if (days === undefined) throw new InvalidArgumentError('It must be a number of days such as 7d, and at least 1d.');
  return Number(days) * day;
}

/** `lotse attachment …` */
export function attachmentCommands(program: Command): void {
  const noun = program.command('attachment').description('Anhänge von Statements / attachments of statements');
  noun.command('prune')
    .description('entfernt Anhänge, die kein Statement nennt / removes attachments that no statement names; Lotse may run meanwhile')
    .option('--older-than <days>', 'only those that were put before so many days', readDays, 7 * day)
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { olderThan: number }) => withLotse(options, async (lotse, output) => {
      const bar = showProgress('Anhänge / attachments');
      const pruned = await pruneAttachments({
        store: lotse.store, clock: systemClock, olderThan: options.olderThan, onProgress: (read, all) => bar.show(all === 0 ? 1 : read / all),
      }).finally(() => bar.end());
      output.result(pruned, [`${pruned.removed} von / of ${pruned.looked} entfernt / removed`]);
    }));
}
