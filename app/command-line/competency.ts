import type { Command } from 'commander';
import { type CommonOptions, withLotse } from './context.js';
import { both, common } from './words.js';

/** `lotse competency …` */
export function competencyCommands(noun: Command): void {
  noun
    .command('rebuild')
    .description(
      both(
        'berechnet alle Nachweise neu aus den Statements; bis sie fertig sind, gelten die alten',
        'computes all evidence anew from the stored statements; readers see the old until the new is whole',
      ),
    )
    .option(...common.json)
    .action((options: CommonOptions) =>
      withLotse(options, async ({ competency }, output) => {
        await competency.rebuild();
        output.result({ rebuilt: true }, ['Alle Nachweise sind neu berechnet. / All evidence has been computed anew.']);
      }),
    );
}
