import type { Command } from 'commander';
import type { TargetStatus } from '../../lrs/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { rows, table } from './output.js';
import { both, common, Refusal, see } from './words.js';

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
    both('forward.list.behind', { behind }),
    failures === 0 ? '' : `${failures} × ${lastError ?? ''}`,
  ];
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Names the target that a command is about. */
const target = ['--id <id>', `${both('forward.option.id')}; ${see('npx lotse forward list')}`] as const;

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
    .description(both('forward.add'))
    .requiredOption(...common.organisation)
    .requiredOption('--url <address>', both('forward.add.option.url'))
    .option('--webhook', both('forward.add.option.webhook'))
    .option('--key <key>', both('forward.add.option.key'))
    .option('--secret <secret>', both('forward.add.option.secret'))
    .option('--verb <iri>', both('forward.add.option.verb'), collect, [])
    .option('--activity <start>', both('forward.add.option.activity'), collect, [])
    .option('--allow-private', both('forward.add.option.allow-private'))
    .option('--from-beginning', both('forward.add.option.from-beginning'))
    .option(...common.json)
    .action(addTarget);
}

/** `lotse forward list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(both('forward.list'))
    .requiredOption(...common.organisation)
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string }) =>
      withLotse(options, async (lotse, output) => {
        const targets = await lotse.forwarding.list(await existingOrganisation(lotse, options.organisation));
        output.result(targets, rows(targets.map(row), both('forward.list.none')));
      }),
    );
}

/** `lotse forward remove` */
function removeCommand(noun: Command): void {
  noun
    .command('remove')
    .description(both('forward.remove'))
    .requiredOption(...common.organisation)
    .requiredOption(...target)
    .option(...common.json)
    .action((options: OneOptions) =>
      withLotse(options, async (lotse, output) => {
        const removed = await lotse.forwarding.remove(
          await existingOrganisation(lotse, options.organisation),
          options.id,
        );
        if (!removed) throw new Refusal('refused.target');
        output.result({ removed }, [both('forward.remove.done')]);
      }),
    );
}

/** `lotse forward dead` */
function deadCommand(noun: Command): void {
  noun
    .command('dead')
    .description(both('forward.dead'))
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
            both('forward.dead.none'),
          ),
        );
      }),
    );
}

/** `lotse forward replay` */
function replayCommand(noun: Command): void {
  noun
    .command('replay')
    .description(both('forward.replay'))
    .requiredOption(...common.organisation)
    .requiredOption(...target)
    .option(...common.json)
    .action((options: OneOptions) =>
      withLotse(options, async (lotse, output) => {
        const counts = await lotse.forwarding.replay(
          await existingOrganisation(lotse, options.organisation),
          options.id,
        );
        output.result(counts, [both('forward.replay.done', { delivered: counts.delivered, refused: counts.refused })]);
      }),
    );
}

/** `lotse forward …` */
export function forwardCommands(noun: Command): void {
  addCommand(noun);
  listCommand(noun);
  removeCommand(noun);
  deadCommand(noun);
  replayCommand(noun);
}
