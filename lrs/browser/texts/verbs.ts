import { verbs } from '../../statement/index.js';
import { defineTexts } from '../../web/index.js';

const adl = 'http://adlnet.gov/expapi/verbs/';
const cmi5 = 'https://w3id.org/xapi/adl/verbs/';

/** The verbs for which there is a sentence, under the name that their texts have. */
export const knownVerbs = {
  attempted: verbs.attempted, experienced: verbs.experienced, progressed: verbs.progressed, answered: verbs.answered, completed: verbs.completed,
  passed: verbs.passed, failed: verbs.failed, voided: verbs.voided, initialized: `${adl}initialized`, launched: `${adl}launched`, interacted: `${adl}interacted`,
  responded: `${adl}responded`, commented: `${adl}commented`, shared: `${adl}shared`, scored: `${adl}scored`, mastered: `${adl}mastered`, attended: `${adl}attended`,
  registered: `${adl}registered`, suspended: `${adl}suspended`, resumed: `${adl}resumed`, exited: `${adl}exited`, terminated: `${adl}terminated`,
  abandoned: `${cmi5}abandoned`, satisfied: `${cmi5}satisfied`, waived: `${cmi5}waived`,
} as const;
/** A name of `knownVerbs`. */
export type KnownVerb = keyof typeof knownVerbs;

/** Per verb its name in a list, and the sentence of what somebody (`who`) has done with something (`what`). */
export const verbTexts = defineTexts({
  de: {
    'attempted': 'begonnen', 'attempted.sentence': '{{who}} hat {{what}} begonnen',
    'experienced': 'angesehen', 'experienced.sentence': '{{who}} hat {{what}} angesehen',
    'progressed': 'vorangekommen', 'progressed.sentence': '{{who}} ist in {{what}} vorangekommen',
    'answered': 'beantwortet', 'answered.sentence': '{{who}} hat {{what}} beantwortet',
    'completed': 'abgeschlossen', 'completed.sentence': '{{who}} hat {{what}} abgeschlossen',
    'passed': 'bestanden', 'passed.sentence': '{{who}} hat {{what}} bestanden',
    'failed': 'nicht bestanden', 'failed.sentence': '{{who}} hat {{what}} nicht bestanden',
    'voided': 'für ungültig erklärt', 'voided.sentence': '{{who}} hat {{what}} für ungültig erklärt',
    'initialized': 'geöffnet', 'initialized.sentence': '{{who}} hat {{what}} geöffnet',
    'launched': 'gestartet', 'launched.sentence': '{{who}} hat {{what}} gestartet',
    'interacted': 'bearbeitet', 'interacted.sentence': '{{who}} hat {{what}} bearbeitet',
    'responded': 'geantwortet', 'responded.sentence': '{{who}} hat auf {{what}} geantwortet',
    'commented': 'kommentiert', 'commented.sentence': '{{who}} hat {{what}} kommentiert',
    'shared': 'geteilt', 'shared.sentence': '{{who}} hat {{what}} geteilt',
    'scored': 'Punkte erreicht', 'scored.sentence': '{{who}} hat in {{what}} Punkte erreicht',
    'mastered': 'gemeistert', 'mastered.sentence': '{{who}} hat {{what}} gemeistert',
    'attended': 'teilgenommen', 'attended.sentence': '{{who}} hat an {{what}} teilgenommen',
    'registered': 'angemeldet', 'registered.sentence': '{{who}} hat sich für {{what}} angemeldet',
    'suspended': 'unterbrochen', 'suspended.sentence': '{{who}} hat {{what}} unterbrochen',
    'resumed': 'fortgesetzt', 'resumed.sentence': '{{who}} hat {{what}} fortgesetzt',
    'exited': 'verlassen', 'exited.sentence': '{{who}} hat {{what}} verlassen',
    'terminated': 'beendet', 'terminated.sentence': '{{who}} hat {{what}} beendet',
    'abandoned': 'abgebrochen', 'abandoned.sentence': '{{who}} hat {{what}} abgebrochen',
    'satisfied': 'erfüllt', 'satisfied.sentence': '{{who}} hat {{what}} erfüllt',
    'waived': 'erlassen', 'waived.sentence': '{{who}} wurde {{what}} erlassen',
    'other.sentence': '{{who}} – {{verb}} – {{what}}',
  },
  en: {
    'attempted': 'attempted', 'attempted.sentence': '{{who}} began {{what}}',
    'experienced': 'experienced', 'experienced.sentence': '{{who}} looked at {{what}}',
    'progressed': 'progressed', 'progressed.sentence': '{{who}} got on in {{what}}',
    'answered': 'answered', 'answered.sentence': '{{who}} answered {{what}}',
    'completed': 'completed', 'completed.sentence': '{{who}} completed {{what}}',
    'passed': 'passed', 'passed.sentence': '{{who}} passed {{what}}',
    'failed': 'failed', 'failed.sentence': '{{who}} did not pass {{what}}',
    'voided': 'voided', 'voided.sentence': '{{who}} voided {{what}}',
    'initialized': 'initialized', 'initialized.sentence': '{{who}} opened {{what}}',
    'launched': 'launched', 'launched.sentence': '{{who}} launched {{what}}',
    'interacted': 'interacted', 'interacted.sentence': '{{who}} worked with {{what}}',
    'responded': 'responded', 'responded.sentence': '{{who}} responded to {{what}}',
    'commented': 'commented', 'commented.sentence': '{{who}} commented on {{what}}',
    'shared': 'shared', 'shared.sentence': '{{who}} shared {{what}}',
    'scored': 'scored', 'scored.sentence': '{{who}} scored in {{what}}',
    'mastered': 'mastered', 'mastered.sentence': '{{who}} mastered {{what}}',
    'attended': 'attended', 'attended.sentence': '{{who}} attended {{what}}',
    'registered': 'registered', 'registered.sentence': '{{who}} registered for {{what}}',
    'suspended': 'suspended', 'suspended.sentence': '{{who}} suspended {{what}}',
    'resumed': 'resumed', 'resumed.sentence': '{{who}} resumed {{what}}',
    'exited': 'exited', 'exited.sentence': '{{who}} left {{what}}',
    'terminated': 'terminated', 'terminated.sentence': '{{who}} ended {{what}}',
    'abandoned': 'abandoned', 'abandoned.sentence': '{{who}} abandoned {{what}}',
    'satisfied': 'satisfied', 'satisfied.sentence': '{{who}} satisfied {{what}}',
    'waived': 'waived', 'waived.sentence': '{{what}} was waived for {{who}}',
    'other.sentence': '{{who}} {{verb}} {{what}}',
  },
});

/** The name of a known verb, from its IRI or from the name itself; `undefined` for any other text. */
export function knownVerb(text: string): KnownVerb | undefined {
  if (Object.hasOwn(knownVerbs, text)) return text as KnownVerb;
  return (Object.keys(knownVerbs) as KnownVerb[]).find((name) => knownVerbs[name] === text);
}
