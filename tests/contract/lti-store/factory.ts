import { afterEach, beforeEach } from '@jest/globals';
import { organisationId } from '../../../lrs/store/index.js';
import type { GradeColumn, GradeScore, Login, LtiStore, Placement, Platform } from '../../../lti-tool/store/index.js';

/** Opens a fresh, empty store of the adapter under test. */
export type LtiStoreFactory = () => Promise<{ readonly store: LtiStore; close(): Promise<void> }>;

/** Hands every test of the block a store of its own, and closes it afterwards. */
export function eachOnFreshStore(open: LtiStoreFactory, use: (store: LtiStore) => void): void {
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    close = opened.close;
    use(opened.store);
  });
  afterEach(() => close());
}

export const nord = organisationId('nordwerk')!;
export const sued = organisationId('suedwerk')!;

/** ISO 8601 UTC, some minutes after a fixed instant. */
export const instant = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString();

export function platform(overrides: Partial<Platform> = {}): Platform {
  return {
    id: 'p1',
    organisation: nord,
    issuer: 'https://lms.example',
    clientId: 'c1',
    deploymentIds: ['d1'],
    authenticationEndpoint: 'https://lms.example/auth',
    tokenEndpoint: 'https://lms.example/token',
    jwksUri: 'https://lms.example/jwks',
    name: 'Moodle Nordwerk',
    kind: 'moodle',
    active: true,
    created: instant(0),
    ...overrides,
  };
}

export function login(overrides: Partial<Login> = {}): Login {
  return {
    stateHash: 's1',
    nonce: 'n1',
    bindingHash: 'b1',
    organisation: nord,
    platform: 'p1',
    initiation: 'iss=x',
    expires: instant(10),
    ...overrides,
  };
}

export function placement(overrides: Partial<Placement> = {}): Placement {
  return {
    registration: 'r1',
    platform: 'p1',
    deploymentId: 'd1',
    issuer: 'https://lms.example',
    subject: 'aylin',
    graded: true,
    launched: instant(0),
    ...overrides,
  };
}

export function score(overrides: Partial<GradeScore & { id: string }> = {}): GradeScore & { id: string } {
  return {
    id: 'g1',
    organisation: nord,
    platform: 'p1',
    deploymentId: 'd1',
    lineItem: 'https://lms.example/items/1',
    subject: 'aylin',
    registration: 'r1',
    statement: 'st1',
    scoreGiven: 60,
    scoreMaximum: 100,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: instant(1),
    ...overrides,
  };
}

export function column(overrides: Partial<GradeColumn> = {}): GradeColumn {
  return {
    platform: 'p1',
    deploymentId: 'd1',
    resourceLinkId: 'l1',
    queueKey: 'place:l1',
    container: 'https://lms.example/items',
    make: true,
    ...overrides,
  };
}
