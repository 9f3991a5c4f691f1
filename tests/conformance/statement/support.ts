import { LotseError } from '../../../base/index.js';
import { parseStatement, type Statement, type XapiVersion } from '../../../lrs/statement/index.js';

/** A statement with most of what a statement can have. */
export const fullStatement = {
  id: '12345678-1234-4234-8234-123456789012',
  actor: { objectType: 'Agent', name: 'Ada', mbox: 'mailto:ada@example.com' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { de: 'beantwortete', 'en-US': 'answered' } },
  object: {
    objectType: 'Activity',
    id: 'http://example.com/activities/1',
    definition: {
      name: { de: 'Eine Frage', en: 'A question' },
      description: { de: 'Beschreibung' },
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      moreInfo: 'http://example.com/more',
      interactionType: 'choice',
      correctResponsesPattern: ['a[,]b'],
      choices: [{ id: 'a', description: { de: 'A' } }, { id: 'b' }],
      extensions: { 'http://example.com/x': null },
    },
  },
  result: {
    score: { scaled: 0.5, raw: 5, min: 0, max: 10 },
    success: true,
    completion: false,
    response: 'a',
    duration: 'PT1M',
    extensions: { 'http://example.com/x': {} },
  },
  context: {
    registration: '12345678-1234-4234-8234-123456789013',
    instructor: { objectType: 'Agent', account: { homePage: 'http://example.com', name: 'coach' } },
    team: { objectType: 'Group', mbox: 'mailto:team@example.com', member: [{ mbox: 'mailto:ada@example.com' }] },
    contextActivities: {
      parent: { id: 'http://example.com/parent' },
      grouping: [{ id: 'http://example.com/course' }],
      category: [],
      other: [],
    },
    revision: '1',
    platform: 'Demo',
    language: 'de',
    statement: { objectType: 'StatementRef', id: '12345678-1234-4234-8234-123456789014' },
    extensions: { 'http://example.com/x': [] },
  },
  timestamp: '2026-11-21T08:15:00.000Z',
  stored: '2026-11-21T08:15:01.000Z',
  authority: { objectType: 'Agent', account: { homePage: 'http://example.com', name: 'key' } },
  version: '1.0.0',
  attachments: [
    {
      usageType: 'http://example.com/usage',
      display: { de: 'Anhang' },
      description: { de: 'Ein Anhang' },
      contentType: 'text/plain; charset=utf-8',
      length: 3,
      sha2: 'a'.repeat(64),
      fileUrl: 'http://example.com/file',
    },
  ],
} as const;

/** The least that a statement can be. */
export const leastStatement = {
  actor: { mbox: 'mailto:ada@example.com' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
  object: { id: 'http://example.com/activities/1' },
} as const;

/** The least that a sub-statement can be. */
export const subStatement = { objectType: 'SubStatement', ...leastStatement } as const;

/** A copy in which places have other values; `undefined` removes one. Places are written as in errors, keys plain. */
export function changed(statement: object, changes: Readonly<Record<string, unknown>>): unknown {
  const copy = structuredClone(statement) as Record<string, unknown>;
  for (const [place, value] of Object.entries(changes)) {
    const keys = place.split(/[.[\]]+/).filter((key) => key !== '');
    const last = keys.pop()!;
    let target = copy;
    for (const key of keys) {
      target[key] ??= {};
      target = target[key] as Record<string, unknown>;
    }
    if (value === undefined) delete target[last];
    else target[last] = value;
  }
  return copy;
}

/** The fault of a value as a statement: its path (`''`: the whole), or `undefined` if it is a statement. */
export function faultOf(value: unknown, version: XapiVersion = '2.0.0'): string | undefined {
  try {
    parseStatement(value, { version });
    return undefined;
  } catch (caught) {
    if (!(caught instanceof LotseError) || caught.code !== 'invalid-statement' || !caught.message.endsWith('.'))
      throw caught;
    return caught.path ?? '';
  }
}

/** Takes for granted that a value is a statement. */
export function statementFrom(value: unknown, version: XapiVersion = '2.0.0'): Statement {
  return parseStatement(value, { version });
}

/** Both versions, for tests that hold in each. */
export const versions = ['1.0.3', '2.0.0'] as const;
