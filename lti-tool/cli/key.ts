import { type Command, InvalidArgumentError } from 'commander';
import { defaultOverlapDays } from '../platform/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

function readDays(value: string): number {
  if (!/^\d{1,3}$/.test(value)) throw new InvalidArgumentError('It must be a whole number of days.');
  return Number(value);
}

interface RotateOptions extends CommonOptions {
  readonly organisation: string;
  readonly overlap: number;
  readonly now?: boolean;
}

/** `lotse key …` */
export function keyCommands(program: Command): void {
  const noun = program.command('key').description('Signaturschlüssel für Lernplattformen / signing keys for learning platforms');
  noun.command('rotate')
    .description('publishes a new key, which signs a day later; the old one stays published until the overlap is over')
    .requiredOption('--organisation <id>')
    .option('--overlap <days>', 'how long the old key stays published once the new one signs', readDays, defaultOverlapDays)
    .option('--now', 'the key has become known: the new one signs at once, the old one is gone at once')
    .option('--json', 'print JSON')
    .action((options: RotateOptions) => withLotse(options, async (lotse, output) => {
      const organisation = await existingOrganisation(lotse, options.organisation);
      const rotation = await lotse.platforms.signingKeys.rotate(organisation, { overlapDays: options.overlap, atOnce: options.now === true });
      output.result(rotation, [
        `kid  ${rotation.kid}`, `Signiert ab / signs from  ${rotation.signsFrom}`, `Der alte bleibt veröffentlicht bis / the old one stays published until  ${rotation.formerUntil}`,
      ]);
    }));
  noun.command('list')
    .description('lists the keys of an organisation, never their secret part')
    .requiredOption('--organisation <id>')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string }) => withLotse(options, async (lotse, output) => {
      const keys = (await lotse.platforms.signingKeys.list(await existingOrganisation(lotse, options.organisation))).map(({ sealed: _sealed, ...rest }) => rest);
      output.result(keys, table(keys.map(({ kid, signsFrom, publishedUntil, platform }) => [kid, `signiert ab / signs from ${signsFrom}`, publishedUntil === undefined ? '' : `bis / until ${publishedUntil}`, platform ?? ''])));
    }));
}
