import { Option, type Command } from 'commander';
import { LotseError, systemClock, type OrganisationId } from '../../lrs/index.js';
import type { Lotse } from '../main.js';
import type { PlatformRegistration } from '../platform/index.js';
import { findingSentences, launchFinding, testConnection, toolAddresses, type Finding } from '../registration/index.js';
import { platformKinds, type PlatformKind } from '../store/index.js';
import { existingOrganisation, type CommonOptions, withLotse } from './context.js';
import { table } from './output.js';

interface AddOptions extends CommonOptions, Partial<Omit<PlatformRegistration, 'deploymentIds' | 'clientId' | 'kind'>> {
  readonly organisation: string;
  readonly kind: PlatformKind;
  readonly baseUrl?: string;
  readonly layout?: string;
  readonly clientId: string;
  readonly deploymentId: string[];
}

interface OneOptions extends CommonOptions {
  readonly organisation: string;
  readonly platform: string;
}

/** The addresses of an LMS by its own, as far as they are not given one by one. */
function registrationOf({ platforms }: Lotse, { kind, baseUrl, layout, organisation: _organisation, json: _json, deploymentId, ...given }: AddOptions): PlatformRegistration {
  const adapter = platforms.adapters.of(kind);
  const layouts = baseUrl === undefined ? [] : adapter.endpointsFrom(baseUrl);
  const chosen = layouts.find((each) => each.layout === layout) ?? layouts[0];
  if (layout !== undefined && chosen?.layout !== layout) {
    throw new LotseError('bad-request', `There is no layout "${layout}". Layouts are: ${layouts.map((each) => each.layout).join(', ') || 'none'}.`, { path: 'layout' });
  }
  const { layout: _layout, openidConfiguration: _configuration, ...endpoints } = chosen ?? { layout: '', openidConfiguration: '' };
  const name = baseUrl !== undefined && URL.canParse(baseUrl) ? { name: `${adapter.product} (${new URL(baseUrl).host})` } : {};
  // What is missing is named by the check that every registration goes through.
  return { ...name, ...endpoints, ...given, kind, deploymentIds: deploymentId } as PlatformRegistration;
}

/** The organisation to invite for, made with its starter content where it is new and has a name. */
async function invitedOrganisation(lotse: Lotse, { organisation: id, name }: { readonly organisation: string; readonly name?: string }): Promise<OrganisationId> {
  return name === undefined ? existingOrganisation(lotse, id) : lotse.organisations.ensure({ id, name });
}

/** A finding with its sentences. */
function inWords(finding: Finding) {
  return { ...finding, de: findingSentences('de', finding), en: findingSentences('en', finding) };
}

/** Its sentences as lines, and below them the value to copy. */
function sentencesOf({ de, en, copy }: ReturnType<typeof inWords>): readonly string[] {
  return [`  ${de.what}`, `  → ${de.todo}`, `  ${en.what}`, `  → ${en.todo}`, ...(copy === undefined ? [] : [`  ${copy}`])];
}

/** `lotse platform …` */
export function platformCommands(program: Command): void {
  const noun = program.command('platform').description('Lernplattformen / learning platforms (LTI 1.3)');
  noun.command('add')
    .description('connects a learning platform by hand; prints the addresses to enter there')
    .requiredOption('--organisation <id>')
    .requiredOption('--client-id <id>', 'what the learning platform calls Lotse')
    .requiredOption('--deployment-id <id...>', 'one or more')
    .addOption(new Option('--kind <kind>', 'what it is made of').choices(platformKinds).default('generic'))
    .option('--base-url <url>', 'address of its start page; with --kind moodle or ilias it fills in the addresses below')
    .option('--layout <layout>', 'which version\'s addresses, where versions differ')
    .option('--issuer <iss>', 'the learning platform\'s issuer')
    .option('--authentication-endpoint <url>', 'OIDC authentication request')
    .option('--token-endpoint <url>', 'OAuth 2.0 access token')
    .option('--jwks-uri <url>', 'the learning platform\'s public keys')
    .option('--name <name>', 'the name people read')
    .option('--authorization-server <aud>', 'audience of token requests, where it is not the token endpoint')
    .option('--json', 'print JSON')
    .action((options: AddOptions) => withLotse(options, async (lotse, output) => {
      const organisation = await existingOrganisation(lotse, options.organisation);
      const platform = await lotse.platforms.register(organisation, registrationOf(lotse, options));
      const addresses = toolAddresses(lotse.configuration.publicUrl, organisation);
      output.result({ id: platform.id, ...addresses }, [
        `Verbunden / connected: ${platform.name}`,
        ...table([['Login-URL', addresses.login], ['Launch-URL, Redirect-URI', addresses.launch], ['JWKS-URL', addresses.keys]]),
        `Prüfen / test: npx lotse platform test --organisation ${organisation} --platform ${platform.id}`,
      ]);
    }));
  noun.command('test')
    .description('tries the connection to a learning platform and says what is wrong')
    .requiredOption('--organisation <id>')
    .requiredOption('--platform <id>', 'see: npx lotse platform list')
    .option('--json', 'print JSON')
    .action((options: OneOptions) => withLotse(options, async (lotse, output) => {
      const { platforms, configuration: { publicUrl } } = lotse;
      const platform = await platforms.find(await existingOrganisation(lotse, options.organisation), options.platform);
      const { works, findings } = await testConnection({ platforms, clock: systemClock, publicUrl }, platform);
      const worded = findings.map(inWords);
      output.result({ works, findings: worded }, [
        ...(works ? ['Die Verbindung funktioniert. / The connection works.'] : []),
        ...worded.flatMap((finding) => ['', `${finding.severity}  ${finding.code}`, ...sentencesOf(finding)]),
      ]);
      if (!works) throw new LotseError('platform-unreachable', 'Die Verbindung funktioniert noch nicht. / The connection does not work yet.');
    }));
  for (const [name, active, description] of [['deactivate', false, 'lets nobody in from this learning platform any more'], ['activate', true, 'lets people in from this learning platform again']] as const) {
    noun.command(name)
      .description(description)
      .requiredOption('--organisation <id>')
      .requiredOption('--platform <id>', 'see: npx lotse platform list')
      .option('--json', 'print JSON')
      .action((options: OneOptions) => withLotse(options, async (lotse, output) => {
        const organisation = await existingOrganisation(lotse, options.organisation);
        const platform = await lotse.platforms.find(organisation, options.platform);
        await lotse.platforms.change(organisation, platform.id, { active });
        output.result({ id: platform.id, active }, [`${platform.name}: ${active ? 'eingeschaltet / on' : 'abgeschaltet / off'}`]);
      }));
  }
  noun.command('invite')
    .description('prints a link by which one learning platform connects itself (dynamic registration); good for seven days and one use')
    .requiredOption('--organisation <id>', 'an existing one, or with --name a new one')
    .option('--name <name>', 'creates the organisation under this name if there is none yet')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string; name?: string }) => withLotse(options, async (lotse, output) => {
      const organisation = await invitedOrganisation(lotse, options);
      const { url, expires } = await lotse.invite(organisation);
      output.result({ organisation, url, expires }, [
        `In der Lernplattform als Tool-URL eintragen / to be entered in the learning platform as tool URL (gilt bis / valid until ${expires.slice(0, 16).replace('T', ' ')} UTC):`, url,
      ]);
    }));
  noun.command('list')
    .description('lists the learning platforms of an organisation')
    .requiredOption('--organisation <id>')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { organisation: string }) => withLotse(options, async (lotse, output) => {
      const organisation = await existingOrganisation(lotse, options.organisation);
      const [platforms, traces] = await Promise.all([lotse.platforms.list(organisation), lotse.platforms.launches.list(organisation)]);
      const listed = platforms.map((platform) => {
        const seen = traces.get(platform.id) ?? {};
        return { ...platform, launches: { ...seen, finding: inWords(launchFinding(seen, { now: systemClock.now(), publicUrl: lotse.configuration.publicUrl })) } };
      });
      const rows = table(listed.map(({ id, name, kind, issuer, clientId, active }) => [id, name, kind, issuer, clientId, active ? '' : 'ruht / inactive']));
      output.result(listed, rows.flatMap((row, index) => [row, ...sentencesOf(listed[index]!.launches.finding)]));
    }));
}
