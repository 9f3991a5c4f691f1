import { isoNow, LotseError } from '../../../base/index.js';
import type { Login, Platform } from '../../store/index.js';
import type { LaunchMessage } from '../message/parse-launch-message.js';
import type { LaunchParts } from '../parts.js';

/**
 * The registration that the login began with.
 * @throws LotseError `platform-inactive` if it has been switched off, `unknown-platform` if it is gone
 */
export async function findActivePlatform(
  { platforms }: Pick<LaunchParts, 'platforms'>,
  login: Login,
): Promise<Platform> {
  const platform = await platforms.find(login.organisation, login.platform);
  if (platform.active) return platform;
  throw new LotseError('platform-inactive', 'This learning platform has been switched off.', {
    detail: 'launch: platform switched off',
  });
}

/**
 * The deployment must be one that the organisation accepted, or the first of a platform that named none when it
 * registered; and the one the login began with if it named one. Any other is shown to the organisation, which decides.
 * @throws LotseError `invalid-launch`
 */
export async function checkDeployment(
  { store, clock }: Pick<LaunchParts, 'store' | 'clock'>,
  platform: Platform,
  login: Login,
  message: LaunchMessage,
): Promise<void> {
  const begun = new URLSearchParams(login.initiation).get('lti_deployment_id');
  if (begun === null || begun === message.deploymentId) {
    if (platform.deploymentIds.includes(message.deploymentId)) return;
    if (
      (await store.platforms.meetDeployment(
        platform.organisation,
        platform.id,
        message.deploymentId,
        isoNow(clock),
      )) === 'accepted'
    )
      return;
  }
  throw new LotseError('invalid-launch', 'The learning platform sent a launch of a deployment that was not accepted.', {
    detail:
      begun !== null && begun !== message.deploymentId
        ? 'launch: deployment is not that of the login'
        : 'launch: deployment not accepted',
  });
}
