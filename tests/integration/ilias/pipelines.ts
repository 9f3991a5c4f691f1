/**
 * What ILIAS's xAPI/cmi5 object sends, rebuilt from what its source says (components/ILIAS/CmiXapi: the link builders of
 * its reports, its last statement of a session, its deletion requests). PHP's `json_encode` and `preg_quote` included.
 */

/** PHP's `preg_quote` without a delimiter. */
export function pregQuote(text: string): string {
  return text.replace(/[.\\+*?[^\]$(){}=!<>|:\-#]/g, '\\$&');
}

const begins = (activity: string) => ({ $regex: `^${pregQuote(activity)}` });
const aboutActivity = (activity: string) => ({
  $or: [
    { 'statement.object.id': begins(activity) },
    { 'statement.context.contextActivities.parent.id': begins(activity) },
  ],
});

/** Who is asked about: by mail address (xAPI), by registration (cmi5), or by either (mixed). */
export type Actors =
  | { readonly mails: readonly string[] }
  | { readonly registration: string }
  | { readonly mixed: readonly string[] }
  | undefined;

function actorCondition(actors: Exclude<Actors, undefined>): object {
  if ('registration' in actors) return { 'statement.context.registration': actors.registration };
  if ('mails' in actors) return { $or: actors.mails.map((mail) => ({ 'statement.actor.mbox': `mailto:${mail}` })) };
  return {
    $or: actors.mixed.flatMap((ident) => [
      { 'statement.actor.mbox': `mailto:${ident}` },
      { 'statement.actor.account.name': ident },
    ]),
  };
}

interface ReportOptions {
  readonly activity: string;
  readonly actors?: Actors;
  readonly verb?: string;
  readonly after?: string;
  readonly before?: string;
  readonly order?: readonly [field: string, direction: 1 | -1];
  readonly offset?: number;
  readonly limit?: number;
}

const agentAndActivity = { 'statement.object.objectType': 'Activity', 'statement.actor.objectType': 'Agent' };
const between = (after: string | undefined, before: string | undefined): object =>
  after === undefined && before === undefined
    ? {}
    : {
        'statement.timestamp': {
          ...(after === undefined ? {} : { $gt: after }),
          ...(before === undefined ? {} : { $lt: before }),
        },
      };

/** A page of the statements table. */
export function report({
  activity,
  actors,
  verb,
  after,
  before,
  order = ['statement.timestamp', -1],
  offset = 0,
  limit = 0,
}: ReportOptions): object[] {
  return [
    {
      $match: {
        ...agentAndActivity,
        ...(verb === undefined ? {} : { 'statement.verb.id': verb }),
        ...between(after, before),
        $and: [aboutActivity(activity), ...(actors === undefined ? [] : [actorCondition(actors)])],
      },
    },
    { $sort: { [order[0]]: order[1] } },
    {
      $facet: {
        stage1: [{ $group: { _id: null, count: { $sum: 1 } } }],
        stage2: [{ $skip: offset }, ...(limit === 0 ? [] : [{ $limit: limit }])],
      },
    },
    { $unwind: '$stage1' },
    { $project: { maxcount: '$stage1.count', statements: '$stage2.statement' } },
  ];
}

/** The high score of an object. */
export function highscore(activity: string, by: string | null, users?: readonly string[]): object[] {
  return [
    {
      $match: {
        ...agentAndActivity,
        'statement.object.id': activity,
        'statement.result.score.scaled': { $exists: 1 },
        ...(users === undefined ? {} : { $or: users.map((ident) => ({ 'statement.actor.mbox': `mailto:${ident}` })) }),
      },
    },
    { $sort: { 'statement.timestamp': 1 } },
    {
      $group: {
        _id: by,
        mbox: { $last: '$statement.actor.mbox' },
        account: { $last: '$statement.actor.account.name' },
        username: { $last: '$statement.actor.name' },
        timestamp: { $last: '$statement.timestamp' },
        duration: { $push: '$statement.result.duration' },
        score: { $last: '$statement.result.score' },
      },
    },
  ];
}

/** The last statement of a cmi5 session. */
export function lastStatement(activity: string, session: string): object[] {
  return [
    {
      $match: {
        ...agentAndActivity,
        $and: [
          { 'statement.context.extensions.https://ilias&46;de/cmi5/activityid': activity },
          { 'statement.context.extensions.https://w3id&46;org/xapi/cmi5/context/extensions/sessionid': session },
        ],
      },
    },
    { $sort: { 'statement.timestamp': -1 } },
    { $limit: 1 },
    { $project: { 'statement.timestamp': 1, 'statement.verb.id': 1 } },
  ];
}

/** The filter of a deletion. Where ILIAS knows no user, it is an empty map, which PHP writes as a list. */
export function deletionFilter({
  activity,
  mails,
  verb,
  after,
  before,
}: {
  readonly activity: string;
  readonly mails: readonly string[];
  readonly verb?: string;
  readonly after?: string;
  readonly before?: string;
}): object {
  if (mails.length === 0) return [];
  return {
    'statement.object.objectType': 'Activity',
    'statement.object.id': begins(activity),
    'statement.actor.objectType': 'Agent',
    $or: mails.map((mail) => ({ 'statement.actor.mbox': `mailto:${mail}` })),
    ...(verb === undefined ? {} : { 'statement.verb.id': verb }),
    ...between(after, before),
  };
}

/** How many statements a deletion would reach. */
export const countOf = (filter: object): object[] => [{ $match: filter }, { $count: 'count' }];
