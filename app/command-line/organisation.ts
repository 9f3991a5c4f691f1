import type { Command } from 'commander';
import { type CommonOptions, withLotse, withStores } from './context.js';
import { rows } from './output.js';
import { both, common } from './words.js';

/** `lotse organisation …` */
export function organisationCommands(noun: Command): void {
  noun
    .command('create')
    .description(
      both(
        'legt eine Organisation mit den mitgelieferten Inhalten an; gibt es sie schon, bleibt ihr Name, und nur neue Fassungen dieser Inhalte kommen hinzu',
        'creates an organisation with the starter content; one that exists keeps its name and gets only new versions of that content',
      ),
    )
    .requiredOption(
      '--id <short name>',
      both(
        'Kleinbuchstaben, Ziffern und Bindestriche; ändert sich nie',
        'lower-case letters, digits and hyphens; never changes',
      ),
    )
    .requiredOption('--name <name>', both('der Name, den Menschen lesen', 'the name people read'))
    .option(...common.json)
    .action((options: CommonOptions & { id: string; name: string }) =>
      withLotse(options, async ({ store, organisations }, output) => {
        const wasThere = (await store.access.listOrganisations()).some(({ id }) => id === options.id);
        const { contents, ...organisation } = await organisations.found(options);
        output.result({ ...organisation, contents: contents.map(({ id }) => id) }, [
          ...(wasThere
            ? [
                both(
                  'Diese Organisation gibt es schon; ihr Name bleibt.',
                  'This organisation exists already; its name stays.',
                ),
              ]
            : []),
          `${organisation.id}  ${organisation.name}`,
          ...contents.map(({ id, version }) => `  ${id}, Fassung / version ${version}`),
        ]);
      }),
    );
  noun
    .command('list')
    .description(both('listet die Organisationen auf', 'lists the organisations'))
    .option(...common.json)
    .action((options: CommonOptions) =>
      withStores(options, async ({ lrs }, output) => {
        const organisations = await lrs.access.listOrganisations();
        output.result(
          organisations,
          rows(
            organisations.map(({ id, name, created }) => [id, name, created.slice(0, 10)]),
            both('Noch gibt es keine Organisation.', 'There is no organisation yet.'),
          ),
        );
      }),
    );
}
