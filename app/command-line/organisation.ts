import type { Command } from 'commander';
import { type CommonOptions, withLotse, withStores } from './context.js';
import { rows } from './output.js';
import { both, common } from './words.js';

/** `lotse organisation …` */
export function organisationCommands(noun: Command): void {
  noun
    .command('create')
    .description(both('organisation.create'))
    .requiredOption('--id <short name>', both('organisation.create.option.id'))
    .requiredOption('--name <name>', both('organisation.create.option.name'))
    .option(...common.json)
    .action((options: CommonOptions & { id: string; name: string }) =>
      withLotse(options, async ({ store, organisations }, output) => {
        const wasThere = (await store.access.listOrganisations()).some(({ id }) => id === options.id);
        const { contents, ...organisation } = await organisations.found(options);
        output.result({ ...organisation, contents: contents.map(({ id }) => id) }, [
          ...(wasThere ? [both('organisation.create.there')] : []),
          `${organisation.id}  ${organisation.name}`,
          ...contents.map(({ id, version }) => `  ${id}, ${both('word.version')} ${version}`),
        ]);
      }),
    );
  noun
    .command('list')
    .description(both('organisation.list'))
    .option(...common.json)
    .action((options: CommonOptions) =>
      withStores(options, async ({ lrs }, output) => {
        const organisations = await lrs.access.listOrganisations();
        output.result(
          organisations,
          rows(
            organisations.map(({ id, name, created }) => [id, name, created.slice(0, 10)]),
            both('organisation.list.none'),
          ),
        );
      }),
    );
}
