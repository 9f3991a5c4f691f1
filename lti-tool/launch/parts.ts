import type { Clock, Logger } from '../../base/index.js';
import type { AgentKey, OrganisationId } from '../../lrs/index.js';
import type { PeopleStore, Visits } from '../../people/index.js';
import type { Platforms } from '../platform/index.js';
import type { LtiStore } from '../store/index.js';

/** Where somebody's attempt at a content is placed. */
export interface LaunchAttemptKey {
  readonly organisation: OrganisationId;
  /** The learner, as in the statements. */
  readonly actor: AgentKey;
  readonly contentId: string;
  /** {@link attemptPlacement} */
  readonly placement: string;
}

/** The content services that launches need. */
export interface LaunchContents {
  readonly catalogue: {
    find(organisation: OrganisationId, id: string): Promise<LaunchedContent | undefined>;
  };
  readonly attempts: {
    /**
     * The attempt that stands at this place, finished or not, or a new one.
     * @param registration what a new one is called, a UUID; left out: one is made
     * @throws LotseError `unknown-content`
     */
    ensure(place: LaunchAttemptKey, registration?: string): Promise<LaunchedAttempt>;
    /** The attempt that stands at this place. Nothing is written. */
    findCurrent(place: LaunchAttemptKey): Promise<LaunchedAttempt | undefined>;
  };
}

/** A content in its current version. */
export interface LaunchedContent {
  readonly id: string;
  readonly version: number;
}

/** An attempt at a version of a content. */
export interface LaunchedAttempt {
  readonly registration: string;
  readonly contentId: string;
  readonly version: number;
}

/** The pages that a launch can lead to, as paths of our origin. */
export interface LaunchPages {
  readonly unit: string;
  readonly path: string;
  readonly matrix: string;
  readonly team: string;
  readonly picker: string;
  /** A learner's matrix, for whoever runs the course. @param person our id */
  learner(person: string): string;
  /** A person's attempts at a content: the learner's, for an instructor; without one, the visitor's own. */
  attempt(content: string, person?: string): string;
}

/** Dependencies of launches. */
export interface LaunchParts {
  readonly store: LtiStore;
  readonly people: Pick<PeopleStore, 'ensurePersons' | 'findPersonByIdentity'>;
  readonly platforms: Platforms;
  readonly visits: Pick<Visits, 'openVisit' | 'setVisit' | 'enterVisit' | 'scriptsOf'>;
  readonly content: LaunchContents;
  readonly pages: LaunchPages;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Launches a second that may come from one address; 0 or left out: no limit. */
  readonly launchRate?: number;
}

/** The one address that LMSs register as redirect URI. */
export function launchUrl(publicUrl: string): string {
  return `${publicUrl}/lti/launch`;
}

/** Distinguishes the places of one content: an attempt belongs to one of them. */
export function attemptPlacement(place: {
  readonly platformId: string;
  readonly deploymentId: string;
  readonly resourceLinkId?: string | undefined;
}): string {
  return JSON.stringify([place.platformId, place.deploymentId, place.resourceLinkId ?? null]);
}
