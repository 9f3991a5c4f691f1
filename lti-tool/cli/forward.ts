import type { Command } from 'commander';
import { type TargetStatus } from '../../lrs/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

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
  return [id, kind, url, `${behind} offen / behind`, failures === 0 ? '' : `${failures} × ${lastError ?? ''}`];
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `lotse forward …` */
export function forwardCommands(program: Command): void {
  const noun = program.command('forward').description('Weiterleitung an andere LRS und Webhooks / forwarding to other LRSs and webhooks');
  noun.command('add')
    .description('adds a target; a running Lotse begins to tell it within seconds')
    .requiredOption('--organisation <id>')
    .requiredOption('--url <address>', 'xAPI address of an LRS, or a webhook')
    .option('--webhook', 'the address is a webhook')
    .option('--key <key>', 'of the other LRS')
    .option('--secret <secret>', 'of the other LRS, or what signs what goes to the webhook')
    .option('--verb <iri>', 'only this verb; may be repeated', collect, [])
    .option('--activity <start>', 'only activities whose IRI begins so; may be repeated', collect, [])
    .option('--allow-private', 'the target may lie in a private network')
    .option('--from-beginning', 'tell everything there is, not only what comes')
    .option('--json', 'print JSON')
    .action((options: AddOptions) => withLotse(options, async (lotse, output) => {
      const organisation = await existingOrganisation(lotse, options.organisation);
      const { url, webhook, key, secret, verb, activity } = options;
      const sealed = webhook === true ? secret : key === undefined ? undefined : `${key}:${secret ?? ''}`;
      const status = await lotse.forwarding.add({
        organisation, url, kind: webhook === true ? 'webhook' : 'lrs', verbs: verb, activities: activity,
        allowPrivate: options.allowPrivate === true, fromBeginning: options.fromBeginning === true, ...(sealed === undefined ? {} : { secret: sealed }),
      });
      output.result(status, table([row(status)]));
    }));
  noun.command('list')
    .description('lists targets, and how sending to them goes')
    .requiredOption('--organisation <id>')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string }) => withLotse(options, async (lotse, output) => {
      const targets = await lotse.forwarding.list(await existingOrganisation(lotse, options.organisation));
      output.result(targets, table(targets.map(row)));
    }));
  noun.command('remove')
    .description('ends forwarding to a target, its dead letters included')
    .requiredOption('--organisation <id>')
    .requiredOption('--id <id>')
    .option('--json', 'print JSON')
    .action((options: OneOptions) => withLotse(options, async (lotse, output) => {
      const removed = await lotse.forwarding.remove(await existingOrganisation(lotse, options.organisation), options.id);
      output.result({ removed }, [removed ? 'Entfernt. / Removed.' : 'Dieses Ziel gibt es hier nicht. / There is no such target.']);
    }));
  noun.command('dead')
    .description('lists the statements that a target refuses')
    .requiredOption('--organisation <id>')
    .requiredOption('--id <id>')
    .option('--json', 'print JSON')
    .action((options: OneOptions) => withLotse(options, async (lotse, output) => {
      const dead = await lotse.forwarding.dead(await existingOrganisation(lotse, options.organisation), options.id);
      output.result(dead, table(dead.map(({ statement, when, error }) => [statement, when, error])));
    }));
  noun.command('replay')
    .description('sends a target\'s dead letters again')
    .requiredOption('--organisation <id>')
    .requiredOption('--id <id>')
    .option('--json', 'print JSON')
    .action((options: OneOptions) => withLotse(options, async (lotse, output) => {
      const counts = await lotse.forwarding.replay(await existingOrganisation(lotse, options.organisation), options.id);
      output.result(counts, [`${counts.delivered} angenommen / taken, ${counts.refused} abgelehnt / refused`]);
    }));
}
