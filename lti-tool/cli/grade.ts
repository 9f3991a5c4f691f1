import { InvalidArgumentError, type Command } from 'commander';
import { isHeld, reasonText } from '../grades/index.js';
import type { Grade, Platform } from '../store/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

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
  if (found === undefined) throw new InvalidArgumentError(`One of ${states.join(', ')}.`);
  return found;
}

function limitFrom(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('A number from 1 to 99999.');
  return Number(text);
}

function row(grade: Grade, platform: Platform | undefined): readonly string[] {
  const { id, state, subject, scoreGiven, scoreMaximum, nextTry, attempts, lastError } = grade;
  return [
    id, state, `${scoreGiven}/${scoreMaximum}`, subject, state === 'waiting' && !isHeld(grade, platform) ? nextTry : '', attempts === 0 ? '' : `${attempts} ×`,
    state === 'sent' ? '' : `${reasonText(grade, 'de', platform) ?? ''}${lastError === undefined ? '' : ` (${lastError})`}`,
  ];
}

/** `lotse grade …` */
export function gradeCommands(program: Command): void {
  const noun = program.command('grade').description('Bewertungen auf dem Weg zur Lernplattform / grades on their way to the learning platform');
  noun.command('list')
    .description('lists the queue, the newest first: what waits and until when, what failed and why')
    .requiredOption('--organisation <id>')
    .option('--state <state>', states.join(', '), stateFrom)
    .option('--platform <id>', 'only those of this learning platform')
    .option('--limit <number>', 'most rows', limitFrom, 100)
    .option('--json', 'print JSON')
    .action((options: ListOptions) => withLotse(options, async (lotse, output) => {
      const { state, platform, limit } = options;
      const organisation = await existingOrganisation(lotse, options.organisation);
      const known = new Map((await lotse.platforms.list(organisation)).map((each) => [each.id, each]));
      const found = await lotse.grades.page(organisation, {
        limit, ...(state === undefined ? {} : { states: [state] }), ...(platform === undefined ? {} : { platform }),
      });
      output.result(found, found.length === 0 ? ['Nichts. / Nothing.'] : table(found.map((grade) => row(grade, known.get(grade.platform)))));
    }));
  noun.command('replay')
    .description('lets failed grades be sent again; a running Lotse sends them within seconds')
    .requiredOption('--organisation <id>')
    .option('--id <id>', 'this one, failed or declined')
    .option('--all', 'every one that failed')
    .option('--platform <id>', 'with --all: only those of this learning platform')
    .option('--json', 'print JSON')
    .action((options: ReplayOptions, command: Command) => withLotse(options, async (lotse, output) => {
      const { id, all, platform } = options;
      if ((id === undefined) === (all !== true)) command.error('Either --id <id> or --all.', { exitCode: 2 });
      const organisation = await existingOrganisation(lotse, options.organisation);
      const replayed = id === undefined ? await lotse.grades.replayFailed(organisation, platform) : (await lotse.grades.replay(organisation, id)) ? 1 : 0;
      output.result({ replayed }, [`${replayed} noch einmal / again`]);
    }));
}
