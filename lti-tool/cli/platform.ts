import type { Command } from 'commander';
import type { OrganisationId } from '../../lrs/index.js';
import type { Lotse } from '../main.js';
import type { PlatformRegistration } from '../platform/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

interface AddOptions extends CommonOptions, Omit<PlatformRegistration, 'deploymentIds'> {
  readonly organisation: string;
  readonly deploymentId: string[];
}

/** The organisation to invite for, made with its starter content where it is new and has a name. */
async function invitedOrganisation(lotse: Lotse, { organisation: id, name }: { readonly organisation: string; readonly name?: string }): Promise<OrganisationId> {
  if (name === undefined) return existingOrganisation(lotse, id);
  const known = (await lotse.store.access.listOrganisations()).find((each) => each.id === id);
  if (known !== undefined) return known.id;
  const organisation = await lotse.lrs.access.createOrganisation({ id, name });
  await lotse.content.installStarter(organisation.id);
  return organisation.id;
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
  noun.command('invite')
    .description('prints a link by which one LMS connects itself (dynamic registration); good for seven days and one use')
    .requiredOption('--organisation <id>', 'an existing one, or with --name a new one')
    .option('--name <name>', 'creates the organisation under this name if there is none yet')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string; name?: string }) => withLotse(options, async (lotse, output) => {
      const organisation = await invitedOrganisation(lotse, options);
      const { url, expires } = await lotse.invite(organisation);
      output.result({ organisation, url, expires }, [
        `In der Lernplattform als Tool-URL eintragen / to be entered in the LMS as tool URL (gilt bis / valid until ${expires.slice(0, 16).replace('T', ' ')} UTC):`, url,
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
