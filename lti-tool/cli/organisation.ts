import type { Command } from 'commander';
import { type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

/** `lotse organisation …` */
export function organisationCommands(program: Command): void {
  const noun = program.command('organisation').description('Organisationen / organisations');
  noun.command('create')
    .description('creates an organisation with the starter content; harmless where it exists')
    .requiredOption('--id <short name>', 'lower-case letters, digits and hyphens; never changes')
    .requiredOption('--name <name>', 'the name people read')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { id: string; name: string }) => withLotse(options, async ({ organisations }, output) => {
      const { contents, ...organisation } = await organisations.found(options);
      output.result({ ...organisation, contents: contents.map(({ id }) => id) }, [`${organisation.id}  ${organisation.name}`, ...contents.map(({ id, version }) => `  ${id}, Fassung / version ${version}`)]);
    }));
  noun.command('list')
    .description('lists the organisations')
    .option('--json', 'print JSON')
    .action((options: CommonOptions) => withLotse(options, async ({ store }, output) => {
      const organisations = await store.access.listOrganisations();
      output.result(organisations, table(organisations.map(({ id, name, created }) => [id, name, created.slice(0, 10)])));
    }));
}
