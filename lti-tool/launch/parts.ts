import type { Clock, Logger } from '../../base/index.js';
import type { H5pContent } from '../../h5p-content/index.js';
import type { Access } from '../../lrs/index.js';
import type { PeopleStore } from '../../people/index.js';
import type { Platforms } from '../platform/index.js';
import type { ToolStore } from '../store/index.js';

/** What a launch is made of. */
export interface LaunchParts {
  readonly store: ToolStore;
  readonly people: Pick<PeopleStore, 'introducePeople' | 'findPersonByIdentity'>;
  readonly platforms: Platforms;
  readonly lrs: { readonly access: Pick<Access, 'issueGrant' | 'resolveToken' | 'principalOf'> };
  readonly content: {
    readonly catalogue: Pick<H5pContent['catalogue'], 'find'>;
    readonly attempts: Pick<H5pContent['attempts'], 'current' | 'standing' | 'startOver'>;
  };
  readonly clock: Clock;
  readonly logger: Logger;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Hours for which a launch is good. */
  readonly hours: number;
  /** Launches a second that may come from one address; 0 or left out: no limit. */
  readonly launchRate?: number;
}

/** The one address that LMSs register as redirect URI. */
export function launchUrl(publicUrl: string): string {
  return `${publicUrl}/lti/launch`;
}

/** What tells the places of one content apart: an attempt belongs to one of them. */
export function attemptPlacement(place: {
  readonly platformId: string;
  readonly deploymentId: string;
  readonly resourceLinkId?: string | undefined;
}): string {
  return JSON.stringify([place.platformId, place.deploymentId, place.resourceLinkId ?? null]);
}
