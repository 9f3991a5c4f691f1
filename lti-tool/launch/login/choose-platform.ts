import { LotseError } from '../../../lrs/base/index.js';
import type { Platforms } from '../../platform/index.js';
import type { Platform } from '../../store/index.js';
import type { Initiation } from './read-initiation.js';

function unknown(detail: string): LotseError {
  return new LotseError('unknown-platform', 'No organisation has registered this learning platform with this client id and deployment.', { detail });
}

async function candidates(platforms: Platforms, { iss, client_id: clientId }: Initiation): Promise<readonly Platform[]> {
  if (clientId === undefined) return platforms.findByIssuer(iss);
  const platform = await platforms.findByClient(iss, clientId);
  return platform === undefined ? [] : [platform];
}

/**
 * The registration that a login belongs to. Without `client_id`, which the specification leaves optional, the
 * issuer (and the deployment, where it is named) must leave one choice.
 * @throws LotseError `unknown-platform`, or `platform-inactive` where it is there and switched off
 */
export async function choosePlatform(platforms: Platforms, initiation: Initiation): Promise<Platform> {
  const registered = await candidates(platforms, initiation);
  if (registered.length === 0) throw unknown('login: issuer and client id not registered');
  const active = registered.filter((platform) => platform.active);
  if (active.length === 0) throw new LotseError('platform-inactive', 'This learning platform has been switched off.', { detail: 'login: platform switched off' });
  const deployment = initiation.lti_deployment_id;
  // One that has no deployment yet takes its first from a genuine launch, which this is not.
  const deployed = deployment === undefined ? active : active.filter(({ deploymentIds }) => deploymentIds.length === 0 || deploymentIds.includes(deployment));
  if (deployed.length === 0) throw unknown('login: deployment not accepted');
  if (deployed.length > 1) throw unknown('login: without client_id, and the issuer is registered more than once');
  return deployed[0]!;
}
