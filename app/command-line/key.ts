import type { Command } from 'commander';
import { defaultOverlapDays } from '../../lti-tool/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { rows } from './output.js';
import { both, common, wrongValue } from './words.js';

function readDays(value: string): number {
  if (!/^\d{1,3}$/.test(value))
    throw wrongValue('Gemeint ist eine ganze Zahl von Tagen.', 'It must be a whole number of days.');
  return Number(value);
}

interface RotateOptions extends CommonOptions {
  readonly organisation: string;
  readonly overlap: number;
  readonly now?: boolean;
}

/** `lotse key rotate` */
function rotateCommand(noun: Command): void {
  noun
    .command('rotate')
    .description(
      both(
        'veröffentlicht einen neuen Schlüssel, der einen Tag später signiert; der alte bleibt so lange veröffentlicht, wie --overlap sagt',
        'publishes a new key, which signs a day later; the old one stays published until the overlap is over',
      ),
    )
    .requiredOption(...common.organisation)
    .option(
      '--overlap <days>',
      both(
        'so viele Tage bleibt der alte veröffentlicht, nachdem der neue signiert',
        'how many days the old key stays published once the new one signs',
      ),
      readDays,
      defaultOverlapDays,
    )
    .option(
      '--now',
      both(
        'der Schlüssel ist bekannt geworden: der neue signiert sofort, der alte verschwindet sofort',
        'the key has become known: the new one signs at once, the old one is gone at once',
      ),
    )
    .option(...common.json)
    .action((options: RotateOptions) =>
      withLotse(options, async (lotse, output) => {
        const organisation = await existingOrganisation(lotse, options.organisation);
        const rotation = await lotse.platforms.signingKeys.rotate(organisation, {
          overlapDays: options.overlap,
          atOnce: options.now === true,
        });
        output.result(rotation, [
          `kid  ${rotation.kid}`,
          `Signiert ab / signs from  ${rotation.signsFrom}`,
          `Der alte bleibt veröffentlicht bis / the old one stays published until  ${rotation.formerUntil}`,
        ]);
      }),
    );
}

/** `lotse key list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(
      both(
        'listet die Schlüssel einer Organisation auf, nie ihren geheimen Teil',
        'lists the keys of an organisation, never their secret part',
      ),
    )
    .requiredOption(...common.organisation)
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string }) =>
      withLotse(options, async (lotse, output) => {
        const keys = (
          await lotse.platforms.signingKeys.list(await existingOrganisation(lotse, options.organisation))
        ).map(({ sealed: _sealed, ...rest }) => rest);
        output.result(
          keys,
          rows(
            keys.map(({ kid, signsFrom, publishedUntil, platform }) => [
              kid,
              `signiert ab / signs from ${signsFrom}`,
              publishedUntil === undefined ? '' : `bis / until ${publishedUntil}`,
              platform ?? '',
            ]),
            both(
              'Noch gibt es keinen Schlüssel; mit der ersten Lernplattform kommt einer.',
              'There is no key yet; the first learning platform brings one.',
            ),
          ),
        );
      }),
    );
}

/** `lotse key …` */
export function keyCommands(noun: Command): void {
  rotateCommand(noun);
  listCommand(noun);
}
