import { type Command, InvalidArgumentError } from 'commander';
import { LotseError, scopes, type Scope } from '../../lrs/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

function readScope(value: string, before: readonly Scope[] = []): readonly Scope[] {
  const given = value.split(',').map((each) => each.trim());
  const unknown = given.find((each) => !scopes.includes(each as Scope));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is not a scope. Scopes are: ${scopes.join(', ')}.`);
  return [...before, ...given as Scope[]];
}

/** `lotse credential …` */
export function credentialCommands(program: Command): void {
  const noun = program.command('credential').description('Schlüssel für das LRS / keys for the LRS');
  noun.command('create')
    .description('hands out a key and secret; the secret is shown this once')
    .requiredOption('--organisation <id>')
    .requiredOption('--scope <scope>', `one or more of ${scopes.join(', ')}`, readScope)
    .option('--label <text>', 'what people call it', '')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string; scope: readonly Scope[]; label: string }) => withLotse(options, async (lotse, output) => {
      const organisation = await existingOrganisation(lotse, options.organisation);
      const credential = await lotse.lrs.access.createCredential({ organisation, scopes: options.scope, label: options.label });
      output.result(credential, [`key     ${credential.key}`, `secret  ${credential.secret}`]);
    }));
  noun.command('list')
    .description('lists keys, never secrets')
    .requiredOption('--organisation <id>')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string }) => withLotse(options, async (lotse, output) => {
      const credentials = await lotse.store.access.listCredentials(await existingOrganisation(lotse, options.organisation));
      const shown = credentials.map(({ secretHash: _secretHash, ...rest }) => rest);
      output.result(shown, table(shown.map(({ key, label, scopes: held, created, revoked }) => [key, held.join(','), created.slice(0, 10), revoked === undefined ? '' : `beendet / revoked ${revoked.slice(0, 10)}`, label])));
    }));
  noun.command('revoke')
    .description('ends a key')
    .requiredOption('--organisation <id>')
    .requiredOption('--key <key>')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string; key: string }) => withLotse(options, async (lotse, output) => {
      const revoked = await lotse.lrs.access.revokeCredential(await existingOrganisation(lotse, options.organisation), options.key);
      if (!revoked) throw new LotseError('not-found', `The organisation "${options.organisation}" has no key "${options.key}". See: npx lotse credential list --organisation ${options.organisation}`, { path: 'key' });
      output.result({ revoked }, ['Beendet. / Revoked.']);
    }));
}
