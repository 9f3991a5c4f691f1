import type { Command } from 'commander';
import { systemClock } from '../../base/index.js';
import { pruneAttachments } from '../../lrs/index.js';
import { ageOption } from './age-option.js';
import { type CommonOptions, withLotse } from './context.js';
import { showProgress } from './progress.js';
import { both, common } from './words.js';

/** `lotse attachment …` */
export function attachmentCommands(noun: Command): void {
  noun
    .command('prune')
    .description(
      both(
        'entfernt Anhänge, die kein Statement nennt; Lotse darf dabei laufen',
        'removes attachments that no statement names; Lotse may run meanwhile',
      ),
    )
    .addOption(
      ageOption(
        both(
          'nur solche, die seit so vielen Tagen niemand geschickt hat',
          'only those that nobody has sent for so many days',
        ),
      ),
    )
    .option(...common.json)
    .action((options: CommonOptions & { olderThan: number }) =>
      withLotse(options, async (lotse, output) => {
        const bar = showProgress('Anhänge / attachments');
        const pruned = await pruneAttachments({
          store: lotse.store,
          clock: systemClock,
          olderThan: options.olderThan,
          onProgress: (read, all) => bar.show(all === 0 ? 1 : read / all),
        }).finally(() => bar.end());
        output.result(pruned, [
          both(
            `${pruned.removed} von ${pruned.looked} Anhängen entfernt`,
            `${pruned.removed} of ${pruned.looked} attachments removed`,
          ),
        ]);
      }),
    );
}
