import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { LotseError } from '../../../lrs/base/index.js';
import type { IdentityClaims, LaunchIdentity, LaunchRole, PlatformAdapter } from '../../platform/index.js';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const agsClaim = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
const nrpsClaim = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const deepLinkingClaim = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';
const agsScope = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

const webAddress = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol));
/** An optional claim that some LMS fills with `null` or with something else: then it is as good as absent. */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const common = z.object({
  sub: z.string().min(1).max(255).optional(),
  email: lenient(z.string().max(320)), name: lenient(z.string()), given_name: lenient(z.string()), family_name: lenient(z.string()), locale: lenient(z.string()),
  [`${lti}version`]: z.literal('1.3.0'),
  [`${lti}message_type`]: z.enum(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest']),
  [`${lti}deployment_id`]: z.string().min(1).max(255),
  [`${lti}roles`]: z.array(z.string()),
});

const optional = z.object({
  [`${lti}target_link_uri`]: lenient(webAddress),
  [`${lti}context`]: lenient(z.object({ id: z.string().min(1), title: lenient(z.string()), label: lenient(z.string()) })),
  [`${lti}resource_link`]: lenient(z.object({ id: z.string().min(1).max(255) })),
  [`${lti}custom`]: lenient(z.record(z.string(), z.unknown())),
  [`${lti}launch_presentation`]: lenient(z.object({ locale: lenient(z.string()), return_url: lenient(webAddress) })),
  [agsClaim]: lenient(z.object({ lineitem: lenient(webAddress), lineitems: lenient(webAddress), scope: z.array(z.string()) })),
  [nrpsClaim]: lenient(z.object({ context_memberships_url: webAddress })),
});

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const deepLinkingSettings = z.object({
  deep_link_return_url: webAddress,
  accept_types: z.array(z.string()),
  accept_multiple: flag.optional(),
  data: z.string().optional(),
});

/** A launch as the LMS meant it, checked and in our words. */
export interface LaunchMessage {
  readonly type: 'resource-link' | 'deep-linking';
  readonly deploymentId: string;
  /** Whom statements are about. */
  readonly subject: string;
  /** Whom the LMS's grade book knows, where it is not `subject`. */
  readonly gradeUser?: string;
  readonly name?: string;
  readonly roles: readonly LaunchRole[];
  /** Language tag that the LMS shows its pages in. */
  readonly locale?: string;
  readonly target?: URL;
  readonly custom: Readonly<Record<string, string>>;
  readonly context?: { readonly id: string; readonly title?: string };
  readonly resourceLinkId?: string;
  readonly returnUrl?: string;
  readonly lineItem?: string;
  /** Where the course's line items are listed, and whether we may make one there. */
  readonly lineItems?: { readonly url: string; readonly make: boolean };
  readonly membershipsUrl?: string;
  readonly deepLinking?: { readonly returnUrl: string; readonly acceptTypes: readonly string[]; readonly acceptMultiple: boolean; readonly data?: string };
}

function refuse(detail: string): LotseError {
  return new LotseError('invalid-launch', 'The LMS sent a launch that this tool does not understand.', { detail: `launch: ${detail}` });
}

function checked<T extends z.ZodType>(schema: T, value: unknown, prefix = ''): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuse(`claim ${prefix}${parsed.error.issues[0]!.path.join('.')} missing or wrong`);
}

/** An object of those properties that have a value. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Where scores may go: nowhere unless we may send them. */
function gradingOf(claimed: z.infer<typeof optional>[typeof agsClaim], adapter: PlatformAdapter): Pick<LaunchMessage, 'lineItem' | 'lineItems'> {
  const may = (scope: string): boolean => claimed?.scope.includes(agsScope + scope) === true;
  if (claimed === undefined || !may('score')) return {};
  const readable = adapter.capabilities.lineItemsByTool && claimed.lineitems !== undefined && (may('lineitem') || may('lineitem.readonly'));
  return {
    ...(claimed.lineitem === undefined ? {} : { lineItem: claimed.lineitem }),
    ...(readable ? { lineItems: { url: claimed.lineitems!, make: may('lineitem') } } : {}),
  };
}

/**
 * Reads the claims of LTI 1.3 §5.3 and §5.4 and of the Advantage services.
 * @throws LotseError `no-end-user` without `sub`; `invalid-launch` naming the claim that is missing or wrong
 */
export function readMessage(claims: JWTPayload, adapter: PlatformAdapter, identify: (claims: IdentityClaims) => LaunchIdentity): LaunchMessage {
  const must = checked(common, claims);
  const may = optional.parse(claims);
  if (must.sub === undefined) {
    throw new LotseError('no-end-user', 'The LMS does not say who opens the unit. Please sign in there and open it again.', { detail: 'launch: claim sub missing' });
  }
  const who = identify({ ...must, sub: must.sub });
  const type = must[`${lti}message_type`] === 'LtiDeepLinkingRequest' ? 'deep-linking' : 'resource-link';
  const resourceLink = may[`${lti}resource_link`];
  if (type === 'resource-link' && resourceLink === undefined) throw refuse('claim resource_link missing or wrong');
  if (type === 'resource-link' && may[`${lti}target_link_uri`] === undefined) throw refuse('claim target_link_uri missing or wrong');
  const settings = type === 'deep-linking' ? checked(deepLinkingSettings, claims[deepLinkingClaim], 'deep_linking_settings.') : undefined;
  const custom = Object.entries(may[`${lti}custom`] ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const context = may[`${lti}context`];
  const presentation = may[`${lti}launch_presentation`];
  const target = may[`${lti}target_link_uri`];
  return {
    type, deploymentId: must[`${lti}deployment_id`], subject: who.subject, roles: adapter.rolesOf(must[`${lti}roles`]), custom: adapter.customFrom(Object.fromEntries(custom)),
    ...present({
      gradeUser: who.gradeUser, name: who.name, locale: presentation?.locale ?? must.locale, target: target === undefined ? undefined : new URL(target),
      resourceLinkId: resourceLink?.id, returnUrl: presentation?.return_url,
      ...gradingOf(may[agsClaim], adapter),
      membershipsUrl: may[nrpsClaim]?.context_memberships_url,
      context: context === undefined ? undefined : { id: context.id, ...present({ title: context.title ?? context.label }) },
      deepLinking: settings === undefined ? undefined : {
        returnUrl: settings.deep_link_return_url, acceptTypes: settings.accept_types, acceptMultiple: settings.accept_multiple ?? false, ...present({ data: settings.data }),
      },
    }),
  };
}
