import type { Command } from 'commander';
import { type CommonOptions, withLotse, withStores } from './context.js';
import { rows } from './output.js';
import { inBothLanguages, common } from './help-texts.js';

/** `lotse organisation …` */
export function addOrganisationCommands(noun: Command): void {
  noun
    .command('create')
    .description(inBothLanguages('organisation.create'))
    .requiredOption('--id <short name>', inBothLanguages('organisation.create.option.id'))
    .requiredOption('--name <name>', inBothLanguages('organisation.create.option.name'))
    .option(...common.json)
    .action((options: CommonOptions & { id: string; name: string }) =>
      withLotse(options, async ({ store, organisations }, output) => {
        const existed = (await store.access.listOrganisations()).some(({ id }) => id === options.id);
        const { contents, ...organisation } = await organisations.provision(options);
        output.result({ ...organisation, contents: contents.map(({ id }) => id) }, [
          ...(existed ? [inBothLanguages('organisation.create.there')] : []),
          `${organisation.id}  ${organisation.name}`,
          ...contents.map(({ id, version }) => `  ${id}, ${inBothLanguages('word.version')} ${version}`),
        ]);
      }),
    );
  noun
    .command('list')
    .description(inBothLanguages('organisation.list'))
    .option(...common.json)
    .action((options: CommonOptions) =>
      withStores(options, async ({ lrs }, output) => {
        const organisations = await lrs.access.listOrganisations();
        output.result(
          organisations,
          rows(
            organisations.map(({ id, name, created }) => [id, name, created.slice(0, 10)]),
            inBothLanguages('organisation.list.none'),
          ),
        );
      }),
    );
}
