import { isDeepStrictEqual } from 'node:util';
import { isoNow, newUuid, uuidFrom } from '../../../base/index.js';
import { type Agent, agentKey } from '../../../lrs/index.js';
import { agentOfIdentity, type VisitRecord, type IssuedVisit, type Role } from '../../../people/index.js';
import type { Language } from '../../../web/index.js';
import type { Placement, Platform } from '../../store/index.js';
import type { LaunchTarget } from '../message/choose-target.js';
import { type DeepLinkingSettings, isGraded, type LaunchMessage } from '../message/parse-launch-message.js';
import type { Presentation } from '../message/parse-presentation.js';
import { type LaunchAttemptKey, attemptPlacement, type LaunchParts } from '../parts.js';
import { type LtiDetails, ltiWayIn } from './lti-details.js';

/**
 * Consumes a login, so that neither its state nor its nonce can be used again. However often it is called, it
 * is done once.
 * @throws LotseError `invalid-launch` if somebody else was faster
 */
export type ConsumeLogin = () => Promise<void>;

/** A launch that has passed every check. */
export interface VerifiedLaunch {
  readonly platform: Platform;
  readonly message: LaunchMessage;
  readonly presentation: Presentation;
  readonly target: LaunchTarget;
  readonly language: Language;
}

/** Addresses whose origins the LMS's own pages use, besides its issuer's. */
export function platformAddresses(
  platform: Pick<Platform, 'authenticationEndpoint'>,
  { returnUrl }: Presentation,
): string[] {
  return returnUrl === undefined ? [platform.authenticationEndpoint] : [platform.authenticationEndpoint, returnUrl];
}

/** The person and the attempt of a session. */
interface LaunchSubject {
  readonly person: string;
  readonly unit?: NonNullable<VisitRecord['unit']>;
}

function attemptRequest({ platform, message }: VerifiedLaunch, actor: Agent, contentId: string): LaunchAttemptKey {
  return {
    organisation: platform.organisation,
    actor: agentKey(actor),
    contentId,
    placement: attemptPlacement({ ...message, platformId: platform.id }),
  };
}

/** The existing person and attempt, or new ones that are used unless another process is faster. Nothing is written. */
async function findSubject(
  { people, content }: LaunchParts,
  launch: VerifiedLaunch,
  actor: Agent,
): Promise<LaunchSubject> {
  const { platform, message, target } = launch;
  const person =
    (await people.findPersonByIdentity(platform.organisation, { issuer: platform.issuer, subject: message.subject })) ??
    newUuid();
  if (target.kind !== 'content') return { person };
  const { registration, version } = (await content.attempts.findCurrent(attemptRequest(launch, actor, target.id))) ?? {
    registration: newUuid(),
    version: target.version,
  };
  return { person, unit: { registration, content: { id: target.id, version } } };
}

/**
 * Creates the person and the attempt if they are new; the name goes to the table of names alone.
 * @returns what stands then
 */
async function ensureSubject(
  { people, content, clock }: LaunchParts,
  launch: VerifiedLaunch,
  actor: Agent,
  expected: LaunchSubject,
): Promise<LaunchSubject> {
  const { platform, message, target } = launch;
  const claims = { issuer: platform.issuer, subject: message.subject, newPerson: expected.person };
  const [[person], attempt] = await Promise.all([
    people.ensurePersons(
      platform.organisation,
      [message.name === undefined ? claims : { ...claims, name: message.name }],
      isoNow(clock),
    ),
    target.kind === 'content'
      ? content.attempts.ensure(attemptRequest(launch, actor, target.id), expected.unit?.registration)
      : undefined,
  ]);
  return {
    person: person!,
    ...(attempt === undefined
      ? {}
      : {
          unit: {
            registration: attempt.registration,
            content: { id: attempt.contentId, version: attempt.version },
          },
        }),
  };
}

/** The registration of a whole learning path, one for each person and link: the units opened from it share it. */
function pathPlace({ platform, message, target }: VerifiedLaunch): string | undefined {
  if (target.kind !== 'page' || target.page !== 'path') return undefined;
  return uuidFrom(
    'learning path',
    platform.organisation,
    attemptPlacement({ ...message, platformId: platform.id }),
    message.subject,
  );
}

/** Records where the grades of this launch go. */
async function recordPlacement(
  { store, clock }: LaunchParts,
  { platform, message, presentation }: VerifiedLaunch,
  place: Pick<Placement, 'registration' | 'path'> | undefined,
): Promise<void> {
  if (place === undefined) return;
  await store.placements.recordPlacement(platform.organisation, {
    ...place,
    platform: platform.id,
    deploymentId: message.deploymentId,
    issuer: platform.issuer,
    subject: message.subject,
    ...(message.context === undefined ? {} : { contextId: message.context.id }),
    ...(message.resourceLinkId === undefined ? {} : { resourceLinkId: message.resourceLinkId }),
    ...(message.gradeUser === undefined ? {} : { gradeUser: message.gradeUser }),
    ...(message.lineItem === undefined ? {} : { lineItem: message.lineItem }),
    ...(message.lineItems === undefined ? {} : { lineItems: message.lineItems }),
    ...(presentation.locale === undefined ? {} : { locale: presentation.locale }),
    graded: isGraded(message.roles),
    launched: isoNow(clock),
  });
}

/** The settings in the form that the visit stores. */
function settingsOf({ acceptTypes, acceptTargets, ...rest }: DeepLinkingSettings): LtiDetails['deepLinking'] {
  return {
    ...rest,
    acceptTypes: [...acceptTypes],
    ...(acceptTargets === undefined ? {} : { acceptTargets: [...acceptTargets] }),
  };
}

/**
 * Anybody who teaches or administers a course coaches its learners; anybody the LMS lets choose contents for it is an
 * author.
 */
function rolesOf({ roles, deepLinking }: LaunchMessage): Role[] {
  const assignedRoles = new Set(roles.map((role) => (role === 'learner' ? 'learner' : 'coach')));
  return [...assignedRoles, ...(deepLinking === undefined ? [] : (['author'] as const))];
}

/** The visit that a launch ends in. */
function visitOf(
  { platform, message, presentation, language }: VerifiedLaunch,
  subject: LaunchSubject,
  path: string | undefined,
): VisitRecord {
  const details: LtiDetails = {
    platformId: platform.id,
    deploymentId: message.deploymentId,
    lineItem: message.lineItem,
    membershipsUrl: message.membershipsUrl,
    resourceLinkId: message.resourceLinkId,
    path,
    deepLinking: message.deepLinking === undefined ? undefined : settingsOf(message.deepLinking),
  };
  return {
    ...subject,
    identity: { issuer: platform.issuer, subject: message.subject },
    roles: rolesOf(message),
    language,
    platform: platform.name,
    course: message.context === undefined ? undefined : { ...message.context, platformId: platform.id },
    frame: {
      embedded: presentation.documentTarget !== 'window',
      fixedHeight: presentation.height !== undefined,
      addresses: [platform.issuer, ...platformAddresses(platform, presentation)],
    },
    returnUrl: presentation.returnUrl,
    placement: attemptPlacement({ ...message, platformId: platform.id }),
    path: path !== undefined,
    graded: message.lineItem !== undefined,
    wayIn: { name: ltiWayIn, details },
  };
}

/**
 * Opens the visit of a launch: consumes the login, creates person and attempt, and issues the grant whose token
 * carries all of it. Each wait for the disk is long, so all is written at once, with the grant for the expected
 * person and attempt. If a simultaneous launch of the same person was faster, that grant's token reaches nobody.
 * @returns the visit, once all of it is durable
 * @throws LotseError `invalid-launch` if the login was used meanwhile; `unknown-content`
 */
export async function openSession(
  parts: LaunchParts,
  launch: VerifiedLaunch,
  consume: ConsumeLogin,
): Promise<IssuedVisit> {
  const { organisation, issuer } = launch.platform;
  const actor = agentOfIdentity({ issuer, subject: launch.message.subject });
  const path = pathPlace(launch);
  const issueVisit = async (subject: LaunchSubject): Promise<IssuedVisit> => {
    const place =
      path !== undefined
        ? { registration: path, path: true }
        : subject.unit && { registration: subject.unit.registration };
    const [opened] = await Promise.all([
      parts.visits.openVisit(organisation, visitOf(launch, subject, path)),
      recordPlacement(parts, launch, place),
    ]);
    return opened;
  };
  const expected = await findSubject(parts, launch, actor);
  const [, entered, opened] = await Promise.all([
    consume(),
    ensureSubject(parts, launch, actor, expected),
    issueVisit(expected),
  ]);
  return isDeepStrictEqual(entered, expected) ? opened : issueVisit(entered);
}
