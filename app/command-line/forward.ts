import type { Command } from 'commander';
import type { TargetStatus } from '../../lrs/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { rows, table } from './output.js';
import { inBothLanguages, common, CommandError, seeCommand } from './help-texts.js';

interface AddOptions extends CommonOptions {
  readonly organisation: string;
  readonly url: string;
  readonly webhook?: boolean;
  readonly key?: string;
  readonly secret?: string;
  readonly verb: readonly string[];
  readonly activity: readonly string[];
  readonly allowPrivate?: boolean;
  readonly fromBeginning?: boolean;
}

interface OneOptions extends CommonOptions {
  readonly organisation: string;
  readonly id: string;
}

function row({ id, kind, url, behind, failures = 0, lastError }: TargetStatus): readonly string[] {
  return [
    id,
    kind,
    url,
    inBothLanguages('forward.list.behind', { behind }),
    failures === 0 ? '' : `${failures} × ${lastError ?? ''}`,
  ];
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Names the target that a command is about. */
const target = [
  '--id <id>',
  `${inBothLanguages('forward.option.id')}; ${seeCommand('npx lotse forward list')}`,
] as const;

function addTarget(options: AddOptions): Promise<void> {
  return withLotse(options, async (lotse, output) => {
    const organisation = await existingOrganisation(lotse, options.organisation);
    const { url, webhook, key, secret, verb, activity } = options;
    const sealed = webhook === true ? secret : key === undefined ? undefined : `${key}:${secret ?? ''}`;
    const status = await lotse.forwarding.add({
      organisation,
      url,
      kind: webhook === true ? 'webhook' : 'lrs',
      verbs: verb,
      activities: activity,
      allowPrivate: options.allowPrivate === true,
      fromBeginning: options.fromBeginning === true,
      ...(sealed === undefined ? {} : { secret: sealed }),
    });
    output.result(status, table([row(status)]));
  });
}

/** `lotse forward add` */
function addCommand(noun: Command): void {
  noun
    .command('add')
    .description(inBothLanguages('forward.add'))
    .requiredOption(...common.organisation)
    .requiredOption('--url <address>', inBothLanguages('forward.add.option.url'))
    .option('--webhook', inBothLanguages('forward.add.option.webhook'))
    .option('--key <key>', inBothLanguages('forward.add.option.key'))
    .option('--secret <secret>', inBothLanguages('forward.add.option.secret'))
    .option('--verb <iri>', inBothLanguages('forward.add.option.verb'), collect, [])
    .option('--activity <start>', inBothLanguages('forward.add.option.activity'), collect, [])
    .option('--allow-private', inBothLanguages('forward.add.option.allow-private'))
    .option('--from-beginning', inBothLanguages('forward.add.option.from-beginning'))
    .option(...common.json)
    .action(addTarget);
}

/** `lotse forward list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(inBothLanguages('forward.list'))
    .requiredOption(...common.organisation)
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string }) =>
      withLotse(options, async (lotse, output) => {
        const targets = await lotse.forwarding.list(await existingOrganisation(lotse, options.organisation));
        output.result(targets, rows(targets.map(row), inBothLanguages('forward.list.none')));
      }),
    );
}

/** `lotse forward remove` */
function removeCommand(noun: Command): void {
  noun
    .command('remove')
    .description(inBothLanguages('forward.remove'))
    .requiredOption(...common.organisation)
    .requiredOption(...target)
    .option(...common.json)
    .action((options: OneOptions) =>
      withLotse(options, async (lotse, output) => {
        const removed = await lotse.forwarding.remove(
          await existingOrganisation(lotse, options.organisation),
          options.id,
        );
        if (!removed) throw new CommandError('refused.target');
        output.result({ removed }, [inBothLanguages('forward.remove.done')]);
      }),
    );
}

/** `lotse forward dead` */
function deadCommand(noun: Command): void {
  noun
    .command('dead')
    .description(inBothLanguages('forward.dead'))
    .requiredOption(...common.organisation)
    .requiredOption(...target)
    .option(...common.json)
    .action((options: OneOptions) =>
      withLotse(options, async (lotse, output) => {
        const dead = await lotse.forwarding.dead(await existingOrganisation(lotse, options.organisation), options.id);
        output.result(
          dead,
          rows(
            dead.map(({ statement, when, error }) => [statement, when, error]),
            inBothLanguages('forward.dead.none'),
          ),
        );
      }),
    );
}

/** `lotse forward replay` */
function replayCommand(noun: Command): void {
  noun
    .command('replay')
    .description(inBothLanguages('forward.replay'))
    .requiredOption(...common.organisation)
    .requiredOption(...target)
    .option(...common.json)
    .action((options: OneOptions) =>
      withLotse(options, async (lotse, output) => {
        const counts = await lotse.forwarding.replay(
          await existingOrganisation(lotse, options.organisation),
          options.id,
        );
        output.result(counts, [
          inBothLanguages('forward.replay.done', { delivered: counts.delivered, refused: counts.refused }),
        ]);
      }),
    );
}

/** `lotse forward …` */
export function addForwardCommands(noun: Command): void {
  addCommand(noun);
  listCommand(noun);
  removeCommand(noun);
  deadCommand(noun);
  replayCommand(noun);
}
