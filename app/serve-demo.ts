import { join } from 'node:path';
import { type Logger, LotseError, systemClock } from '../base/index.js';
import type { OrganisationId } from '../lrs/index.js';
import { toolAddresses } from '../lti-tool/index.js';
import { listen, type ListeningServer } from '../web/index.js';
import { createDemoLms } from './demo-lms/index.js';
import type { Lotse } from './lotse.js';

const demoOrganisation = { id: 'demo', name: 'Demo-Netzwerk' };

/**
 * The demo: an organisation with the starter content, and a small LMS on an address of its own that is registered
 * for it. Harmless if all of that exists.
 */
export async function serveDemo(
  { configuration, organisations, platforms }: Lotse,
  logger: Logger,
): Promise<ListeningServer> {
  const { demoUrl, demoPort, publicUrl, data, host } = configuration;
  const { id: organisation } = await organisations.provision(demoOrganisation);
  const demo = await createDemoLms({
    url: demoUrl,
    toolUrl: publicUrl,
    toolKeysUrl: toolAddresses(publicUrl, organisation).keys,
    statePath: join(data, 'demo-lms.json'),
    clock: systemClock,
    logger,
  });
  await register(platforms, organisation, demo.platform);
  return listen(demo.app, { host, port: demoPort });
}

async function register(
  platforms: Lotse['platforms'],
  organisation: OrganisationId,
  platform: Awaited<ReturnType<typeof createDemoLms>>['platform'],
): Promise<void> {
  const existing = await platforms.findByClient(platform.issuer, platform.clientId);
  if (existing !== undefined) return;
  try {
    await platforms.register(organisation, {
      issuer: platform.issuer,
      clientId: platform.clientId,
      deploymentIds: [platform.deploymentId],
      authenticationEndpoint: platform.authUrl,
      tokenEndpoint: platform.tokenUrl,
      jwksUri: platform.jwksUrl,
      name: platform.name,
      kind: 'demo',
    });
  } catch (caught) {
    // Another process of this installation was faster.
    if (!(caught instanceof LotseError && caught.code === 'conflict')) throw caught;
  }
}
