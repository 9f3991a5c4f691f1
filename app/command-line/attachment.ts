import type { Command } from 'commander';
import { systemClock } from '../../base/index.js';
import { pruneAttachments } from '../../lrs/index.js';
import { ageOption } from './age-option.js';
import { type CommonOptions, withLotse } from './context.js';
import { openProgressBar } from './progress.js';
import { inBothLanguages, common } from './help-texts.js';

/** `lotse attachment …` */
export function addAttachmentCommands(noun: Command): void {
  noun
    .command('prune')
    .description(inBothLanguages('attachment.prune'))
    .addOption(ageOption(inBothLanguages('attachment.prune.option.older-than')))
    .option(...common.json)
    .action((options: CommonOptions & { olderThan: number }) =>
      withLotse(options, async (lotse, output) => {
        const bar = openProgressBar(inBothLanguages('attachment.prune.progress'));
        const pruned = await pruneAttachments({
          store: lotse.store,
          clock: systemClock,
          olderThan: options.olderThan,
          onProgress: (read, all) => bar.show(all === 0 ? 1 : read / all),
        }).finally(() => bar.end());
        output.result(pruned, [
          inBothLanguages('attachment.prune.done', { removed: pruned.removed, looked: pruned.looked }),
        ]);
      }),
    );
}
