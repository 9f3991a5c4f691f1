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
    'Gelöscht / erased:',
    `  ${gone.statements} Statements, ${gone.documents} Dokumente / documents`,
    `  ${gone.attempts} Versuche / attempts, ${gone.states} Lernstände / learner states`,
    `  ${gone.identities} Identitäten / identities, ${gone.names} Namen / names, ${gone.placements} Orte im Kurs / placements, ${gone.grades} Bewertungen / grades`,
    `  ${gone.grants} Sitzungen / sessions, ${gone.logins} Anmeldungen / logins, ${gone.credentials} Schlüssel / keys`,
    ...(gone.namedElsewhere === 0
      ? []
      : [
          `Die Person wird noch in ${gone.namedElsewhere} Statements über andere genannt; --everywhere löscht auch diese. / ${gone.namedElsewhere} statements about others still name the person; --everywhere erases them too.`,
        ]),
    ...(gone.voidings === 0
      ? []
      : [
          `${gone.voidings} eigene Voiding-Statements bleiben: ohne sie käme zurück, was sie für ungültig erklären. / ${gone.voidings} voiding statements of theirs stay: without them what they voided would come back.`,
        ]),
    'Anhänge entfernt „lotse attachment prune“; Sicherungen und andere LRS, an die weitergeleitet wurde, erreicht dieser Befehl nicht. Solange die Person in der Lernplattform in einem Kurs steht, kann diese sie wieder melden. / "lotse attachment prune" removes attachments; backups and LRSs that were forwarded to are out of reach. A learning platform that still lists the person may tell of them again.',
  ];
}

/** `lotse person …` */
export function personCommands(noun: Command): void {
  noun
    .command('erase')
    .description(
      both(
        'löscht alles, was Lotse von einer Person hat; Lotse darf dabei laufen',
        'erases all that Lotse keeps of a person; Lotse may run meanwhile',
      ),
    )
    .requiredOption(...common.organisation)
    .option(
      '--issuer <url>',
      both(
        'mit --subject: die Lernplattform, die die Person kennt',
        'with --subject: the learning platform that knows the person',
      ),
    )
    .option('--subject <id>', both('mit --issuer: die Kennung der Person dort', "with --issuer: the person's id there"))
    .option('--person <id>', both('die Kennung, die Lotse der Person gegeben hat', 'the id that Lotse gave the person'))
    .option(
      '--actor <agent>',
      both('wen Statements meinen: mailto:… oder JSON', 'whom statements are about: mailto:… or JSON'),
    )
    .option(
      '--everywhere',
      both('auch Statements über andere, die die Person nennen', 'statements about others that name the person, too'),
    )
    .option(...common.json)
    .action((options: EraseOptions) =>
      withLotse(options, async (lotse, output) => {
        const organisation = await existingOrganisation(lotse, options.organisation);
        const who = whoFrom(options);
        if (who === undefined)
          throw new Refusal(
            'Sagen Sie auf genau eine Art, wer gemeint ist: --issuer mit --subject, oder --person, oder --actor.',
            'Say in exactly one way who is meant: --issuer with --subject, or --person, or --actor.',
            { exitCode: 2 },
          );
        const gone = await lotse.erasure.erase(organisation, who, { everywhere: options.everywhere === true });
        output.result(gone, lines(gone));
      }),
    );
}
