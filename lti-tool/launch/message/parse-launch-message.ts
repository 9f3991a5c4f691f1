import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { truncate, LotseError, omitUndefined } from '../../../base/index.js';
import type { IdentityClaims, LaunchIdentity, LaunchRole, PlatformAdapter } from '../../platform/index.js';
import { claimNames, lenient, webAddress } from './claims.js';

const agsScope = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

const identifier = z.string().min(1).max(255);

const messageTypes = {
  LtiResourceLinkRequest: 'resource-link',
  LtiDeepLinkingRequest: 'deep-linking',
  LtiSubmissionReviewRequest: 'submission-review',
} as const;

const common = z.object({
  // Some LMSs write an anonymous launch (LTI 1.3 §5.3.6.1) with an empty `sub`.
  sub: z
    .literal(['', null])
    .transform(() => undefined)
    .or(identifier)
    .optional(),
  email: lenient(z.string().max(320)),
  name: lenient(z.string()),
  given_name: lenient(z.string()),
  family_name: lenient(z.string()),
  [claimNames.version]: z.literal('1.3.0'),
  [claimNames.messageType]: z.enum(Object.keys(messageTypes) as (keyof typeof messageTypes)[]),
  [claimNames.deploymentId]: identifier,
  [claimNames.roles]: z.array(z.string()).max(100),
});

const optional = z.object({
  [claimNames.targetLinkUri]: lenient(webAddress),
  [claimNames.context]: lenient(z.object({ id: identifier, title: lenient(z.string()), label: lenient(z.string()) })),
  [claimNames.resourceLink]: lenient(z.object({ id: identifier })),
  [claimNames.custom]: lenient(z.record(z.string(), z.unknown())),
  [claimNames.grading]: lenient(
    z.object({ lineitem: lenient(webAddress), lineitems: lenient(webAddress), scope: z.array(z.string()) }),
  ),
  [claimNames.memberships]: lenient(z.object({ context_memberships_url: webAddress })),
});

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const deepLinkingSettings = z.object({
  deep_link_return_url: webAddress,
  accept_types: z.array(z.string()),
  data: z
    .string()
    .nullish()
    .transform((data) => data ?? undefined),
  accept_multiple: lenient(flag),
  // Optional information must not keep anybody from choosing.
  accept_presentation_document_targets: lenient(z.array(z.string())),
  accept_lineitem: lenient(flag),
  auto_create: lenient(flag),
  title: lenient(z.string().max(1_000)),
  text: lenient(z.string().max(4_000)),
});

const forUser = z.object({ user_id: identifier });

/** The LMS's settings for the picker (Deep Linking 2.0 §4.4.1). */
export interface DeepLinkingSettings {
  readonly returnUrl: string;
  readonly acceptTypes: readonly string[];
  readonly acceptMultiple: boolean;
  /** The document targets the LMS supports: `iframe`, `window`, `embed`; absent if it does not say. */
  readonly acceptTargets?: readonly string[];
  /** True if it accepts a line item with a link; absent if it does not say. */
  readonly acceptLineItem?: boolean;
  /** True if it places the chosen content without asking again. */
  readonly autoCreate?: boolean;
  /** The LMS's own text about the choice. */
  readonly title?: string;
  readonly text?: string;
  /** Opaque data that must be returned unchanged. */
  readonly data?: string;
}

/** A verified launch message, in our terms. */
export interface LaunchMessage {
  readonly type: (typeof messageTypes)[keyof typeof messageTypes];
  readonly deploymentId: string;
  /** The subject of statements. */
  readonly subject: string;
  /** The person's id in the LMS's grade book, if it is not `subject`. */
  readonly gradeUser?: string;
  readonly name?: string;
  readonly roles: readonly LaunchRole[];
  readonly target?: URL;
  readonly custom: Readonly<Record<string, string>>;
  readonly context?: { readonly id: string; readonly title?: string };
  readonly resourceLinkId?: string;
  readonly lineItem?: string;
  /** The line items URL of the course, and if we may create one there. */
  readonly lineItems?: { readonly url: string; readonly make: boolean };
  readonly membershipsUrl?: string;
  readonly deepLinking?: DeepLinkingSettings;
  /** The subject of a submission review; only there. */
  readonly reviewed?: string;
}

function refuse(detail: string): LotseError {
  return new LotseError('invalid-launch', 'The learning platform sent a launch that this tool does not understand.', {
    detail: `launch: ${detail}`,
  });
}

function checked<T extends z.ZodType>(schema: T, value: unknown, prefix = ''): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuse(`claim ${prefix}${parsed.error.issues[0]!.path.join('.')} missing or wrong`);
}

/** The address for scores: none unless we may send them. */
function gradingOf(
  claimed: z.infer<typeof optional>[typeof claimNames.grading],
  adapter: PlatformAdapter,
): Pick<LaunchMessage, 'lineItem' | 'lineItems'> {
  const may = (scope: string): boolean => claimed?.scope.includes(agsScope + scope) === true;
  if (claimed === undefined || !may('score')) return {};
  const readable =
    adapter.capabilities.lineItemsByTool &&
    claimed.lineitems !== undefined &&
    (may('lineitem') || may('lineitem.readonly'));
  return {
    ...(claimed.lineitem === undefined ? {} : { lineItem: claimed.lineitem }),
    ...(readable ? { lineItems: { url: claimed.lineitems!, make: may('lineitem') } } : {}),
  };
}

/**
 * Custom parameters that have a value. A variable that the LMS does not know comes through as its name, `$Context.id`
 * (LTI 1.3 §C): nothing was said then.
 */
function customOf(given: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !/^\$[A-Za-z][\w.]*$/.test(entry[1]),
    ),
  );
}

function contextOf(claimed: z.infer<typeof optional>[typeof claimNames.context]): LaunchMessage['context'] {
  if (claimed === undefined) return undefined;
  const title = claimed.title ?? claimed.label;
  return { id: claimed.id, ...omitUndefined({ title: title === undefined ? undefined : truncate(title, 200) }) };
}

function deepLinkingOf(claimed: unknown): DeepLinkingSettings {
  const settings = checked(deepLinkingSettings, claimed, 'deep_linking_settings.');
  return {
    returnUrl: settings.deep_link_return_url,
    acceptTypes: settings.accept_types,
    acceptMultiple: settings.accept_multiple ?? false,
    ...omitUndefined({
      acceptTargets: settings.accept_presentation_document_targets,
      acceptLineItem: settings.accept_lineitem,
      autoCreate: settings.auto_create,
      title: settings.title,
      text: settings.text,
      data: settings.data,
    }),
  };
}

/** The person who launches, by what statements and the grade book know them as. */
function identityOf(
  claims: z.infer<typeof common>,
  identify: (claims: IdentityClaims) => LaunchIdentity,
): LaunchIdentity {
  const { sub } = claims;
  if (sub !== undefined) return identify({ ...claims, sub });
  throw new LotseError(
    'no-end-user',
    'The learning platform does not say who opens the unit. Please sign in there and open it again.',
    { detail: 'launch: claim sub missing' },
  );
}

/**
 * Reads the claims of LTI 1.3 §5.3 and §5.4 and of the Advantage services.
 * @throws LotseError `no-end-user` without `sub`; `invalid-launch` naming the claim that is missing or wrong
 */
export function parseLaunchMessage(
  claims: JWTPayload,
  adapter: PlatformAdapter,
  identify: (claims: IdentityClaims) => LaunchIdentity,
): LaunchMessage {
  const required = checked(common, claims);
  const may = optional.parse(claims);
  const who = identityOf(required, identify);
  const type = messageTypes[required[claimNames.messageType]];
  const resourceLink = may[claimNames.resourceLink];
  const target = may[claimNames.targetLinkUri];
  if (type === 'resource-link' && resourceLink === undefined) throw refuse('claim resource_link missing or wrong');
  if (type === 'resource-link' && target === undefined) throw refuse('claim target_link_uri missing or wrong');
  const deepLinking = type === 'deep-linking' ? deepLinkingOf(claims[claimNames.deepLinking]) : undefined;
  return {
    type,
    deploymentId: required[claimNames.deploymentId],
    subject: who.subject,
    roles: adapter.rolesOf(required[claimNames.roles]),
    custom: adapter.customFrom(customOf(may[claimNames.custom])),
    ...omitUndefined({
      gradeUser: who.gradeUser,
      name: who.name,
      target: target === undefined ? undefined : new URL(target),
      resourceLinkId: resourceLink?.id,
      ...gradingOf(may[claimNames.grading], adapter),
      membershipsUrl: may[claimNames.memberships]?.context_memberships_url,
      context: contextOf(may[claimNames.context]),
      reviewed:
        type === 'submission-review'
          ? identify({ sub: checked(forUser, claims[claimNames.forUser], 'for_user.').user_id }).subject
          : undefined,
      deepLinking,
    }),
  };
}

/**
 * True if a person's attempts are graded: learners' are, but not those of anybody who also teaches or administers the
 * course.
 */
export function isGraded(roles: readonly LaunchRole[]): boolean {
  return roles.length === 1 && roles[0] === 'learner';
}
