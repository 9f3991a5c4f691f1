import { type Command, InvalidArgumentError } from 'commander';
import { LotseError, credentialToken, parseAgent, parseJson, scopes, type Agent, type Scope } from '../../lrs/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

function readScope(value: string, before: readonly Scope[] = []): readonly Scope[] {
  const given = value.split(',').map((each) => each.trim());
  const unknown = given.find((each) => !scopes.includes(each as Scope));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is not a scope. Scopes are: ${scopes.join(', ')}.`);
  return [...before, ...given as Scope[]];
}

/** An agent as a parameter of a command. */
export function readActor(value: string): Agent {
  try {
    return parseAgent(value.startsWith('mailto:') ? { mbox: value } : parseJson(value), 'actor') as Agent;
  } catch (caught) {
    throw new InvalidArgumentError(`It must be mailto:… or an xAPI Agent as JSON. ${(caught as Error).message}`);
  }
}

/** Software whose reports and quirks are answered under its own credentials. */
const dialects = ['ilias', 'moodle'];

function readSoftware(value: string): string {
  if (!dialects.includes(value)) throw new InvalidArgumentError(`It must be ${dialects.join(' or ')}.`);
  return value;
}

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `30m`, `24h`, `7d`, in milliseconds. */
function readDuration(value: string): number {
  const [, number, unit] = /^(\d{1,4})([mhd])$/.exec(value) ?? [];
  if (number === undefined || unit === undefined) throw new InvalidArgumentError('It must be a number of minutes, hours or days such as 30m, 24h or 7d; 0m ends the old secret at once.');
  return Number(number) * unitMilliseconds[unit as keyof typeof unitMilliseconds];
}

interface CreateOptions extends CommonOptions {
  readonly organisation: string;
  readonly scope: readonly Scope[];
  readonly label: string;
  readonly actor?: Agent;
  readonly activity?: string;
  readonly for?: string;
}

interface RotateOptions extends CommonOptions {
  readonly organisation: string;
  readonly key: string;
  readonly overlap: number;
}

/** `lotse credential …` */
export function credentialCommands(program: Command): void {
  const noun = program.command('credential').description('Schlüssel für das LRS / keys for the LRS');
  noun.command('create')
    .description('hands out a key and secret; the secret is shown this once')
    .requiredOption('--organisation <id>')
    .requiredOption('--scope <scope>', `one or more of ${scopes.join(', ')}`, readScope)
    .option('--label <text>', 'what people call it', '')
    .option('--actor <agent>', 'limits it to one agent: mailto:… or JSON', readActor)
    .option('--activity <iri>', 'limits it to one activity and those below it')
    .option('--for <software>', `for software that says some things in its own way: ${dialects.join(', ')}`, readSoftware)
    .option('--json', 'print JSON')
    .action((options: CreateOptions) => withLotse(options, async (lotse, output) => {
      const organisation = await existingOrganisation(lotse, options.organisation);
      const { actor, activity, scope, label, for: software } = options;
      const credential = await lotse.lrs.access.createCredential({
        organisation, scopes: scope, label, ...(actor === undefined ? {} : { actor }), ...(activity === undefined ? {} : { activity }),
        ...(software === undefined ? {} : { software }),
      });
      output.result(credential, [`key     ${credential.key}`, `secret  ${credential.secret}`, `Bearer  ${credentialToken(credential)}`]);
    }));
  noun.command('list')
    .description('lists keys, never secrets')
    .requiredOption('--organisation <id>')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string }) => withLotse(options, async (lotse, output) => {
      const credentials = await lotse.store.access.listCredentials(await existingOrganisation(lotse, options.organisation));
      const shown = credentials.map(({ secretHash: _secretHash, former, ...rest }) => (former === undefined ? rest : { ...rest, formerUntil: former.until }));
      output.result(shown, table(shown.map(({ key, label, scopes: held, created, revoked }) => [key, held.join(','), created.slice(0, 10), revoked === undefined ? '' : `beendet / revoked ${revoked.slice(0, 10)}`, label])));
    }));
  noun.command('rotate')
    .description('hands out a new secret; the old one works until the overlap is over')
    .requiredOption('--organisation <id>')
    .requiredOption('--key <key>')
    .option('--overlap <duration>', 'how long the old secret still works, e.g. 30m, 24h, 7d', readDuration, unitMilliseconds.d)
    .option('--json', 'print JSON')
    .action((options: RotateOptions) => withLotse(options, async (lotse, output) => {
      const rotated = await lotse.lrs.access.rotateCredential(await existingOrganisation(lotse, options.organisation), options.key, options.overlap);
      output.result(rotated, [`key     ${rotated.key}`, `secret  ${rotated.secret}`, `Der alte gilt bis / the old one works until ${rotated.formerUntil}`]);
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
