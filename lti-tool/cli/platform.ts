import type { Command } from 'commander';
import type { PlatformRegistration } from '../platform/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

interface AddOptions extends CommonOptions, Omit<PlatformRegistration, 'deploymentIds'> {
  readonly organisation: string;
  readonly deploymentId: string[];
}

/** `lotse platform …` */
export function platformCommands(program: Command): void {
  const noun = program.command('platform').description('Lernsysteme / learning platforms (LTI 1.3)');
  noun.command('add')
    .description('connects an LMS; prints the addresses to enter there')
    .requiredOption('--organisation <id>')
    .requiredOption('--issuer <iss>', 'the LMS\'s issuer')
    .requiredOption('--client-id <id>', 'what the LMS calls Lotse')
    .requiredOption('--deployment-id <id...>', 'one or more')
    .requiredOption('--authentication-endpoint <url>', 'OIDC authentication request')
    .requiredOption('--token-endpoint <url>', 'OAuth 2.0 access token')
    .requiredOption('--jwks-uri <url>', 'the LMS\'s public keys')
    .requiredOption('--name <name>', 'the name people read')
    .option('--kind <kind>', 'moodle, ilias, demo or generic', 'generic')
    .option('--authorization-server <aud>', 'audience of token requests, where it is not the token endpoint')
    .option('--json', 'print JSON')
    .action(({ organisation: given, deploymentId, json, ...registration }: AddOptions) => withLotse(json === undefined ? {} : { json }, async (lotse, output) => {
      const organisation = await existingOrganisation(lotse, given);
      const platform = await lotse.platforms.register(organisation, { ...registration, deploymentIds: deploymentId });
      const { publicUrl } = lotse.configuration;
      const addresses = { login: `${publicUrl}/lti/login`, launch: `${publicUrl}/lti/launch`, keys: `${publicUrl}/lti/keys` };
      output.result({ id: platform.id, ...addresses }, [
        `Verbunden / connected: ${platform.name}`,
        ...table([['Login-URL', addresses.login], ['Launch-URL, Redirect-URI', addresses.launch], ['JWKS-URL', addresses.keys]]),
      ]);
    }));
  noun.command('list')
    .description('lists the LMSs of an organisation')
    .requiredOption('--organisation <id>')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string }) => withLotse(options, async (lotse, output) => {
      const platforms = await lotse.platforms.list(await existingOrganisation(lotse, options.organisation));
      output.result(platforms, table(platforms.map(({ name, kind, issuer, clientId, active }) => [name, kind, issuer, clientId, active ? '' : 'ruht / inactive'])));
    }));
}
