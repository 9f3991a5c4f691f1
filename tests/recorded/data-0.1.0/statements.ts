import { attachmentOf } from '../../support/multipart.js';

/** Ids of the statements that are spoken of elsewhere. */
export const ids = {
  answered: 'a0000000-0000-4000-8000-000000000001',
  renamed: 'a0000000-0000-4000-8000-000000000002',
  mistaken: 'a0000000-0000-4000-8000-000000000003',
  voiding: 'a0000000-0000-4000-8000-000000000004',
  later: 'a0000000-0000-4000-8000-000000000007',
  withAttachment: 'a0000000-0000-4000-8000-000000000008',
  ofFormerVersion: 'a0000000-0000-4000-8000-000000000011',
  forgotten: 'a0000000-0000-4000-8000-000000000012',
  imported: 'a0000000-0000-4000-8000-000000000013',
  pending: [
    'a0000000-0000-4000-8000-000000000021',
    'a0000000-0000-4000-8000-000000000022',
    'a0000000-0000-4000-8000-000000000023',
  ],
} as const;

/** Whom `lotse person erase` is about. */
export const forgottenActor = 'mailto:forgotten@example.org';
/** Whom a limited credential is for. */
export const limitedActor = 'mailto:ada@example.org';

export const questionId = 'https://example.org/activities/safety/question-1';
export const courseId = 'https://example.org/activities/safety';
export const attachmentData = Array.from({ length: 64 }, (_each, line) => `Zeile ${line + 1}: Prüfprotokoll\n`).join(
  '',
);

const ada = { mbox: 'mailto:ada@example.org', name: 'Ada' };
const bob = { account: { homePage: 'https://id.example.org', name: 'bob-17' } };
const experienced = { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { en: 'experienced', de: 'sah' } };
const answered = { id: 'http://adlnet.gov/expapi/verbs/answered', display: { en: 'answered' } };
const commented = { id: 'http://adlnet.gov/expapi/verbs/commented' };
const registration = 'b0000000-0000-4000-8000-000000000001';

/** Numbers in it are written as JSON allows and `JSON.stringify` does not, since a statement keeps them as they came. */
const answeredText = `{
  "id": "${ids.answered}",
  "actor": ${JSON.stringify(ada)},
  "verb": ${JSON.stringify(answered)},
  "object": {
    "id": "${questionId}",
    "definition": {
      "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
      "name": { "de": "Wohin mit dem Altöl?", "en-GB": "Where does waste oil go?" },
      "interactionType": "choice",
      "correctResponsesPattern": ["tank"],
      "choices": [
        { "id": "tank", "description": { "de": "In den Sammeltank" } },
        { "id": "drain", "description": { "de": "In den Ausguss" } }
      ]
    }
  },
  "result": {
    "score": { "scaled": 7.50e-1, "raw": 7.50, "min": 0.0, "max": 1E1 },
    "success": true, "completion": true, "response": "tank", "duration": "PT12.50S"
  },
  "context": {
    "registration": "${registration}",
    "instructor": { "mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9" },
    "team": { "objectType": "Group", "name": "Frühschicht", "mbox": "mailto:shift@example.org" },
    "language": "de",
    "contextActivities": { "parent": [{ "id": "${courseId}" }], "category": { "id": "https://example.org/profiles/safety" } },
    "extensions": { "https://example.org/extensions/machine": { "number": 12345678901234567890, "ratio": 1.10 } }
  },
  "timestamp": "2026-03-02T07:15:00.120+01:00"
}`;

const renamed = {
  id: ids.renamed,
  actor: bob,
  verb: experienced,
  object: { id: questionId, definition: { name: { fr: 'Où va l’huile usée ?' }, moreInfo: 'https://example.org/oil' } },
};

const about = (id: string, target: string) => ({
  id,
  actor: ada,
  verb: commented,
  object: { objectType: 'StatementRef', id: target },
  result: { response: 'Gut beobachtet.' },
});

const subStatement = {
  id: 'a0000000-0000-4000-8000-000000000009',
  actor: { objectType: 'Group', member: [ada, { openid: 'https://carol.example.org/' }] },
  verb: { id: 'https://example.org/verbs/planned', display: { en: 'planned' } },
  object: {
    objectType: 'SubStatement',
    actor: { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' },
    verb: experienced,
    object: { id: courseId, definition: { name: { de: 'Sicherheit' } } },
  },
};

/** One request each: JSON text as it is sent. */
export const requests: readonly { readonly body: string; readonly version?: string }[] = [
  { body: answeredText },
  { body: JSON.stringify(renamed) },
  {
    body: JSON.stringify([
      { id: ids.mistaken, actor: bob, verb: answered, object: { id: questionId }, result: { success: false } },
      about('a0000000-0000-4000-8000-000000000005', ids.answered),
      about('a0000000-0000-4000-8000-000000000006', ids.later),
      subStatement,
    ]),
  },
  {
    body: JSON.stringify({
      id: ids.voiding,
      actor: ada,
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: ids.mistaken },
    }),
  },
  {
    body: JSON.stringify([
      { id: ids.later, actor: bob, verb: experienced, object: { id: courseId } },
      { id: ids.forgotten, actor: { mbox: forgottenActor }, verb: experienced, object: { id: courseId } },
    ]),
  },
  {
    body: JSON.stringify({
      id: ids.ofFormerVersion,
      actor: { openid: 'https://carol.example.org/' },
      verb: experienced,
      object: { objectType: 'Agent', ...bob },
    }),
    version: '1.0.3',
  },
];

/** Sent as multipart/mixed with `attachmentData`; its second attachment is somewhere else. */
export const withAttachment = {
  id: ids.withAttachment,
  actor: ada,
  verb: { id: 'https://example.org/verbs/documented' },
  object: { id: courseId },
  attachments: [
    attachmentOf(attachmentData, { usageType: 'https://example.org/attachments/protocol' }),
    attachmentOf('elsewhere', {
      usageType: 'https://example.org/attachments/photo',
      contentType: 'image/png',
      fileUrl: 'https://files.example.org/photo.png',
    }),
  ],
};

/** A line of a file for `lotse import`: it keeps its authority. */
export const imported = {
  id: ids.imported,
  actor: ada,
  verb: experienced,
  object: { id: courseId },
  authority: { objectType: 'Agent', account: { homePage: 'https://old-lrs.example.com', name: 'exporter' } },
  timestamp: '2025-11-03T09:30:00.000Z',
  version: '1.0.0',
};

/** What the target of forwarding was no longer there for. */
export const pending = ids.pending.map((id, index) => ({
  id,
  actor: bob,
  verb: experienced,
  object: { id: `${courseId}/part-${index + 1}` },
}));

const agent = encodeURIComponent(JSON.stringify(ada));
const activity = encodeURIComponent(courseId);

/** Documents with the addresses that they are put at. */
export const documents: readonly {
  readonly address: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}[] = [
  {
    address: `/xapi/activities/state?activityId=${activity}&agent=${agent}&stateId=bookmark`,
    contentType: 'application/json',
    body: '{"page": 7, "share": 0.50}',
  },
  {
    address: `/xapi/activities/state?activityId=${activity}&agent=${agent}&stateId=bookmark&registration=${registration}`,
    contentType: 'application/octet-stream',
    body: Uint8Array.from({ length: 256 }, (_each, index) => index),
  },
  {
    address: `/xapi/activities/profile?activityId=${activity}&profileId=https%3A%2F%2Fexample.org%2Fprofiles%2Fnotes`,
    contentType: 'text/plain; charset=utf-8',
    body: 'Für alle Schichten: Ölwechsel nur mit Handschuhen.',
  },
  {
    address: `/xapi/agents/profile?agent=${agent}&profileId=preferences`,
    contentType: 'application/json',
    body: '{"language": "de", "larger": true}',
  },
];

/** Queries that find what they find by way of references, groups and contexts, too. */
export const queries: readonly string[] = [
  `activity=${encodeURIComponent(questionId)}`,
  `activity=${activity}&related_activities=true&limit=3`,
  `agent=${agent}`,
  `agent=${agent}&related_agents=true&ascending=true`,
  `agent=${encodeURIComponent(JSON.stringify(bob))}&related_agents=true`,
  `verb=${encodeURIComponent(commented.id)}`,
  `registration=${registration}`,
].map((query) => `/xapi/statements?${query}`);
