import { verbs } from '../../../lrs/index.js';
import { defineTexts } from '../../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

const adl = 'http://adlnet.gov/expapi/verbs/';
const cmi5 = 'https://w3id.org/xapi/adl/verbs/';
const tinCan = 'http://id.tincanapi.com/verb/';
const tla = 'https://w3id.org/xapi/tla/verbs/';
const acrossX = 'https://w3id.org/xapi/acrossx/verbs/';
const design = 'https://w3id.org/xapi/dod-isd/verbs/';
const platform = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/';
/** Activity Streams names its verbs with and without its version. */
const streams = (verb: string): readonly [string, string] => [
  `http://activitystrea.ms/${verb}`,
  `http://activitystrea.ms/schema/1.0/${verb}`,
];

/**
 * The verbs for which there is a sentence, under the name that their texts have: every IRI under which programs say the
 * same, the usual one first. Moodle's plugin logstore_xapi takes its verbs from seven vocabularies.
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
export const verbTexts = defineTexts({ de: de.verb, en: en.verb });

const nameByIri = new Map(
  (Object.keys(knownVerbs) as KnownVerb[]).flatMap((name) =>
    knownVerbs[name].map((iri) => [iri as string, name] as const),
  ),
);

/** The name of a known verb, from any of its IRIs or from the name itself; `undefined` for any other text. */
export function knownVerb(text: string): KnownVerb | undefined {
  return Object.hasOwn(knownVerbs, text) ? (text as KnownVerb) : nameByIri.get(text);
}

/** All IRIs that say the same as this one, this one included. */
export function sameVerbs(iri: string): readonly string[] {
  const name = nameByIri.get(iri);
  return name === undefined ? [iri] : knownVerbs[name];
}
