import type { Command } from 'commander';
import { agentOfIdentity, type Who } from '../../people/index.js';
import type { Gone } from '../erasure.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { readActor } from './actor.js';
import { both, common, Refusal } from './words.js';

interface EraseOptions extends CommonOptions {
  readonly organisation: string;
  readonly person?: string;
  readonly issuer?: string;
  readonly subject?: string;
  /** The text as entered. */
  readonly actor?: string;
  readonly everywhere?: boolean;
}

/** Exactly one selector of a person. */
function whoFrom({ person, issuer, subject, actor }: EraseOptions): Who | undefined {
  if ((issuer === undefined) !== (subject === undefined)) return undefined;
  const ways: Who[] = [
    ...(person === undefined ? [] : [{ person }]),
    ...(actor === undefined ? [] : [{ agent: readActor(actor) }]),
    ...(issuer === undefined || subject === undefined ? [] : [{ agent: agentOfIdentity({ issuer, subject }) }]),
  ];
  return ways.length === 1 ? ways[0] : undefined;
}

function lines(gone: Gone): readonly string[] {
  return [
    `${both('person.erase.done')}:`,
    `  ${gone.statements} Statements, ${gone.documents} ${both('word.documents')}`,
    `  ${gone.attempts} ${both('word.attempts')}, ${gone.states} ${both('word.states')}`,
    `  ${gone.identities} ${both('word.identities')}, ${gone.names} ${both('word.names')}, ${gone.placements} ${both('word.placements')}, ${gone.grades} ${both('word.grades')}`,
    `  ${gone.grants} ${both('word.sessions')}, ${gone.logins} ${both('word.logins')}, ${gone.credentials} ${both('word.keys')}`,
    ...(gone.namedElsewhere === 0 ? [] : [both('person.erase.named-elsewhere', { count: gone.namedElsewhere })]),
    ...(gone.voidings === 0 ? [] : [both('person.erase.voidings', { count: gone.voidings })]),
    both('person.erase.elsewhere'),
  ];
}

/** `lotse person …` */
export function personCommands(noun: Command): void {
  noun
    .command('erase')
    .description(both('person.erase'))
    .requiredOption(...common.organisation)
    .option('--issuer <url>', both('person.erase.option.issuer'))
    .option('--subject <id>', both('person.erase.option.subject'))
    .option('--person <id>', both('person.erase.option.person'))
    .option('--actor <agent>', both('person.erase.option.actor'))
    .option('--everywhere', both('person.erase.option.everywhere'))
    .option(...common.json)
    .action((options: EraseOptions) =>
      withLotse(options, async (lotse, output) => {
        const organisation = await existingOrganisation(lotse, options.organisation);
        const who = whoFrom(options);
        if (who === undefined) throw new Refusal('refused.person-choice', {}, { exitCode: 2 });
        const gone = await lotse.erasure.erase(organisation, who, { everywhere: options.everywhere === true });
        output.result(gone, lines(gone));
      }),
    );
}
