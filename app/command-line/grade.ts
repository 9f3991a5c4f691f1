import type { Command } from 'commander';
import { type Grade, isHeld, type Platform, reasonText } from '../../lti-tool/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { rows } from './output.js';
import { inBothLanguages, common, choiceError, CommandError, optionError } from './help-texts.js';

const states = ['waiting', 'failed', 'declined', 'sent'] as const;

interface ListOptions extends CommonOptions {
  readonly organisation: string;
  readonly state?: Grade['state'];
  readonly platform?: string;
  readonly limit: number;
}

interface ReplayOptions extends CommonOptions {
  readonly organisation: string;
  readonly id?: string;
  readonly all?: boolean;
  readonly platform?: string;
}

function stateFrom(text: string): Grade['state'] {
  const found = states.find((each) => each === text);
  if (found === undefined) throw choiceError(states);
  return found;
}

function limitFrom(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw optionError('wrong.limit');
  return Number(text);
}

function row(grade: Grade, platform: Platform | undefined): readonly string[] {
  const { id, state, subject, scoreGiven, scoreMaximum, nextTry, attempts, lastError } = grade;
  return [
    id,
    state,
    `${scoreGiven}/${scoreMaximum}`,
    subject,
    state === 'waiting' && !isHeld(grade, platform) ? nextTry : '',
    attempts === 0 ? '' : `${attempts} ×`,
    state === 'sent'
      ? ''
      : `${reasonText(grade, 'de', platform) ?? ''}${lastError === undefined ? '' : ` (${lastError})`}`,
  ];
}

/** `lotse grade list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(inBothLanguages('grade.list'))
    .requiredOption(...common.organisation)
    .option('--state <state>', `${inBothLanguages('grade.list.option.state')}: ${states.join(', ')}`, stateFrom)
    .option('--platform <id>', inBothLanguages('grade.list.option.platform'))
    .option('--limit <number>', inBothLanguages('grade.list.option.limit'), limitFrom, 100)
    .option(...common.json)
    .action((options: ListOptions) =>
      withLotse(options, async (lotse, output) => {
        const { state, platform, limit } = options;
        const organisation = await existingOrganisation(lotse, options.organisation);
        const platformById = new Map((await lotse.platforms.list(organisation)).map((each) => [each.id, each]));
        const found = await lotse.grades.page(organisation, {
          limit,
          ...(state === undefined ? {} : { states: [state] }),
          ...(platform === undefined ? {} : { platform }),
        });
        output.result(
          found,
          rows(
            found.map((grade) => row(grade, platformById.get(grade.platform))),
            inBothLanguages('grade.list.none'),
          ),
        );
      }),
    );
}

/** `lotse grade replay` */
function replayCommand(noun: Command): void {
  noun
    .command('replay')
    .description(inBothLanguages('grade.replay'))
    .requiredOption(...common.organisation)
    .option('--id <id>', inBothLanguages('grade.replay.option.id'))
    .option('--all', inBothLanguages('grade.replay.option.all'))
    .option('--platform <id>', inBothLanguages('grade.replay.option.platform'))
    .option(...common.json)
    .action((options: ReplayOptions) =>
      withLotse(options, async (lotse, output) => {
        const { id, all, platform } = options;
        if ((id === undefined) === (all !== true)) throw new CommandError('refused.grade-choice', {}, { exitCode: 2 });
        const organisation = await existingOrganisation(lotse, options.organisation);
        const replayed =
          id === undefined
            ? await lotse.grades.replayFailed(organisation, platform)
            : (await lotse.grades.replay(organisation, id))
              ? 1
              : 0;
        if (id !== undefined && replayed === 0) throw new CommandError('refused.grade');
        output.result({ replayed }, [inBothLanguages('grade.replay.done', { count: replayed })]);
      }),
    );
}

/** `lotse grade …` */
export function addGradeCommands(noun: Command): void {
  listCommand(noun);
  replayCommand(noun);
}
