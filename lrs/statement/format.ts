import { type LanguageRange, oneLanguage } from './accept-language.js';
import { toArray } from './named-activities.js';
import {
  type Activity,
  type ActivityDefinition,
  type Actor,
  type Attachment,
  type ComponentList,
  componentLists,
  type Context,
  type ContextActivityKind,
  contextActivityKinds,
  type InteractionComponent,
  type LanguageMap,
  type Statement,
  type StatementBody,
  type StatementObject,
  type Verb,
} from './types.js';

/** The formats of a statement query (Communication §2.1.3, "format"). */
export const statementFormats = ['exact', 'ids', 'canonical'] as const;
/** One of `statementFormats`. */
export type StatementFormat = (typeof statementFormats)[number];

/** Renders each kind of part in one format. */
interface Rendering {
  actor<Kind extends Actor>(actor: Kind): Kind;
  verb(verb: Verb): Verb;
  activity(activity: Activity): Activity;
  attachment(attachment: Attachment): Attachment;
}

/** The LRS's own definitions of Activities, by their IRI. */
export type CanonicalDefinitions = ReadonlyMap<string, ActivityDefinition>;

/**
 * Formats a statement. `exact`: as it was received. `ids`: of Agents, Groups, Activities and verbs only
 * their identifiers. `canonical`: Activities have the LRS's definition, if it has one, and
 * every language map of Activities, verbs and attachments holds one language.
 * @param languages what the reader likes; matters for `canonical` alone
 */
export function formatStatement(
  statement: Statement,
  format: StatementFormat,
  languages: readonly LanguageRange[] = [],
  definitions: CanonicalDefinitions = new Map(),
): Statement {
  if (format === 'exact') return statement;
  const rendering = format === 'ids' ? identifying : canonicalIn(languages, definitions);
  const { authority } = statement;
  return {
    ...renderBody(statement, rendering),
    ...(authority === undefined ? {} : { authority: rendering.actor(authority) }),
  };
}

function renderBody<Body extends StatementBody<StatementObject>>(body: Body, rendering: Rendering): Body {
  const { context, attachments } = body;
  return {
    ...body,
    actor: rendering.actor(body.actor),
    verb: rendering.verb(body.verb),
    object: renderObject(body.object, rendering),
    ...(context === undefined ? {} : { context: renderContext(context, rendering) }),
    ...(attachments === undefined ? {} : { attachments: attachments.map((each) => rendering.attachment(each)) }),
  };
}

function renderObject(object: StatementObject, rendering: Rendering): StatementObject {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return rendering.actor(object);
    case 'StatementRef':
      return object;
    case 'SubStatement':
      return renderBody(object, rendering);
    case 'Activity':
    case undefined:
    default:
      // Whoever is an object says so: only an Activity may leave its type out.
      return rendering.activity(object as Activity);
  }
}

function renderContext(context: Context, rendering: Rendering): Context {
  const { instructor, team, contextActivities, contextAgents, contextGroups } = context;
  const lists: Partial<Record<ContextActivityKind, readonly Activity[]>> = {};
  for (const kind of contextActivityKinds) {
    const activities = contextActivities?.[kind];
    if (activities !== undefined) lists[kind] = toArray(activities).map((each) => rendering.activity(each));
  }
  return {
    ...context,
    ...(instructor === undefined ? {} : { instructor: rendering.actor(instructor) }),
    ...(team === undefined ? {} : { team: rendering.actor(team) }),
    ...(contextActivities === undefined ? {} : { contextActivities: lists }),
    ...(contextAgents === undefined
      ? {}
      : { contextAgents: contextAgents.map((each) => ({ ...each, agent: rendering.actor(each.agent) })) }),
    ...(contextGroups === undefined
      ? {}
      : { contextGroups: contextGroups.map((each) => ({ ...each, group: rendering.actor(each.group) })) }),
  };
}

const identifying: Rendering = {
  actor: identifyingActor,
  verb: ({ id }) => ({ id }),
  // An object without objectType is an Activity (Data §2.4.4): its id is all that identifies it.
  activity: ({ id }) => ({ id }),
  attachment: (attachment) => attachment,
};

/**
 * The statement with every implied type written out: an object without objectType is an Activity, an
 * actor without one an Agent (Data §2.4.2, §2.4.4; xAPI 2.0 §4.2.2.3). Statements that are logically the same are then
 * written alike.
 */
export function withTypes(statement: Statement): Statement {
  return renderBody(statement, typed);
}

const typed: Rendering = {
  actor: typedActor,
  verb: (verb) => verb,
  activity: (activity) => ({ objectType: 'Activity', ...activity }),
  attachment: (attachment) => attachment,
};

function typedActor<Kind extends Actor>(actor: Kind): Kind {
  return {
    objectType: 'Agent',
    ...actor,
    ...(actor.member === undefined ? {} : { member: actor.member.map(typedActor) }),
  };
}

const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

function identifyingActor<Kind extends Actor>(actor: Kind): Kind {
  const identity: Record<string, unknown> = {};
  if (actor.objectType !== undefined) identity['objectType'] = actor.objectType;
  const identifier = identifiers.find((each) => actor[each] !== undefined);
  if (identifier !== undefined) identity[identifier] = actor[identifier];
  else identity['member'] = actor.member?.map(identifyingActor);
  return identity as Kind;
}

function canonicalIn(languages: readonly LanguageRange[], definitions: CanonicalDefinitions): Rendering {
  const translate = (map: LanguageMap) => oneLanguage(map, languages);
  return {
    actor: (actor) => actor,
    verb: (verb) => (verb.display === undefined ? verb : { ...verb, display: translate(verb.display) }),
    activity: (activity) => {
      const definition = definitions.get(activity.id) ?? activity.definition;
      return definition === undefined
        ? activity
        : { ...activity, definition: translateDefinition(definition, translate) };
    },
    attachment: (attachment) => ({
      ...attachment,
      display: translate(attachment.display),
      ...(attachment.description === undefined ? {} : { description: translate(attachment.description) }),
    }),
  };
}

type Translate = (map: LanguageMap) => LanguageMap;

function translateDefinition(definition: ActivityDefinition, translate: Translate): ActivityDefinition {
  const lists: Partial<Record<ComponentList, readonly InteractionComponent[]>> = {};
  for (const list of componentLists) {
    const components = definition[list];
    if (components !== undefined) lists[list] = components.map((each) => translateDescription(each, translate));
  }
  return {
    ...translateDescription(definition, translate),
    ...(definition.name === undefined ? {} : { name: translate(definition.name) }),
    ...lists,
  };
}

function translateDescription<Part extends { readonly description?: LanguageMap }>(
  part: Part,
  translate: Translate,
): Part {
  return part.description === undefined ? part : { ...part, description: translate(part.description) };
}
