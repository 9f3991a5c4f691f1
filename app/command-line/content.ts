import type { Command } from 'commander';
import { ageOption } from './age-option.js';
import { type CommonOptions, withLotse } from './context.js';
import { inBothLanguages, common } from './help-texts.js';

/** `lotse content …` */
export function addContentCommands(noun: Command): void {
  noun
    .command('prune')
    .description(inBothLanguages('content.prune'))
    .addOption(ageOption(inBothLanguages('content.prune.option.older-than')))
    .option(...common.json)
    .action((options: CommonOptions & { olderThan: number }) =>
      withLotse(options, async (lotse, output) => {
        const pruned = await lotse.content.pruneFiles(options.olderThan);
        output.result(pruned, [
          inBothLanguages('content.prune.done', { removed: pruned.removed, looked: pruned.looked }),
        ]);
      }),
    );
}
