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
  return [id, kind, url, both(`${behind} offen`, 'to come'), failures === 0 ? '' : `${failures} × ${lastError ?? ''}`];
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Names the target that a command is about. */
const target = [
  '--id <id>',
  `${both('Kennung des Ziels', 'id of the target')}; ${see('npx lotse forward list')}`,
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
    .description(
      both(
        'fügt ein Ziel hinzu; ein laufendes Lotse beginnt in Sekunden damit',
        'adds a target; a running Lotse begins to tell it within seconds',
      ),
    )
    .requiredOption(...common.organisation)
    .requiredOption(
      '--url <address>',
      both('xAPI-Adresse eines LRS, oder ein Webhook', 'xAPI address of an LRS, or a webhook'),
    )
    .option('--webhook', both('die Adresse ist ein Webhook', 'the address is a webhook'))
    .option('--key <key>', both('Schlüssel des anderen LRS', 'key of the other LRS'))
    .option(
      '--secret <secret>',
      both(
        'Geheimnis des anderen LRS, oder womit für den Webhook unterschrieben wird',
        'secret of the other LRS, or what signs what goes to the webhook',
      ),
    )
    .option('--verb <iri>', both('nur dieses Verb; mehrmals möglich', 'only this verb; may be repeated'), collect, [])
    .option(
      '--activity <start>',
      both(
        'nur Aktivitäten, deren IRI so beginnt; mehrmals möglich',
        'only activities whose IRI begins so; may be repeated',
      ),
      collect,
      [],
    )
    .option(
      '--allow-private',
      both('das Ziel darf in einem privaten Netz liegen', 'the target may lie in a private network'),
    )
    .option(
      '--from-beginning',
      both('alles senden, was da ist, nicht nur, was kommt', 'tell everything there is, not only what comes'),
    )
    .option(...common.json)
    .action(addTarget);
}

/** `lotse forward list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(both('listet die Ziele auf, und wie weit jedes ist', 'lists targets, and how sending to them goes'))
    .requiredOption(...common.organisation)
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string }) =>
      withLotse(options, async (lotse, output) => {
        const targets = await lotse.forwarding.list(await existingOrganisation(lotse, options.organisation));
        output.result(
          targets,
          rows(
            targets.map(row),
            both('Diese Organisation leitet nichts weiter.', 'This organisation forwards nothing.'),
          ),
        );
      }),
    );
}

/** `lotse forward remove` */
function removeCommand(noun: Command): void {
  noun
    .command('remove')
    .description(
      both(
        'beendet die Weiterleitung an ein Ziel, samt dem, was es abgelehnt hat',
        'ends forwarding to a target, its dead letters included',
      ),
    )
    .requiredOption(...common.organisation)
    .requiredOption(...target)
    .option(...common.json)
    .action((options: OneOptions) =>
      withLotse(options, async (lotse, output) => {
        const removed = await lotse.forwarding.remove(
          await existingOrganisation(lotse, options.organisation),
          options.id,
        );
        if (!removed)
          throw new Refusal('Diese Organisation hat kein solches Ziel.', 'This organisation has no such target.');
        output.result({ removed }, [both('Entfernt.', 'Removed.')]);
      }),
    );
}

/** `lotse forward dead` */
function deadCommand(noun: Command): void {
  noun
    .command('dead')
    .description(
      both(
        'listet auf, welche Statements ein Ziel ablehnt, und warum',
        'lists the statements that a target refuses, and why',
      ),
    )
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
            both('Dieses Ziel hat nichts abgelehnt.', 'This target has refused nothing.'),
          ),
        );
      }),
    );
}

/** `lotse forward replay` */
function replayCommand(noun: Command): void {
  noun
    .command('replay')
    .description(both('sendet noch einmal, was ein Ziel abgelehnt hat', "sends a target's dead letters again"))
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
          both(
            `${counts.delivered} angenommen, ${counts.refused} abgelehnt`,
            `${counts.delivered} taken, ${counts.refused} refused`,
          ),
        ]);
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
