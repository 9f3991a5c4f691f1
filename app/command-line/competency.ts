import type { Command } from 'commander';
import { type CommonOptions, withLotse } from './context.js';
import { inBothLanguages, common } from './help-texts.js';

/** `lotse competency …` */
export function addCompetencyCommands(noun: Command): void {
  noun
    .command('rebuild')
    .description(inBothLanguages('competency.rebuild'))
    .option(...common.json)
    .action((options: CommonOptions) =>
      withLotse(options, async ({ competency }, output) => {
        await competency.rebuild();
        output.result({ rebuilt: true }, [inBothLanguages('competency.rebuild.done')]);
      }),
    );
}
