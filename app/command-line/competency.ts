import type { Command } from 'commander';
import { type CommonOptions, withLotse } from './context.js';
import { both, common } from './words.js';

/** `lotse competency …` */
export function competencyCommands(noun: Command): void {
  noun
    .command('rebuild')
    .description(both('competency.rebuild'))
    .option(...common.json)
    .action((options: CommonOptions) =>
      withLotse(options, async ({ competency }, output) => {
        await competency.rebuild();
        output.result({ rebuilt: true }, [both('competency.rebuild.done')]);
      }),
    );
}
