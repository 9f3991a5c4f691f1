import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import type { Answer } from './http-peer.js';
import { claim, type PlatformPeer } from './platform-peer.js';
import { projectRoot } from './project-root.js';

/** An answer of Moodle's services as it was recorded. */
export interface RecordedAnswer {
  readonly url?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it was JSON. */
  readonly body: unknown;
}

type Launches = Readonly<
  Record<
    'learner' | 'learnerWithoutName' | 'trainer' | 'administrator' | 'pageWithOwnColumn' | 'deepLinking',
    JWTPayload
  >
>;
type Services = Readonly<
  Record<'memberships' | 'membershipsPage' | 'token' | 'score' | 'scoreOfSameTime' | 'scoreOfTrainer', RecordedAnswer>
>;
type Registration = Readonly<Record<'configuration' | 'registered' | 'tokenUsed', RecordedAnswer>>;
type Initiations = Readonly<Record<'resourceLink' | 'deepLinking', Readonly<Record<string, string>>>>;

/** All that was recorded. */
export interface RecordedMoodle {
  readonly initiations: Initiations;
  readonly launches: Launches;
  readonly services: Services;
  readonly registration: Registration;
}

/**
 * What a real Moodle 5.1 sent, recorded from one that ran. Its address, keys, tokens, session keys and client id have
 * been replaced; nothing else has been changed.
 * @param url stands in for the address of that Moodle
 */
export function recordedMoodle(url: string): RecordedMoodle {
  const read = (name: string): unknown =>
    JSON.parse(
      readFileSync(join(projectRoot, 'tests', 'recorded', 'moodle-5.1', `${name}.json`), 'utf8').replaceAll(
        'https://moodle.example',
        url,
      ),
    );
  return {
    initiations: read('initiations') as Initiations,
    launches: read('launches') as Launches,
    services: read('services') as Services,
    registration: read('registration') as Registration,
  };
}

/** Recorded claims as the peer would send them for a login of now. */
export function claimsOfNow(peer: PlatformPeer, recorded: JWTPayload, nonce: string): JWTPayload {
  const now = Math.floor(peer.now() / 1000);
  return {
    ...recorded,
    aud: peer.clientId,
    [claim('deployment_id')]: peer.deploymentId,
    nonce,
    iat: now,
    exp: now + 60,
  };
}

/** Sends what was recorded, header bytes included. */
export function replay({ status, headers, body }: RecordedAnswer): Answer {
  return (request, response) => {
    request.resume();
    response.writeHead(
      status,
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')]),
      ),
    );
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}
