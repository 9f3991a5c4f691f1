import { isoNow, newUuid, uuidFrom } from '../../../lrs/base/index.js';
import { agentKey, type Agent } from '../../../lrs/index.js';
import type { Placement, Platform } from '../../store/index.js';
import type { Language } from '../../../lrs/web/index.js';
import type { LaunchTarget } from '../callback/choose-target.js';
import type { DeepLinkingSettings, LaunchMessage } from '../callback/read-message.js';
import type { Presentation } from '../callback/read-presentation.js';
import { isGraded } from '../callback/roles.js';
import { attemptPlacement, type LaunchParts } from '../parts.js';
import { giveToken } from './give-token.js';
import type { LaunchSession } from './launch-session.js';

/** A launch that has passed every check. */
export interface VerifiedLaunch {
  readonly platform: Platform;
  readonly message: LaunchMessage;
  readonly presentation: Presentation;
  readonly target: LaunchTarget;
  readonly language: Language;
}

/** Addresses whose origins the LMS's own pages have, beside its issuer's. */
export function platformAddresses(platform: Pick<Platform, 'authenticationEndpoint'>, { returnUrl }: Presentation): string[] {
  return returnUrl === undefined ? [platform.authenticationEndpoint] : [platform.authenticationEndpoint, returnUrl];
}

/** The person behind the launch, entered if new; the name goes to the table of names alone. */
async function findPerson({ store, clock }: LaunchParts, { platform, message }: VerifiedLaunch): Promise<string> {
  const introduction = { issuer: platform.issuer, subject: message.subject, newPerson: newUuid() };
  const [person] = await store.people.introduce(
    platform.organisation, [message.name === undefined ? introduction : { ...introduction, name: message.name }], isoNow(clock),
  );
  return person!;
}

/** The attempt that a launched content continues or begins. */
async function openAttempt({ content }: LaunchParts, { platform, message, target }: VerifiedLaunch, actor: Agent): Promise<Pick<LaunchSession, 'registration' | 'content'>> {
  if (target.kind !== 'content') return {};
  const { registration, version } = await content.attempts.current({
    organisation: platform.organisation, actor: agentKey(actor), contentId: target.id, placement: attemptPlacement({ ...message, platformId: platform.id }),
  });
  return { registration, content: { id: target.id, version } };
}

/** The place of a whole learning path, one for each person and link: the units that are opened from it get it too. */
function pathPlace({ platform, message, target }: VerifiedLaunch): string | undefined {
  if (target.kind !== 'page' || target.page !== 'path') return undefined;
  return uuidFrom('learning path', platform.organisation, attemptPlacement({ ...message, platformId: platform.id }), message.subject);
}

/** Keeps where the grades of this launch will go. */
async function recordPlacement({ store, clock }: LaunchParts, { platform, message }: VerifiedLaunch, place: Pick<Placement, 'registration' | 'path'> | undefined): Promise<void> {
  if (place === undefined) return;
  await store.placements.record(platform.organisation, {
    ...place, platform: platform.id, deploymentId: message.deploymentId, issuer: platform.issuer, subject: message.subject,
    ...(message.context === undefined ? {} : { contextId: message.context.id }),
    ...(message.resourceLinkId === undefined ? {} : { resourceLinkId: message.resourceLinkId }),
    ...(message.gradeUser === undefined ? {} : { gradeUser: message.gradeUser }),
    ...(message.lineItem === undefined ? {} : { lineItem: message.lineItem }),
    ...(message.lineItems === undefined ? {} : { lineItems: message.lineItems }),
    graded: isGraded(message.roles), launched: isoNow(clock),
  });
}

/** The settings as the session keeps them. */
function settingsOf({ acceptTypes, acceptTargets, ...rest }: DeepLinkingSettings): LaunchSession['deepLinking'] {
  return { ...rest, acceptTypes: [...acceptTypes], ...(acceptTargets === undefined ? {} : { acceptTargets: [...acceptTargets] }) };
}

/**
 * Opens the session of a launch: person, attempt, and the grant whose token carries all of it from page to page. What
 * does not wait for one another is written at once: each wait is one for the disk.
 * @returns the token
 */
export async function openSession(parts: LaunchParts, launch: VerifiedLaunch): Promise<string> {
  const { platform, message, presentation, language } = launch;
  const actor: Agent = { objectType: 'Agent', account: { homePage: platform.issuer, name: message.subject } };
  const [person, attempt] = await Promise.all([findPerson(parts, launch), openAttempt(parts, launch, actor)]);
  const path = pathPlace(launch);
  const session: LaunchSession = {
    person, ...attempt, platform: platform.name, language, platformId: platform.id, deploymentId: message.deploymentId,
    issuer: platform.issuer, subject: message.subject, roles: [...message.roles],
    course: message.context === undefined ? undefined : { ...message.context, platformId: platform.id },
    returnUrl: presentation.returnUrl, documentTarget: presentation.documentTarget, fixedHeight: presentation.height !== undefined,
    platformAddresses: platformAddresses(platform, presentation),
    lineItem: message.lineItem, membershipsUrl: message.membershipsUrl, contextId: message.context?.id,
    resourceLinkId: message.resourceLinkId, path,
    deepLinking: message.deepLinking === undefined ? undefined : settingsOf(message.deepLinking),
  };
  const { registration } = attempt;
  const place = path === undefined ? registration === undefined ? undefined : { registration } : { registration: path, path: true };
  const [token] = await Promise.all([giveToken(parts, platform.organisation, actor, session), recordPlacement(parts, launch, place)]);
  return token;
}
