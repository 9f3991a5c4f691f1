import type { Command } from 'commander';
import { type Grade, isHeld, type Platform, reasonText } from '../../lti-tool/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { rows } from './output.js';
import { both, common, noneOf, Refusal, wrongValue } from './words.js';

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
  if (found === undefined) throw noneOf(states);
  return found;
}

function limitFrom(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text))
    throw wrongValue('Gemeint ist eine Zahl von 1 bis 99999.', 'It must be a number from 1 to 99999.');
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
    .description(
      both(
        'listet die Warteschlange auf, das Neueste zuerst: was wartet und bis wann, was fehlschlug und warum',
        'lists the queue, the newest first: what waits and until when, what failed and why',
      ),
    )
    .requiredOption(...common.organisation)
    .option('--state <state>', `${both('nur in diesem Stand', 'only in this state')}: ${states.join(', ')}`, stateFrom)
    .option('--platform <id>', both('nur die dieser Lernplattform', 'only those of this learning platform'))
    .option('--limit <number>', both('höchstens so viele', 'at most so many'), limitFrom, 100)
    .option(...common.json)
    .action((options: ListOptions) =>
      withLotse(options, async (lotse, output) => {
        const { state, platform, limit } = options;
        const organisation = await existingOrganisation(lotse, options.organisation);
        const known = new Map((await lotse.platforms.list(organisation)).map((each) => [each.id, each]));
        const found = await lotse.grades.page(organisation, {
          limit,
          ...(state === undefined ? {} : { states: [state] }),
          ...(platform === undefined ? {} : { platform }),
        });
        output.result(
          found,
          rows(
            found.map((grade) => row(grade, known.get(grade.platform))),
            both('Hierzu gibt es keine Bewertungen.', 'There are no grades for this.'),
          ),
        );
      }),
    );
}

/** `lotse grade replay` */
function replayCommand(noun: Command): void {
  noun
    .command('replay')
    .description(
      both(
        'lässt fehlgeschlagene Bewertungen noch einmal senden; ein laufendes Lotse tut es in Sekunden',
        'lets failed grades be sent again; a running Lotse sends them within seconds',
      ),
    )
    .requiredOption(...common.organisation)
    .option('--id <id>', both('diese eine, fehlgeschlagen oder nicht gewünscht', 'this one, failed or declined'))
    .option('--all', both('alle, die fehlschlugen', 'every one that failed'))
    .option(
      '--platform <id>',
      both('mit --all: nur die dieser Lernplattform', 'with --all: only those of this learning platform'),
    )
    .option(...common.json)
    .action((options: ReplayOptions) =>
      withLotse(options, async (lotse, output) => {
        const { id, all, platform } = options;
        if ((id === undefined) === (all !== true))
          throw new Refusal('Geben Sie entweder --id oder --all an.', 'Say either --id or --all.', { exitCode: 2 });
        const organisation = await existingOrganisation(lotse, options.organisation);
        const replayed =
          id === undefined
            ? await lotse.grades.replayFailed(organisation, platform)
            : (await lotse.grades.replay(organisation, id))
              ? 1
              : 0;
        if (id !== undefined && replayed === 0)
          throw new Refusal(
            'Eine Bewertung mit dieser Kennung, die fehlgeschlagen oder nicht gewünscht ist, gibt es hier nicht.',
            'There is no grade of this id here that has failed or was declined.',
          );
        output.result({ replayed }, [
          both(`${replayed} werden noch einmal gesendet.`, `${replayed} will be sent again.`),
        ]);
      }),
    );
}

/** `lotse grade …` */
export function gradeCommands(noun: Command): void {
  listCommand(noun);
  replayCommand(noun);
}
