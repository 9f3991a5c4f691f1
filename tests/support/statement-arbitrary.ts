import fc from 'fast-check';
import type {
  Activity,
  ActivityDefinition,
  Actor,
  Agent,
  AnonymousGroup,
  Attachment,
  Context,
  Extensions,
  Group,
  IdentifiedGroup,
  InteractionComponent,
  JsonValue,
  LanguageMap,
  Result,
  Score,
  Statement,
  StatementRef,
  SubStatement,
  Verb,
  XapiVersion,
} from '../../lrs/statement/index.js';

/** Any text without lone surrogates, all of Unicode. */
export const textArbitrary = fc.string({ unit: 'grapheme', maxLength: 12 });

/** Any JSON value, up to four levels deep. */
export const jsonArbitrary = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }) as fc.Arbitrary<JsonValue>;

/** Absolute IRIs: web addresses, URNs, and some beyond ASCII. */
export const iriArbitrary: fc.Arbitrary<string> = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.uuid().map((uuid) => `urn:uuid:${uuid}`),
  fc.constantFrom(
    'http://example.com/فعل/خواندن',
    'https://example.com/prüfung?frage=1#antwort',
    'tag:example.com,2026:x',
    'http://[2001:db8::1]/x',
  ),
);

/** URIs: IRIs of ASCII alone. */
const uriArbitrary = fc.webUrl({ withQueryParameters: true });

/** Well-formed RFC 5646 tags. */
export const languageTagArbitrary = fc.constantFrom(
  'de',
  'en',
  'en-US',
  'en-GB',
  'zh-Hant',
  'sr-Latn-RS',
  'es-419',
  'cmn',
  'sl-rozaj-biske',
  'de-CH-1901',
  'en-a-bbb-x-a',
  'x-whatever',
  'i-klingon',
  'tlh',
);

/** Language maps of up to three languages. */
export const languageMapArbitrary: fc.Arbitrary<LanguageMap> = fc.dictionary(languageTagArbitrary, textArbitrary, {
  maxKeys: 3,
  noNullPrototype: true,
});

/** Extensions with any values. */
export const extensionsArbitrary: fc.Arbitrary<Extensions> = fc.dictionary(iriArbitrary, jsonArbitrary, {
  maxKeys: 2,
  noNullPrototype: true,
});

/** Timestamps as RFC 3339 writes them, in many zones and precisions. */
export const timestampArbitrary: fc.Arbitrary<string> = fc
  .tuple(
    fc.date({ min: new Date('1970-01-02T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
    fc.constantFrom('', '.0', '.25', '.123', '.1234567'),
    fc.constantFrom('Z', '+00:00', '+01:00', '-05:30', '+14:00'),
  )
  .map(([date, fraction, zone]) => date.toISOString().slice(0, 19) + fraction + zone);

const durationArbitrary = fc.constantFrom(
  'P4W',
  'P3Y',
  'PT4H35M59.14S',
  'PT16559.14S',
  'P3Y1M29DT4H35M59.14S',
  'PT0S',
  'P1DT0.5H',
  'PT1,5M',
);

const identifierArbitrary = fc.oneof(
  fc.emailAddress().map((address) => ({ mbox: `mailto:${address.split('@').map(encodeURIComponent).join('@')}` })),
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 40, maxLength: 40 })
    .map((mbox_sha1sum) => ({ mbox_sha1sum })),
  uriArbitrary.map((openid) => ({ openid })),
  fc.record({ homePage: iriArbitrary, name: textArbitrary }, { noNullPrototype: true }).map((account) => ({ account })),
);

const nameArbitrary = fc.record({ name: textArbitrary }, { requiredKeys: [], noNullPrototype: true });

/** Agents with each kind of identifier. */
export const agentArbitrary: fc.Arbitrary<Agent> = fc
  .tuple(identifierArbitrary, nameArbitrary, fc.constantFrom({}, { objectType: 'Agent' as const }))
  .map(([identifier, name, type]) => ({ ...type, ...name, ...identifier }));

const membersArbitrary = fc.array(agentArbitrary, { minLength: 1, maxLength: 4 });

/** Groups with an identifier of their own, with or without members. */
export const identifiedGroupArbitrary: fc.Arbitrary<IdentifiedGroup> = fc
  .tuple(identifierArbitrary, nameArbitrary, fc.option(membersArbitrary, { nil: undefined }))
  .map(([identifier, name, member]) => ({
    objectType: 'Group',
    ...name,
    ...identifier,
    ...(member === undefined ? {} : { member }),
  }));

/** Groups that are their members. */
export const anonymousGroupArbitrary: fc.Arbitrary<AnonymousGroup> = fc
  .tuple(nameArbitrary, membersArbitrary)
  .map(([name, member]) => ({ objectType: 'Group', ...name, member }));

/** Groups of both kinds. */
export const groupArbitrary: fc.Arbitrary<Group> = fc.oneof(identifiedGroupArbitrary, anonymousGroupArbitrary);

/** An actor (Data §2.4.2). */
export const actorArbitrary: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 3, arbitrary: agentArbitrary },
  { weight: 1, arbitrary: groupArbitrary },
);

/** Verbs, never the one that voids. */
export const verbArbitrary: fc.Arbitrary<Verb> = fc.record(
  {
    id: fc.oneof(
      fc.constantFrom('http://adlnet.gov/expapi/verbs/answered', 'http://adlnet.gov/expapi/verbs/completed'),
      iriArbitrary,
    ),
    display: languageMapArbitrary,
  },
  { requiredKeys: ['id'], noNullPrototype: true },
);

const componentsArbitrary: fc.Arbitrary<InteractionComponent[]> = fc.uniqueArray(
  fc.record({ id: textArbitrary, description: languageMapArbitrary }, { requiredKeys: ['id'], noNullPrototype: true }),
  { selector: ({ id }) => id, maxLength: 3 },
);

const interactionArbitrary: fc.Arbitrary<ActivityDefinition> = fc.oneof(
  fc.record(
    {
      interactionType: fc.constantFrom('true-false', 'fill-in', 'long-fill-in', 'numeric', 'other'),
      correctResponsesPattern: fc.array(textArbitrary, { maxLength: 3 }),
    },
    { requiredKeys: ['interactionType'], noNullPrototype: true },
  ),
  fc.record(
    {
      interactionType: fc.constantFrom('choice', 'sequencing'),
      correctResponsesPattern: fc.array(textArbitrary, { maxLength: 3 }),
      choices: componentsArbitrary,
    },
    { requiredKeys: ['interactionType'], noNullPrototype: true },
  ),
  fc.record({ interactionType: fc.constant('likert'), scale: componentsArbitrary }, { noNullPrototype: true }),
  fc.record(
    { interactionType: fc.constant('matching'), source: componentsArbitrary, target: componentsArbitrary },
    { noNullPrototype: true },
  ),
  fc.record({ interactionType: fc.constant('performance'), steps: componentsArbitrary }, { noNullPrototype: true }),
);

/** Activity definitions, interactions of every type among them. */
export const definitionArbitrary: fc.Arbitrary<ActivityDefinition> = fc
  .tuple(
    fc.record(
      {
        name: languageMapArbitrary,
        description: languageMapArbitrary,
        type: iriArbitrary,
        moreInfo: iriArbitrary,
        extensions: extensionsArbitrary,
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    fc.oneof(fc.constant<ActivityDefinition>({}), interactionArbitrary),
  )
  .map(([plain, interaction]) => ({ ...plain, ...interaction }));

/** Activities with and without definition and objectType. */
export const activityArbitrary: fc.Arbitrary<Activity> = fc.record(
  { objectType: fc.constant('Activity'), id: iriArbitrary, definition: definitionArbitrary },
  { requiredKeys: ['id'], noNullPrototype: true },
);

/** References to statements. */
export const statementRefArbitrary: fc.Arbitrary<StatementRef> = fc.record(
  { objectType: fc.constant('StatementRef'), id: fc.uuid() },
  { noNullPrototype: true },
);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });

/** Scores whose parts agree with one another. */
export const scoreArbitrary: fc.Arbitrary<Score> = fc
  .tuple(
    fc.uniqueArray(finite, { minLength: 3, maxLength: 3, comparator: (one, other) => one === other }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.subarray(['scaled', 'raw', 'min', 'max'] as const),
  )
  .map(([numbers, scaled, keys]) => {
    const [min, raw, max] = numbers.sort((one, other) => one - other) as [number, number, number];
    const whole = { scaled, raw, min, max };
    return Object.fromEntries(keys.map((key) => [key, whole[key]]));
  });

/** Results. */
export const resultArbitrary: fc.Arbitrary<Result> = fc.record(
  {
    score: scoreArbitrary,
    success: fc.boolean(),
    completion: fc.boolean(),
    response: textArbitrary,
    duration: durationArbitrary,
    extensions: extensionsArbitrary,
  },
  { requiredKeys: [], noNullPrototype: true },
);

const contextActivitiesArbitrary = fc.record(
  Object.fromEntries(
    ['parent', 'grouping', 'category', 'other'].map((kind) => [
      kind,
      fc.oneof(activityArbitrary, fc.array(activityArbitrary, { maxLength: 2 })),
    ]),
  ),
  { requiredKeys: [], noNullPrototype: true },
);

const relevantTypesArbitrary = fc.record(
  { relevantTypes: fc.array(iriArbitrary, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: [], noNullPrototype: true },
);

/** Contexts as a version has them; `revision` and `platform` only for statements about Activities. */
export function contextArbitrary(version: XapiVersion, aboutActivity: boolean): fc.Arbitrary<Context> {
  return fc.record(
    {
      registration: fc.uuid(),
      instructor: actorArbitrary,
      team: groupArbitrary,
      contextActivities: contextActivitiesArbitrary,
      language: languageTagArbitrary,
      statement: statementRefArbitrary,
      extensions: extensionsArbitrary,
      ...(aboutActivity ? { revision: textArbitrary, platform: textArbitrary } : {}),
      ...(version === '1.0.3'
        ? {}
        : {
            contextAgents: fc.array(
              fc
                .tuple(agentArbitrary, relevantTypesArbitrary)
                .map(([agent, types]) => ({ objectType: 'contextAgent' as const, agent, ...types })),
              { maxLength: 2 },
            ),
            contextGroups: fc.array(
              fc
                .tuple(groupArbitrary, relevantTypesArbitrary)
                .map(([group, types]) => ({ objectType: 'contextGroup' as const, group, ...types })),
              { maxLength: 2 },
            ),
          }),
    },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<Context>;
}

/** Attachments that say where their content is. */
export const attachmentArbitrary: fc.Arbitrary<Attachment> = fc.record(
  {
    usageType: iriArbitrary,
    display: languageMapArbitrary,
    description: languageMapArbitrary,
    contentType: fc.constantFrom(
      'text/plain',
      'application/octet-stream',
      'text/plain; charset=utf-8',
      'image/svg+xml',
    ),
    length: fc.nat(),
    sha2: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
    fileUrl: iriArbitrary,
  },
  { requiredKeys: ['usageType', 'display', 'contentType', 'length', 'sha2', 'fileUrl'], noNullPrototype: true },
);

function bodyArbitrary<Object>(version: XapiVersion, object: fc.Arbitrary<Object>, aboutActivity: boolean) {
  return fc.record(
    {
      actor: actorArbitrary,
      verb: verbArbitrary,
      object,
      result: resultArbitrary,
      context: contextArbitrary(version, aboutActivity),
      timestamp: timestampArbitrary,
      attachments: fc.array(attachmentArbitrary, { maxLength: 2 }),
    },
    { requiredKeys: ['actor', 'verb', 'object'], noNullPrototype: true },
  );
}

const typedActorArbitrary: fc.Arbitrary<Actor> = fc.oneof(
  agentArbitrary.map((agent) => ({ ...agent, objectType: 'Agent' as const })),
  groupArbitrary,
);

/** Sub-statements about whatever they can be about. */
export function subStatementArbitrary(version: XapiVersion): fc.Arbitrary<SubStatement> {
  return fc
    .oneof(
      bodyArbitrary(version, activityArbitrary, true),
      bodyArbitrary(version, fc.oneof(typedActorArbitrary, statementRefArbitrary), false),
    )
    .map((body) => ({ objectType: 'SubStatement', ...body }) as SubStatement);
}

/** Statements that meet every requirement of a version, in all their variety. */
export function statementArbitrary(version: XapiVersion = '2.0.0'): fc.Arbitrary<Statement> {
  const own = fc.record(
    {
      id: fc.uuid(),
      stored: timestampArbitrary,
      authority: fc.oneof(
        agentArbitrary,
        fc.tuple(agentArbitrary, agentArbitrary).map((member) => ({ objectType: 'Group' as const, member })),
      ),
      version: fc.constantFrom('1.0', '1.0.0', '1.0.3', ...(version === '1.0.3' ? [] : ['2.0.0'])),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const body = fc.oneof(
    { weight: 3, arbitrary: bodyArbitrary(version, activityArbitrary, true) },
    {
      weight: 1,
      arbitrary: bodyArbitrary(
        version,
        fc.oneof(typedActorArbitrary, statementRefArbitrary, subStatementArbitrary(version)),
        false,
      ),
    },
  );
  return fc.tuple(own, body).map(([parts, rest]) => ({ ...parts, ...rest }) as Statement);
}
