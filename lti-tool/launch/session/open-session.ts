import { isoNow, newUuid } from '../../../lrs/base/index.js';
import { agentKey, type Agent } from '../../../lrs/index.js';
import type { Platform } from '../../store/index.js';
import type { Language } from '../../../lrs/web/index.js';
import type { LaunchTarget } from '../callback/choose-target.js';
import type { LaunchMessage } from '../callback/read-message.js';
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

/** The attempt that a launched content continues or begins, and where its grade will go. */
async function openAttempt(parts: LaunchParts, { platform, message }: VerifiedLaunch, actor: Agent, contentId: string): Promise<Pick<LaunchSession, 'registration' | 'content'>> {
  const { registration, version } = await parts.content.attempts.current({
    organisation: platform.organisation, actor: agentKey(actor), contentId, placement: attemptPlacement({ ...message, platformId: platform.id }),
  });
  await parts.store.placements.record(platform.organisation, {
    registration, platform: platform.id, deploymentId: message.deploymentId, issuer: platform.issuer, subject: message.subject,
    ...(message.context === undefined ? {} : { contextId: message.context.id }),
    ...(message.resourceLinkId === undefined ? {} : { resourceLinkId: message.resourceLinkId }),
    ...(message.gradeUser === undefined ? {} : { gradeUser: message.gradeUser }),
    ...(message.lineItem === undefined ? {} : { lineItem: message.lineItem }),
    ...(message.lineItems === undefined ? {} : { lineItems: message.lineItems }),
    graded: isGraded(message.roles), launched: isoNow(parts.clock),
  });
  return { registration, content: { id: contentId, version } };
}

/**
 * Opens the session of a launch: person, attempt, and the grant whose token carries all of it from page to page.
 * @returns the token
 */
export async function openSession(parts: LaunchParts, launch: VerifiedLaunch): Promise<string> {
  const { platform, message, presentation, target, language } = launch;
  const actor: Agent = { objectType: 'Agent', account: { homePage: platform.issuer, name: message.subject } };
  const person = await findPerson(parts, launch);
  const attempt = target.kind === 'content' ? await openAttempt(parts, launch, actor, target.id) : {};
  const session: LaunchSession = {
    person, ...attempt, platform: platform.name, language, platformId: platform.id, deploymentId: message.deploymentId,
    issuer: platform.issuer, subject: message.subject, roles: [...message.roles],
    course: message.context === undefined ? undefined : { ...message.context, platformId: platform.id },
    returnUrl: presentation.returnUrl, documentTarget: presentation.documentTarget, fixedHeight: presentation.height !== undefined,
    platformAddresses: platformAddresses(platform, presentation),
    lineItem: message.lineItem, membershipsUrl: message.membershipsUrl, contextId: message.context?.id,
    resourceLinkId: message.resourceLinkId,
    deepLinking: message.deepLinking === undefined ? undefined : { ...message.deepLinking, acceptTypes: [...message.deepLinking.acceptTypes] },
  };
  return giveToken(parts, platform.organisation, actor, session);
}
