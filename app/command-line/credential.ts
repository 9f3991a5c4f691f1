import { Option, type Command } from 'commander';
import type { Milliseconds } from '../../base/index.js';
import { type Scope, scopes } from '../../lrs/store/index.js';
import { type CommonOptions, existingOrganisation, storedOrganisation, withLotse, withStores } from './context.js';
import { rows } from './output.js';
import { inBothLanguages, common, choiceError, CommandError, seeCommand, optionError } from './help-texts.js';

function readScope(value: string, before: readonly Scope[] = []): readonly Scope[] {
  const given = value.split(',').map((each) => each.trim());
  const unknown = given.find((each) => !scopes.includes(each as Scope));
  if (unknown !== undefined) throw optionError('wrong.scope', { unknown, values: scopes.join(', ') });
  return [...before, ...(given as Scope[])];
}

/** Software whose dialect is accepted under its own credentials. */
const dialects = ['ilias', 'moodle'];

function readSoftware(value: string): string {
  if (!dialects.includes(value)) throw choiceError(dialects);
  return value;
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `30m`, `24h`, `7d`. */
function readDuration(value: string): Milliseconds {
  const [, number, unit] = /^(\d{1,4})([mhd])$/.exec(value) ?? [];
  if (number === undefined || unit === undefined) throw optionError('wrong.duration');
  return Number(number) * unitMs[unit as keyof typeof unitMs];
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
    .description(inBothLanguages('credential.create'))
    .requiredOption(...common.organisation)
    .requiredOption(
      '--scope <scope>',
      `${inBothLanguages('credential.create.option.scope')}: ${scopes.join(', ')}`,
      readScope,
    )
    .option('--label <text>', inBothLanguages('credential.create.option.label'), '')
    .option('--actor <agent>', inBothLanguages('credential.create.option.actor'))
    .option('--activity <iri>', inBothLanguages('credential.create.option.activity'))
    .option(
      '--for <software>',
      `${inBothLanguages('credential.create.option.for')}: ${dialects.join(', ')}`,
      readSoftware,
    )
    .option(...common.json)
    .action((options: CreateOptions) =>
      withLotse(options, async (lotse, output) => {
        const [{ credentialToken }, { parseActor }] = await Promise.all([
          import('../../lrs/index.js'),
          import('./actor.js'),
        ]);
        const { activity, scope, label, for: software } = options;
        const actor = options.actor === undefined ? undefined : parseActor(options.actor);
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
    .description(inBothLanguages('credential.list'))
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
              revoked === undefined ? '' : `${inBothLanguages('credential.list.revoked')} ${revoked.slice(0, 10)}`,
              label,
            ]),
            inBothLanguages('credential.list.none'),
          ),
        );
      }),
    );
}

/** `lotse credential rotate` */
function rotateCommand(noun: Command): void {
  noun
    .command('rotate')
    .description(inBothLanguages('credential.rotate'))
    .requiredOption(...common.organisation)
    .requiredOption('--key <key>', seeCommand('npx lotse credential list'))
    .addOption(
      new Option('--overlap <duration>', inBothLanguages('credential.rotate.option.overlap'))
        .argParser(readDuration)
        .default(unitMs.d, '24h'),
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
          `${inBothLanguages('credential.rotate.former')} ${rotated.formerUntil}`,
        ]);
      }),
    );
}

/** `lotse credential revoke` */
function revokeCommand(noun: Command): void {
  noun
    .command('revoke')
    .description(inBothLanguages('credential.revoke'))
    .requiredOption(...common.organisation)
    .requiredOption('--key <key>', seeCommand('npx lotse credential list'))
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string; key: string }) =>
      withLotse(options, async (lotse, output) => {
        const revoked = await lotse.lrs.access.revokeCredential(
          await existingOrganisation(lotse, options.organisation),
          options.key,
        );
        if (!revoked)
          throw new CommandError(
            'refused.credential',
            { organisation: options.organisation, key: options.key },
            { see: `npx lotse credential list --organisation ${options.organisation}` },
          );
        output.result({ revoked }, [inBothLanguages('credential.revoke.done')]);
      }),
    );
}

/** `lotse credential …` */
export function addCredentialCommands(noun: Command): void {
  createCommand(noun);
  listCommand(noun);
  rotateCommand(noun);
  revokeCommand(noun);
}
