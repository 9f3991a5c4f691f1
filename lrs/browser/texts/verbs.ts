import { verbs } from '../../statement/index.js';
import { defineTexts } from '../../web/index.js';

const adl = 'http://adlnet.gov/expapi/verbs/';
const cmi5 = 'https://w3id.org/xapi/adl/verbs/';
const tinCan = 'http://id.tincanapi.com/verb/';
const tla = 'https://w3id.org/xapi/tla/verbs/';
const acrossX = 'https://w3id.org/xapi/acrossx/verbs/';
const design = 'https://w3id.org/xapi/dod-isd/verbs/';
const platform = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/';
/** Activity Streams names its verbs with and without its version. */
const streams = (verb: string): readonly [string, string] => [`http://activitystrea.ms/${verb}`, `http://activitystrea.ms/schema/1.0/${verb}`];

/**
 * The verbs for which there is a sentence, under the name that their texts have: every IRI under which programs say the same, the usual
 * one first. Moodle's plugin logstore_xapi takes its verbs from seven vocabularies.
 */
export const knownVerbs = {
  attempted: [verbs.attempted, ...streams('start')],
  experienced: [verbs.experienced, `${tinCan}viewed`],
  progressed: [verbs.progressed],
  answered: [verbs.answered],
  completed: [verbs.completed],
  passed: [verbs.passed],
  failed: [verbs.failed],
  voided: [verbs.voided],
  initialized: [`${adl}initialized`],
  launched: [`${adl}launched`],
  interacted: [`${adl}interacted`],
  responded: [`${adl}responded`, `${tinCan}replied`],
  commented: [`${adl}commented`],
  shared: [`${adl}shared`],
  scored: [`${adl}scored`, `${tla}scored`],
  mastered: [`${adl}mastered`],
  attended: [`${adl}attended`],
  registered: [`${adl}registered`],
  suspended: [`${adl}suspended`, `${tla}suspended`],
  resumed: [`${adl}resumed`, `${tla}resumed`],
  exited: [`${adl}exited`, ...streams('leave')],
  terminated: [`${adl}terminated`],
  abandoned: [`${cmi5}abandoned`],
  satisfied: [`${cmi5}satisfied`],
  waived: [`${cmi5}waived`],
  signedIn: [`${platform}login`],
  signedOut: [`${platform}logout`],
  enrolled: [`${platform}enrolled`],
  unregistered: [`${tinCan}unregistered`],
  joined: streams('join'),
  created: streams('create'),
  edited: [`${acrossX}edited`, `${design}edited`, ...streams('update')],
  deleted: [...streams('delete'), `${design}deleted`],
  imported: [`${adl}imported`],
  sent: streams('send'),
  submitted: streams('submit'),
  restarted: [`${platform}restarted`],
  exceeded: [`${platform}exceeded`],
  uncompleted: [`${platform}uncompleted`],
  assessed: [`${design}assessed`],
  locked: [`${platform}locked`],
  unlocked: [`${platform}unlocked`],
  received: [...streams('receive'), `${tla}achieved`],
  forfeited: [`${tla}forfeited`],
  verified: [`${tla}verified`],
  searched: [`${acrossX}searched`],
  subscribed: [`${platform}subscribed`],
  unsubscribed: [`${platform}unsubscribed`],
  toured: [`${platform}toured`],
} as const satisfies Readonly<Record<string, readonly string[]>>;
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
    'signedIn': 'eingeloggt', 'signedIn.sentence': '{{who}} hat sich bei {{what}} eingeloggt',
    'signedOut': 'ausgeloggt', 'signedOut.sentence': '{{who}} hat sich bei {{what}} ausgeloggt',
    'enrolled': 'eingeschrieben', 'enrolled.sentence': '{{who}} wurde in {{what}} eingeschrieben',
    'unregistered': 'abgemeldet', 'unregistered.sentence': '{{who}} hat sich von {{what}} abgemeldet',
    'joined': 'beigetreten', 'joined.sentence': '{{who}} ist {{what}} beigetreten',
    'created': 'angelegt', 'created.sentence': '{{who}} hat {{what}} angelegt',
    'edited': 'geändert', 'edited.sentence': '{{who}} hat {{what}} geändert',
    'deleted': 'gelöscht', 'deleted.sentence': '{{who}} hat {{what}} gelöscht',
    'imported': 'importiert', 'imported.sentence': '{{who}} hat {{what}} importiert',
    'sent': 'gesendet', 'sent.sentence': '{{who}} hat {{what}} gesendet',
    'submitted': 'abgegeben', 'submitted.sentence': '{{who}} hat {{what}} abgegeben',
    'restarted': 'neu begonnen', 'restarted.sentence': '{{who}} hat {{what}} neu begonnen',
    'exceeded': 'Zeit überschritten', 'exceeded.sentence': '{{who}} hat die Zeit für {{what}} überschritten',
    'uncompleted': 'wieder offen', 'uncompleted.sentence': '{{what}} ist für {{who}} wieder offen',
    'assessed': 'beurteilt', 'assessed.sentence': '{{who}} hat {{what}} beurteilt',
    'locked': 'gesperrt', 'locked.sentence': '{{who}} hat {{what}} gesperrt',
    'unlocked': 'freigegeben', 'unlocked.sentence': '{{who}} hat {{what}} freigegeben',
    'received': 'erhalten', 'received.sentence': '{{who}} hat {{what}} erhalten',
    'forfeited': 'entzogen', 'forfeited.sentence': '{{who}} wurde {{what}} entzogen',
    'verified': 'geprüft', 'verified.sentence': '{{who}} hat {{what}} geprüft',
    'searched': 'gesucht', 'searched.sentence': '{{who}} hat in {{what}} gesucht',
    'subscribed': 'abonniert', 'subscribed.sentence': '{{who}} hat {{what}} abonniert',
    'unsubscribed': 'abbestellt', 'unsubscribed.sentence': '{{who}} hat {{what}} abbestellt',
    'toured': 'Rundgang gemacht', 'toured.sentence': '{{who}} hat den Rundgang {{what}} gemacht',
    'completed.passed': '{{who}} hat {{what}} abgeschlossen und bestanden', 'completed.failed': '{{who}} hat {{what}} abgeschlossen, aber nicht bestanden',
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
    'signedIn': 'signed in', 'signedIn.sentence': '{{who}} signed in to {{what}}',
    'signedOut': 'signed out', 'signedOut.sentence': '{{who}} signed out of {{what}}',
    'enrolled': 'enrolled', 'enrolled.sentence': '{{who}} was enrolled in {{what}}',
    'unregistered': 'unregistered', 'unregistered.sentence': '{{who}} withdrew from {{what}}',
    'joined': 'joined', 'joined.sentence': '{{who}} joined {{what}}',
    'created': 'created', 'created.sentence': '{{who}} created {{what}}',
    'edited': 'edited', 'edited.sentence': '{{who}} edited {{what}}',
    'deleted': 'deleted', 'deleted.sentence': '{{who}} deleted {{what}}',
    'imported': 'imported', 'imported.sentence': '{{who}} imported {{what}}',
    'sent': 'sent', 'sent.sentence': '{{who}} sent {{what}}',
    'submitted': 'submitted', 'submitted.sentence': '{{who}} submitted {{what}}',
    'restarted': 'restarted', 'restarted.sentence': '{{who}} began {{what}} anew',
    'exceeded': 'time exceeded', 'exceeded.sentence': '{{who}} exceeded the time for {{what}}',
    'uncompleted': 'open again', 'uncompleted.sentence': '{{what}} is open again for {{who}}',
    'assessed': 'assessed', 'assessed.sentence': '{{who}} assessed {{what}}',
    'locked': 'locked', 'locked.sentence': '{{who}} locked {{what}}',
    'unlocked': 'unlocked', 'unlocked.sentence': '{{who}} unlocked {{what}}',
    'received': 'received', 'received.sentence': '{{who}} received {{what}}',
    'forfeited': 'withdrawn', 'forfeited.sentence': '{{what}} was withdrawn from {{who}}',
    'verified': 'verified', 'verified.sentence': '{{who}} verified {{what}}',
    'searched': 'searched', 'searched.sentence': '{{who}} searched in {{what}}',
    'subscribed': 'subscribed', 'subscribed.sentence': '{{who}} subscribed to {{what}}',
    'unsubscribed': 'unsubscribed', 'unsubscribed.sentence': '{{who}} unsubscribed from {{what}}',
    'toured': 'toured', 'toured.sentence': '{{who}} took the tour {{what}}',
    'completed.passed': '{{who}} completed and passed {{what}}', 'completed.failed': '{{who}} completed {{what}} but did not pass',
    'other.sentence': '{{who}} {{verb}} {{what}}',
  },
});

const nameByIri = new Map((Object.keys(knownVerbs) as KnownVerb[]).flatMap((name) => knownVerbs[name].map((iri) => [iri as string, name] as const)));

/** The name of a known verb, from any of its IRIs or from the name itself; `undefined` for any other text. */
export function knownVerb(text: string): KnownVerb | undefined {
  return Object.hasOwn(knownVerbs, text) ? (text as KnownVerb) : nameByIri.get(text);
}

/** All IRIs that say the same as this one, this one included. */
export function sameVerbs(iri: string): readonly string[] {
  const name = nameByIri.get(iri);
  return name === undefined ? [iri] : knownVerbs[name];
}
