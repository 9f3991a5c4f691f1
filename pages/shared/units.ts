import { LotseError, type Milliseconds, newUuid } from '../../base/index.js';
import type { Attempt, Attempts } from '../../h5p-content/index.js';
import { agentKey, allows } from '../../lrs/index.js';
import type { VisitRecord, IssuedVisit, Visit, Visits } from '../../people/index.js';

/** Dependencies of opening units. */
export interface UnitParts {
  readonly visits: Pick<Visits, 'openVisit'>;
  readonly attempts: Pick<Attempts, 'ensure' | 'startOver'>;
  /**
   * Records where the grade of the visit's unit, or of its learning path, goes, for a further attempt.
   * @throws LotseError `session-lost`
   */
  readonly followAttempt: (visit: Visit, from: 'unit' | 'path') => Promise<(registration: string) => Promise<void>>;
}

/** Lifetime of a preview. */
const previewLifetimeMs: Milliseconds = 3_600_000;

/** A content to preview. */
export interface Preview {
  /** Opens the content's files, read only. */
  readonly token: string;
  /** The visit with the content in it. No attempt belongs to its registration. */
  readonly session: string;
}

function visitAt(
  { person, identity, roles, language, platform, course, frame, ...rest }: Visit,
  unit: VisitRecord['unit'],
) {
  const { returnUrl, placement, path, graded, wayIn } = rest;
  return {
    person,
    identity,
    roles,
    language,
    platform,
    course,
    frame,
    returnUrl,
    placement,
    path,
    graded,
    wayIn,
    unit,
  };
}

const unitOf = ({ registration, contentId, version }: Attempt): VisitRecord['unit'] => ({
  registration,
  content: { id: contentId, version },
});

/**
 * Leaves the visit's attempt and begins another at the same place. The old visit stays valid for reports about
 * the old attempt that a browser still has to send.
 * @returns the visit with the new attempt in it
 * @throws LotseError `forbidden` if the visit may only look, as a preview may; `unknown-content` if no unit is open, or
 * it is gone
 */
export async function startOver({ visits, attempts, followAttempt }: UnitParts, visit: Visit): Promise<IssuedVisit> {
  const { organisation, principal, unit, placement } = visit;
  if (unit === undefined) throw new LotseError('unknown-content', 'This launch has no learning unit.');
  if (!allows(principal, 'statements/write'))
    throw new LotseError('forbidden', 'This launch leaves nothing behind: it is a preview.', {
      detail: 'scope statements/write missing',
    });
  const enter = await followAttempt(visit, 'unit');
  const attempt = await attempts.startOver({
    organisation,
    actor: agentKey(principal.actor),
    contentId: unit.content.id,
    placement,
  });
  await enter(attempt.registration);
  return visits.openVisit(organisation, visitAt(visit, unitOf(attempt)));
}

/**
 * Opens a unit from the visit's learning path: an attempt of its own at that place, continued if there is one. Its
 * grade counts towards the path's.
 * @returns the visit with the unit in it
 * @throws LotseError `session-lost` if the visit did not lead to a path; `unknown-content`
 */
export async function openUnit(
  { visits, attempts, followAttempt }: UnitParts,
  visit: Visit,
  contentId: string,
): Promise<IssuedVisit> {
  const { organisation, principal, placement } = visit;
  if (visit.path !== true)
    throw new LotseError('session-lost', 'This launch did not lead to a learning path.', { detail: 'visit: no path' });
  const enter = await followAttempt(visit, 'path');
  const attempt = await attempts.ensure({ organisation, actor: agentKey(principal.actor), contentId, placement });
  await enter(attempt.registration);
  return visits.openVisit(organisation, visitAt(visit, unitOf(attempt)));
}

/** Opens a preview of a content: no attempt, no statement, no learner state, no grade. */
export async function previewUnit(
  { visits }: Pick<UnitParts, 'visits'>,
  visit: Visit,
  content: { readonly id: string; readonly version: number },
): Promise<Preview> {
  const { wayIn: _, ...looking } = visitAt(visit, {
    registration: newUuid(),
    content: { id: content.id, version: content.version },
  });
  const { token } = await visits.openVisit(visit.organisation, looking, {
    isReadOnly: true,
    lifetimeMs: previewLifetimeMs,
  });
  return { token, session: JSON.stringify(looking) };
}
