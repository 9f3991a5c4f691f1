import { LotseError } from '../../../lrs/base/index.js';
import type { Login, Platform } from '../../store/index.js';
import type { LaunchParts } from '../parts.js';
import type { LaunchMessage } from './read-message.js';

/**
 * The registration that the login began with.
 * @throws LotseError `platform-inactive` where it has been switched off, `unknown-platform` where it is gone
 */
export async function findActivePlatform({ platforms }: Pick<LaunchParts, 'platforms'>, login: Login): Promise<Platform> {
  const platform = await platforms.find(login.organisation, login.platform);
  if (platform.active) return platform;
  throw new LotseError('platform-inactive', 'This LMS has been switched off.', { detail: 'launch: platform switched off' });
}

/**
 * The deployment must be one that the organisation accepted, and the one the login began with if it named one.
 * @throws LotseError `invalid-launch`
 */
export function checkDeployment(platform: Platform, login: Login, message: LaunchMessage): void {
  const begun = new URLSearchParams(login.initiation).get('lti_deployment_id');
  if (platform.deploymentIds.includes(message.deploymentId) && (begun === null || begun === message.deploymentId)) return;
  throw new LotseError('invalid-launch', 'The LMS sent a launch of a deployment that was not accepted.', {
    detail: begun !== null && begun !== message.deploymentId ? 'launch: deployment is not that of the login' : 'launch: deployment not accepted',
  });
}
