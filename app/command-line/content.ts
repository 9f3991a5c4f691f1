import type { Command } from 'commander';
import { ageOption } from './age-option.js';
import { type CommonOptions, withLotse } from './context.js';
import { both, common } from './words.js';

/** `lotse content …` */
export function contentCommands(noun: Command): void {
  noun
    .command('prune')
    .description(both('content.prune'))
    .addOption(ageOption(both('content.prune.option.older-than')))
    .option(...common.json)
    .action((options: CommonOptions & { olderThan: number }) =>
      withLotse(options, async (lotse, output) => {
        const pruned = await lotse.content.pruneFiles(options.olderThan);
        output.result(pruned, [both('content.prune.done', { removed: pruned.removed, looked: pruned.looked })]);
      }),
    );
}
