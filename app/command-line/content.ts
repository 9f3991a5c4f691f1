import type { Command } from 'commander';
import { ageOption } from './age-option.js';
import { type CommonOptions, withLotse } from './context.js';
import { both, common } from './words.js';

/** `lotse content …` */
export function contentCommands(noun: Command): void {
  noun
    .command('prune')
    .description(
      both(
        'entfernt Dateien, die kein Inhalt und kein Inhaltstyp mehr nennt; Lotse darf dabei laufen',
        'removes files that no content and no content type names any more; Lotse may run meanwhile',
      ),
    )
    .addOption(
      ageOption(
        both(
          'nur solche, die seit so vielen Tagen niemand abgelegt hat',
          'only those that nobody has put there for so many days',
        ),
      ),
    )
    .option(...common.json)
    .action((options: CommonOptions & { olderThan: number }) =>
      withLotse(options, async (lotse, output) => {
        const pruned = await lotse.content.pruneFiles(options.olderThan);
        output.result(pruned, [
          both(
            `${pruned.removed} von ${pruned.looked} Dateien entfernt`,
            `${pruned.removed} of ${pruned.looked} files removed`,
          ),
        ]);
      }),
    );
}
