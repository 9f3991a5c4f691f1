import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { LotseError } from '../../../lrs/base/index.js';
import type { LaunchRole } from '../session/launch-session.js';
import { claim, lenient, present, webAddress } from './claims.js';
import { rolesFrom } from './roles.js';

const scoreScope = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';

const identifier = z.string().min(1).max(255);

const messageTypes = { LtiResourceLinkRequest: 'resource-link', LtiDeepLinkingRequest: 'deep-linking', LtiSubmissionReviewRequest: 'submission-review' } as const;

const common = z.object({
  sub: identifier.optional(),
  name: lenient(z.string()), given_name: lenient(z.string()), family_name: lenient(z.string()),
  [claim.version]: z.literal('1.3.0'),
  [claim.messageType]: z.enum(Object.keys(messageTypes) as (keyof typeof messageTypes)[]),
  [claim.deploymentId]: identifier,
  [claim.roles]: z.array(z.string()).max(100),
});

const optional = z.object({
  [claim.targetLinkUri]: lenient(webAddress),
  [claim.context]: lenient(z.object({ id: identifier, title: lenient(z.string()), label: lenient(z.string()) })),
  [claim.resourceLink]: lenient(z.object({ id: identifier })),
  [claim.custom]: lenient(z.record(z.string(), z.unknown())),
  [claim.grading]: lenient(z.object({ lineitem: lenient(webAddress), scope: z.array(z.string()) })),
  [claim.memberships]: lenient(z.object({ context_memberships_url: webAddress })),
});

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const deepLinkingSettings = z.object({
  deep_link_return_url: webAddress,
  accept_types: z.array(z.string()),
  accept_multiple: flag.optional(),
  data: z.string().optional(),
});

const forUser = z.object({ user_id: identifier });

/** A launch as the LMS meant it, checked and in our words. */
export interface LaunchMessage {
  readonly type: (typeof messageTypes)[keyof typeof messageTypes];
  readonly deploymentId: string;
  readonly subject: string;
  readonly name?: string;
  readonly roles: readonly LaunchRole[];
  readonly target?: URL;
  readonly custom: Readonly<Record<string, string>>;
  readonly context?: { readonly id: string; readonly title?: string };
  readonly resourceLinkId?: string;
  readonly lineItem?: string;
  readonly membershipsUrl?: string;
  readonly deepLinking?: { readonly returnUrl: string; readonly acceptTypes: readonly string[]; readonly acceptMultiple: boolean; readonly data?: string };
  /** `sub` of whose results are to be looked at; only in a submission review. */
  readonly reviewed?: string;
}

function refuse(detail: string): LotseError {
  return new LotseError('invalid-launch', 'The LMS sent a launch that this tool does not understand.', { detail: `launch: ${detail}` });
}

function checked<T extends z.ZodType>(schema: T, value: unknown, prefix = ''): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuse(`claim ${prefix}${parsed.error.issues[0]!.path.join('.')} missing or wrong`);
}

/** The name, unless the LMS hides it: nothing, or a dash (ILIAS). */
function nameOf({ name, given_name: given, family_name: family }: { name?: string | undefined; given_name?: string | undefined; family_name?: string | undefined }): string | undefined {
  const parts = name === undefined ? [given, family] : [name];
  const text = parts.map((part) => part?.trim() ?? '').filter((part) => part !== '' && part !== '-').join(' ');
  return text === '' ? undefined : text.slice(0, 200);
}

/**
 * Custom parameters that have a value. A variable that the LMS does not know comes through as its name, `$Context.id`
 * (LTI 1.3 §C): nothing was said then.
 */
function customOf(given: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !/^\$[A-Za-z][\w.]*$/.test(entry[1])));
}

/**
 * Reads the claims of LTI 1.3 §5.3 and §5.4 and of the Advantage services.
 * @throws LotseError `no-end-user` without `sub`; `invalid-launch` naming the claim that is missing or wrong
 */
export function readMessage(claims: JWTPayload): LaunchMessage {
  const must = checked(common, claims);
  const may = optional.parse(claims);
  if (must.sub === undefined) {
    throw new LotseError('no-end-user', 'The LMS does not say who opens the unit. Please sign in there and open it again.', { detail: 'launch: claim sub missing' });
  }
  const type = messageTypes[must[claim.messageType]];
  const resourceLink = may[claim.resourceLink];
  const target = may[claim.targetLinkUri];
  if (type === 'resource-link' && resourceLink === undefined) throw refuse('claim resource_link missing or wrong');
  if (type === 'resource-link' && target === undefined) throw refuse('claim target_link_uri missing or wrong');
  const settings = type === 'deep-linking' ? checked(deepLinkingSettings, claims[claim.deepLinking], 'deep_linking_settings.') : undefined;
  const context = may[claim.context];
  const title = context?.title ?? context?.label;
  const grading = may[claim.grading];
  return {
    type, deploymentId: must[claim.deploymentId], subject: must.sub, roles: rolesFrom(must[claim.roles]), custom: customOf(may[claim.custom]),
    ...present({
      name: nameOf(must), target: target === undefined ? undefined : new URL(target), resourceLinkId: resourceLink?.id,
      lineItem: grading?.scope.includes(scoreScope) === true ? grading.lineitem : undefined,
      membershipsUrl: may[claim.memberships]?.context_memberships_url,
      context: context === undefined ? undefined : { id: context.id, ...present({ title: title?.slice(0, 200) }) },
      reviewed: type === 'submission-review' ? checked(forUser, claims[claim.forUser], 'for_user.').user_id : undefined,
      deepLinking: settings === undefined ? undefined : {
        returnUrl: settings.deep_link_return_url, acceptTypes: settings.accept_types, acceptMultiple: settings.accept_multiple ?? false, ...present({ data: settings.data }),
      },
    }),
  };
}
