import type { Command } from 'commander';
import { agentOfIdentity, type ErasureSubject } from '../../people/index.js';
import type { ErasureReport } from '../erasure.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { parseActor } from './actor.js';
import { inBothLanguages, common, CommandError } from './help-texts.js';

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
function subjectFrom({ person, issuer, subject, actor }: EraseOptions): ErasureSubject | undefined {
  if ((issuer === undefined) !== (subject === undefined)) return undefined;
  const selectors: ErasureSubject[] = [
    ...(person === undefined ? [] : [{ person }]),
    ...(actor === undefined ? [] : [{ agent: parseActor(actor) }]),
    ...(issuer === undefined || subject === undefined ? [] : [{ agent: agentOfIdentity({ issuer, subject }) }]),
  ];
  return selectors.length === 1 ? selectors[0] : undefined;
}

function lines(report: ErasureReport): readonly string[] {
  return [
    `${inBothLanguages('person.erase.done')}:`,
    `  ${report.statements} Statements, ${report.documents} ${inBothLanguages('word.documents')}`,
    `  ${report.attempts} ${inBothLanguages('word.attempts')}, ${report.states} ${inBothLanguages('word.states')}`,
    `  ${report.identities} ${inBothLanguages('word.identities')}, ${report.names} ${inBothLanguages('word.names')}, ${report.placements} ${inBothLanguages('word.placements')}, ${report.grades} ${inBothLanguages('word.grades')}`,
    `  ${report.grants} ${inBothLanguages('word.sessions')}, ${report.logins} ${inBothLanguages('word.logins')}, ${report.credentials} ${inBothLanguages('word.keys')}`,
    ...(report.namedElsewhere === 0
      ? []
      : [inBothLanguages('person.erase.named-elsewhere', { count: report.namedElsewhere })]),
    ...(report.voidings === 0 ? [] : [inBothLanguages('person.erase.voidings', { count: report.voidings })]),
    inBothLanguages('person.erase.elsewhere'),
  ];
}

/** `lotse person …` */
export function addPersonCommands(noun: Command): void {
  noun
    .command('erase')
    .description(inBothLanguages('person.erase'))
    .requiredOption(...common.organisation)
    .option('--issuer <url>', inBothLanguages('person.erase.option.issuer'))
    .option('--subject <id>', inBothLanguages('person.erase.option.subject'))
    .option('--person <id>', inBothLanguages('person.erase.option.person'))
    .option('--actor <agent>', inBothLanguages('person.erase.option.actor'))
    .option('--everywhere', inBothLanguages('person.erase.option.everywhere'))
    .option(...common.json)
    .action((options: EraseOptions) =>
      withLotse(options, async (lotse, output) => {
        const organisation = await existingOrganisation(lotse, options.organisation);
        const subject = subjectFrom(options);
        if (subject === undefined) throw new CommandError('refused.person-choice', {}, { exitCode: 2 });
        const report = await lotse.erasure.erase(organisation, subject, { everywhere: options.everywhere === true });
        output.result(report, lines(report));
      }),
    );
}
