import { LotseError } from '../../../base/index.js';
import type { Platforms } from '../../platform/index.js';
import type { Platform } from '../../store/index.js';
import type { Initiation } from './parse-initiation.js';

function unknown(detail: string): LotseError {
  return new LotseError(
    'unknown-platform',
    'No organisation has registered this learning platform with this client id and deployment.',
    { detail },
  );
}

function ambiguous(detail: string): LotseError {
  return new LotseError(
    'ambiguous-platform',
    'Several registrations of this learning platform fit, and the login does not say which one is meant. It needs client_id, or an lti_deployment_id that only one of them has.',
    { path: 'client_id', detail },
  );
}

function accepts(deployment: string | undefined): (platform: Platform) => boolean {
  return ({ deploymentIds }) => deployment !== undefined && deploymentIds.includes(deployment);
}

/**
 * Those of an issuer's registrations that a login without `client_id` can mean. Our own target link may name one of them, where
 * an administrator has written `?client_id=…` behind it; a deployment is the business of those who accepted it.
 * @throws LotseError `ambiguous-platform` if the target link names one registration and the deployment another
 */
function meant(registered: readonly Platform[], initiation: Initiation): readonly Platform[] {
  const named = new URL(initiation.target_link_uri).searchParams.get('client_id');
  const linked = registered.filter(({ clientId }) => clientId === named);
  const deployed = registered.filter(accepts(initiation.lti_deployment_id));
  if (linked.length === 0) return deployed.length === 0 ? registered : deployed;
  if (deployed.length > 0 && !deployed.includes(linked[0]!))
    throw ambiguous('login: target link and deployment name different registrations');
  return linked;
}

/**
 * Without `client_id` the rest has to leave one choice. Which organisation is meant is never guessed: one that has switched
 * the LMS off counts like any other, or its people would end up with the one that has not.
 */
function resolve(registered: readonly Platform[], initiation: Initiation): readonly Platform[] {
  const possible = meant(registered, initiation);
  if (new Set(possible.map(({ organisation }) => organisation)).size > 1)
    throw ambiguous('login: without client_id, and registrations of several organisations fit');
  return possible;
}

async function candidates(platforms: Platforms, initiation: Initiation): Promise<readonly Platform[]> {
  const { iss, client_id: clientId } = initiation;
  if (clientId === undefined) return resolve(await platforms.findByIssuer(iss), initiation);
  const platform = await platforms.findByClient(iss, clientId);
  return platform === undefined ? [] : [platform];
}

/**
 * The registration that a login belongs to. The specification leaves `client_id` optional (LTI 1.3 §4.1.3, LTI security
 * §5.1.1.1); without it, deployment and target link must leave one choice.
 * @throws LotseError `unknown-platform`; `platform-inactive` if it is there and switched off; `ambiguous-platform` if
 * several fit
 */
export async function choosePlatform(platforms: Platforms, initiation: Initiation): Promise<Platform> {
  const registered = await candidates(platforms, initiation);
  if (registered.length === 0) throw unknown('login: issuer and client id not registered');
  const active = registered.filter((platform) => platform.active);
  if (active.length === 0)
    throw new LotseError('platform-inactive', 'This learning platform has been switched off.', {
      detail: 'login: platform switched off',
    });
  // A client is one registration. A deployment that it has not accepted is the launch's business: that is signed, and shown to the organisation.
  if (initiation.client_id !== undefined) return active[0]!;
  const deployment = initiation.lti_deployment_id;
  // One that has no deployment yet takes its first from a genuine launch, which this is not.
  const deployed =
    deployment === undefined
      ? active
      : active.filter((platform) => platform.deploymentIds.length === 0 || accepts(deployment)(platform));
  if (deployed.length === 0) throw unknown('login: deployment not accepted');
  if (deployed.length > 1)
    throw ambiguous('login: without client_id, and several registrations of the organisation fit');
  return deployed[0]!;
}
