import { Option, type Command } from 'commander';
import { type Scope, scopes } from '../../lrs/store/index.js';
import { type CommonOptions, existingOrganisation, storedOrganisation, withLotse, withStores } from './context.js';
import { rows } from './output.js';
import { both, common, noneOf, Refusal, see, wrongValue } from './words.js';

function readScope(value: string, before: readonly Scope[] = []): readonly Scope[] {
  const given = value.split(',').map((each) => each.trim());
  const unknown = given.find((each) => !scopes.includes(each as Scope));
  if (unknown !== undefined)
    throw wrongValue(
      `„${unknown}“ ist kein Bereich. Es gibt: ${scopes.join(', ')}.`,
      `"${unknown}" is not a scope. There are: ${scopes.join(', ')}.`,
    );
  return [...before, ...(given as Scope[])];
}

/** Software whose dialect is accepted under its own credentials. */
const dialects = ['ilias', 'moodle'];

function readSoftware(value: string): string {
  if (!dialects.includes(value)) throw noneOf(dialects);
  return value;
}

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `30m`, `24h`, `7d`, in milliseconds. */
function readDuration(value: string): number {
  const [, number, unit] = /^(\d{1,4})([mhd])$/.exec(value) ?? [];
  if (number === undefined || unit === undefined)
    throw wrongValue(
      'Gemeint ist eine Dauer in Minuten, Stunden oder Tagen, zum Beispiel 30m, 24h oder 7d; 0m beendet das alte Geheimnis sofort.',
      'It must be a number of minutes, hours or days such as 30m, 24h or 7d; 0m ends the old secret at once.',
    );
  return Number(number) * unitMilliseconds[unit as keyof typeof unitMilliseconds];
}

interface CreateOptions extends CommonOptions {
  readonly organisation: string;
  readonly scope: readonly Scope[];
  readonly label: string;
  /** The text as entered. */
  readonly actor?: string;
  readonly activity?: string;
  readonly for?: string;
}

interface RotateOptions extends CommonOptions {
  readonly organisation: string;
  readonly key: string;
  readonly overlap: number;
}

/** `lotse credential create` */
function createCommand(noun: Command): void {
  noun
    .command('create')
    .description(
      both(
        'gibt einen Zugang aus: Schlüssel und Geheimnis; das Geheimnis wird nur jetzt gezeigt',
        'hands out a key and secret; the secret is shown this once',
      ),
    )
    .requiredOption(...common.organisation)
    .requiredOption(
      '--scope <scope>',
      `${both('was er darf, eines oder mehrere mit Komma', 'what it may do, one or more with commas')}: ${scopes.join(', ')}`,
      readScope,
    )
    .option('--label <text>', both('wie Menschen ihn nennen', 'what people call it'), '')
    .option(
      '--actor <agent>',
      both('beschränkt ihn auf eine Person: mailto:… oder JSON', 'limits it to one agent: mailto:… or JSON'),
    )
    .option(
      '--activity <iri>',
      both('beschränkt ihn auf eine Aktivität und was unter ihr liegt', 'limits it to one activity and those below it'),
    )
    .option(
      '--for <software>',
      `${both('für Software, die manches auf ihre Art sagt; er öffnet /admin nicht', 'for software that says some things in its own way; it does not open /admin')}: ${dialects.join(', ')}`,
      readSoftware,
    )
    .option(...common.json)
    .action((options: CreateOptions) =>
      withLotse(options, async (lotse, output) => {
        const [{ credentialToken }, { readActor }] = await Promise.all([
          import('../../lrs/index.js'),
          import('./actor.js'),
        ]);
        const { activity, scope, label, for: software } = options;
        const actor = options.actor === undefined ? undefined : readActor(options.actor);
        const organisation = await existingOrganisation(lotse, options.organisation);
        const credential = await lotse.lrs.access.createCredential({
          organisation,
          scopes: scope,
          label,
          ...(actor === undefined ? {} : { actor }),
          ...(activity === undefined ? {} : { activity }),
          ...(software === undefined ? {} : { software }),
        });
        output.result(credential, [
          `key     ${credential.key}`,
          `secret  ${credential.secret}`,
          `Bearer  ${credentialToken(credential)}`,
        ]);
      }),
    );
}

/** `lotse credential list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(both('listet Schlüssel auf, nie Geheimnisse', 'lists keys, never secrets'))
    .requiredOption(...common.organisation)
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string }) =>
      withStores(options, async ({ lrs }, output) => {
        const credentials = await lrs.access.listCredentials(await storedOrganisation(lrs, options.organisation));
        const shown = credentials.map(({ secretHash: _secretHash, former, ...rest }) =>
          former === undefined ? rest : { ...rest, formerUntil: former.until },
        );
        output.result(
          shown,
          rows(
            shown.map(({ key, label, scopes: held, created, revoked }) => [
              key,
              held.join(','),
              created.slice(0, 10),
              revoked === undefined ? '' : `beendet / revoked ${revoked.slice(0, 10)}`,
              label,
            ]),
            both('Diese Organisation hat noch keinen Zugang.', 'This organisation has no credential yet.'),
          ),
        );
      }),
    );
}

/** `lotse credential rotate` */
function rotateCommand(noun: Command): void {
  noun
    .command('rotate')
    .description(
      both(
        'gibt ein neues Geheimnis aus; das alte gilt noch so lange, wie --overlap sagt',
        'hands out a new secret; the old one works until the overlap is over',
      ),
    )
    .requiredOption(...common.organisation)
    .requiredOption('--key <key>', see('npx lotse credential list'))
    .addOption(
      new Option(
        '--overlap <duration>',
        both(
          'wie lange das alte Geheimnis noch gilt, z. B. 30m, 24h, 7d',
          'how long the old secret still works, e.g. 30m, 24h, 7d',
        ),
      )
        .argParser(readDuration)
        .default(unitMilliseconds.d, '24h'),
    )
    .option(...common.json)
    .action((options: RotateOptions) =>
      withLotse(options, async (lotse, output) => {
        const rotated = await lotse.lrs.access.rotateCredential(
          await existingOrganisation(lotse, options.organisation),
          options.key,
          options.overlap,
        );
        output.result(rotated, [
          `key     ${rotated.key}`,
          `secret  ${rotated.secret}`,
          `Der alte gilt bis / the old one works until ${rotated.formerUntil}`,
        ]);
      }),
    );
}

/** `lotse credential revoke` */
function revokeCommand(noun: Command): void {
  noun
    .command('revoke')
    .description(both('sperrt einen Zugang sofort', 'ends a key'))
    .requiredOption(...common.organisation)
    .requiredOption('--key <key>', see('npx lotse credential list'))
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string; key: string }) =>
      withLotse(options, async (lotse, output) => {
        const revoked = await lotse.lrs.access.revokeCredential(
          await existingOrganisation(lotse, options.organisation),
          options.key,
        );
        if (!revoked)
          throw new Refusal(
            `Die Organisation „${options.organisation}“ hat keinen Schlüssel „${options.key}“.`,
            `The organisation "${options.organisation}" has no key "${options.key}".`,
            { see: `npx lotse credential list --organisation ${options.organisation}` },
          );
        output.result({ revoked }, ['Beendet. / Revoked.']);
      }),
    );
}

/** `lotse credential …` */
export function credentialCommands(noun: Command): void {
  createCommand(noun);
  listCommand(noun);
  rotateCommand(noun);
  revokeCommand(noun);
}
