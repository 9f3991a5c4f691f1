import type { Command } from 'commander';
import { defaultOverlapDays } from '../../lti-tool/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { rows } from './output.js';
import { inBothLanguages, common, optionError } from './help-texts.js';

function readDays(value: string): number {
  if (!/^\d{1,3}$/.test(value)) throw optionError('wrong.days');
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
    .description(inBothLanguages('key.rotate'))
    .requiredOption(...common.organisation)
    .option('--overlap <days>', inBothLanguages('key.rotate.option.overlap'), readDays, defaultOverlapDays)
    .option('--now', inBothLanguages('key.rotate.option.now'))
    .option(...common.json)
    .action((options: RotateOptions) =>
      withLotse(options, async (lotse, output) => {
        const organisation = await existingOrganisation(lotse, options.organisation);
        const rotation = await lotse.platforms.signingKeys.rotate(organisation, {
          overlapDays: options.overlap,
          immediate: options.now === true,
        });
        output.result(rotation, [
          `kid  ${rotation.kid}`,
          `${inBothLanguages('key.rotate.signs')}  ${rotation.signsFrom}`,
          `${inBothLanguages('key.rotate.former')}  ${rotation.formerUntil}`,
        ]);
      }),
    );
}

/** `lotse key list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(inBothLanguages('key.list'))
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
              `${inBothLanguages('key.list.signs')} ${signsFrom}`,
              publishedUntil === undefined ? '' : `${inBothLanguages('key.list.until')} ${publishedUntil}`,
              platform ?? '',
            ]),
            inBothLanguages('key.list.none'),
          ),
        );
      }),
    );
}

/** `lotse key …` */
export function addKeyCommands(noun: Command): void {
  rotateCommand(noun);
  listCommand(noun);
}
