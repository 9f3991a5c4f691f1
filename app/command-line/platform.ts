import { Option, type Command } from 'commander';
import { systemClock } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import {
  type Finding,
  findingSentences,
  launchFinding,
  type Platform,
  type PlatformKind,
  platformKinds,
  type PlatformRegistration,
  testConnection,
  toolAddresses,
} from '../../lti-tool/index.js';
import type { Lotse } from '../lotse.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { rows, table } from './output.js';
import { both, common, Refusal, see } from './words.js';

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

/** The required values of a registration, with the names of their options. */
const needed = [
  ['name', '--name'],
  ['issuer', '--issuer'],
  ['authenticationEndpoint', '--authentication-endpoint'],
  ['tokenEndpoint', '--token-endpoint'],
  ['jwksUri', '--jwks-uri'],
] as const satisfies readonly (readonly [keyof PlatformRegistration, string])[];

/** The addresses of an LMS, derived from its own unless given one by one. */
function registrationOf(
  { platforms }: Lotse,
  { kind, baseUrl, layout, organisation: _organisation, json: _json, deploymentId, ...given }: AddOptions,
): PlatformRegistration {
  const adapter = platforms.adapters.of(kind);
  const layouts = baseUrl === undefined ? [] : adapter.endpointsFrom(baseUrl);
  const chosen = layouts.find((each) => each.layout === layout) ?? layouts[0];
  if (layout !== undefined && chosen?.layout !== layout) {
    const known = layouts.map((each) => `"${each.layout}"`).join(', ');
    throw known === ''
      ? new Refusal(
          '--layout braucht --base-url, und mit --kind eine Lernplattform, deren Versionen sich unterscheiden.',
          '--layout needs --base-url, and with --kind a learning platform whose versions differ.',
          { exitCode: 2 },
        )
      : new Refusal(
          `--layout „${layout}“ gibt es nicht. Es gibt: ${known}.`,
          `There is no --layout "${layout}". There are: ${known}.`,
          { exitCode: 2 },
        );
  }
  const {
    layout: _layout,
    openidConfiguration: _configuration,
    ...endpoints
  } = chosen ?? { layout: '', openidConfiguration: '' };
  const name =
    baseUrl !== undefined && URL.canParse(baseUrl) ? { name: `${adapter.product} (${new URL(baseUrl).host})` } : {};
  const whole: Partial<PlatformRegistration> = { ...name, ...endpoints, ...given, kind, deploymentIds: deploymentId };
  const missing = needed
    .filter(([property]) => whole[property] === undefined)
    .map(([, option]) => option)
    .join(', ');
  if (missing === '') return whole as PlatformRegistration;
  throw new Refusal(
    `Es fehlt: ${missing}. Bei Moodle und ILIAS genügt stattdessen --base-url mit --kind.`,
    `Missing: ${missing}. For Moodle and ILIAS, --base-url with --kind is enough instead.`,
    { exitCode: 2 },
  );
}

/** The LMS that a command names. */
async function existingPlatform(lotse: Lotse, { organisation, platform }: OneOptions): Promise<Platform> {
  const found = (await lotse.platforms.list(await existingOrganisation(lotse, organisation))).find(
    ({ id }) => id === platform,
  );
  if (found === undefined)
    throw new Refusal(
      `Die Organisation „${organisation}“ hat keine Lernplattform „${platform}“.`,
      `The organisation "${organisation}" has no learning platform "${platform}".`,
      { see: `npx lotse platform list --organisation ${organisation}` },
    );
  return found;
}

/** The organisation to invite for, created with its starter content if it is new and has a name. */
async function invitedOrganisation(
  lotse: Lotse,
  { organisation: id, name }: { readonly organisation: string; readonly name?: string },
): Promise<OrganisationId> {
  return name === undefined ? existingOrganisation(lotse, id) : lotse.organisations.ensure({ id, name });
}

/** A finding with its sentences. */
function inWords(finding: Finding) {
  return { ...finding, de: findingSentences('de', finding), en: findingSentences('en', finding) };
}

/** Its sentences as lines, and below them the value to copy. */
function linesOf({ de, en, copy }: ReturnType<typeof inWords>): readonly string[] {
  return [
    `  ${de.what}`,
    `  → ${de.todo}`,
    `  ${en.what}`,
    `  → ${en.todo}`,
    ...(copy === undefined ? [] : [`  ${copy}`]),
  ];
}

/** `lotse platform activate`, `lotse platform deactivate` */
function switchCommands(noun: Command): void {
  const descriptions = {
    deactivate: both(
      'lässt niemanden mehr von dieser Lernplattform herein',
      'lets nobody in from this learning platform any more',
    ),
    activate: both(
      'lässt wieder Leute von dieser Lernplattform herein',
      'lets people in from this learning platform again',
    ),
  };
  for (const name of ['deactivate', 'activate'] as const) {
    const active = name === 'activate';
    noun
      .command(name)
      .description(descriptions[name])
      .requiredOption(...common.organisation)
      .requiredOption('--platform <id>', see('npx lotse platform list'))
      .option(...common.json)
      .action((options: OneOptions) =>
        withLotse(options, async (lotse, output) => {
          const platform = await existingPlatform(lotse, options);
          await lotse.platforms.change(platform.organisation, platform.id, { active });
          output.result({ id: platform.id, active }, [
            `${platform.name}: ${active ? 'eingeschaltet / on' : 'abgeschaltet / off'}`,
          ]);
        }),
      );
  }
}

function addPlatform(options: AddOptions): Promise<void> {
  return withLotse(options, async (lotse, output) => {
    const organisation = await existingOrganisation(lotse, options.organisation);
    const platform = await lotse.platforms.register(organisation, registrationOf(lotse, options));
    const addresses = toolAddresses(lotse.configuration.publicUrl, organisation);
    output.result({ id: platform.id, ...addresses }, [
      `Verbunden / connected: ${platform.name}`,
      ...table([
        ['Login-URL', addresses.login],
        ['Launch-URL, Redirect-URI', addresses.launch],
        ['JWKS-URL', addresses.keys],
      ]),
      `Prüfen / test: npx lotse platform test --organisation ${organisation} --platform ${platform.id}`,
    ]);
  });
}

/** `lotse platform add` */
function addCommand(noun: Command): void {
  noun
    .command('add')
    .description(
      both(
        'verbindet eine Lernplattform von Hand und nennt die Adressen, die dort einzutragen sind',
        'connects a learning platform by hand; prints the addresses to enter there',
      ),
    )
    .requiredOption(...common.organisation)
    .requiredOption(
      '--client-id <id>',
      both('wie die Lernplattform Lotse nennt', 'what the learning platform calls Lotse'),
    )
    .requiredOption('--deployment-id <id...>', both('eine oder mehrere', 'one or more'))
    .addOption(
      new Option('--kind <kind>', both('was für eine es ist', 'what it is made of'))
        .choices(platformKinds)
        .default('generic'),
    )
    .option(
      '--base-url <url>',
      both(
        'Adresse der Startseite; mit --kind moodle oder ilias ergeben sich daraus die Adressen darunter',
        'address of its start page; with --kind moodle or ilias it fills in the addresses below',
      ),
    )
    .option(
      '--layout <layout>',
      both(
        'die Adressen welcher Version, wo sie sich unterscheiden',
        "which version's addresses, where versions differ",
      ),
    )
    .option('--issuer <iss>', both('Aussteller (issuer) der Lernplattform', "the learning platform's issuer"))
    .option('--authentication-endpoint <url>', both('Adresse für die OIDC-Anmeldung', 'OIDC authentication request'))
    .option('--token-endpoint <url>', both('Adresse für OAuth-2.0-Zugangstoken', 'OAuth 2.0 access token'))
    .option('--jwks-uri <url>', both('öffentliche Schlüssel der Lernplattform', "the learning platform's public keys"))
    .option('--name <name>', both('der Name, den Menschen lesen', 'the name people read'))
    .option(
      '--authorization-server <aud>',
      both(
        'Empfänger (aud) der Token-Anfragen, wenn es nicht --token-endpoint ist',
        'audience of token requests, where it is not the token endpoint',
      ),
    )
    .option(...common.json)
    .action(addPlatform);
}

/** `lotse platform test` */
function testCommand(noun: Command): void {
  noun
    .command('test')
    .description(
      both(
        'probiert die Verbindung zu einer Lernplattform aus und sagt, was nicht stimmt',
        'tries the connection to a learning platform and says what is wrong',
      ),
    )
    .requiredOption(...common.organisation)
    .requiredOption('--platform <id>', see('npx lotse platform list'))
    .option(...common.json)
    .action((options: OneOptions) =>
      withLotse(options, async (lotse, output) => {
        const {
          platforms,
          configuration: { publicUrl },
        } = lotse;
        const platform = await existingPlatform(lotse, options);
        const { works, findings } = await testConnection({ platforms, clock: systemClock, publicUrl }, platform);
        const worded = findings.map(inWords);
        output.result({ works, findings: worded }, [
          ...(works ? ['Die Verbindung funktioniert. / The connection works.'] : []),
          ...worded.flatMap((finding) => ['', `${finding.severity}  ${finding.code}`, ...linesOf(finding)]),
        ]);
        if (!works) throw new Refusal('Die Verbindung funktioniert noch nicht.', 'The connection does not work yet.');
      }),
    );
}

/** `lotse platform invite` */
function inviteCommand(noun: Command): void {
  noun
    .command('invite')
    .description(
      both(
        'nennt einen Link, mit dem sich eine Lernplattform selbst verbindet (dynamic registration); er gilt sieben Tage und einmal',
        'prints a link by which one learning platform connects itself (dynamic registration); good for seven days and one use',
      ),
    )
    .requiredOption(
      '--organisation <id>',
      both('eine, die es gibt, oder mit --name eine neue', 'an existing one, or with --name a new one'),
    )
    .option(
      '--name <name>',
      both(
        'legt die Organisation unter diesem Namen an, wenn es sie noch nicht gibt',
        'creates the organisation under this name if there is none yet',
      ),
    )
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string; name?: string }) =>
      withLotse(options, async (lotse, output) => {
        const organisation = await invitedOrganisation(lotse, options);
        const { url, expires } = await lotse.invite(organisation);
        output.result({ organisation, url, expires }, [
          `In der Lernplattform als Tool-URL eintragen / to be entered in the learning platform as tool URL (gilt bis / valid until ${expires.slice(0, 16).replace('T', ' ')} UTC):`,
          url,
        ]);
      }),
    );
}

function listPlatforms(options: CommonOptions & { organisation: string }): Promise<void> {
  return withLotse(options, async (lotse, output) => {
    const organisation = await existingOrganisation(lotse, options.organisation);
    const [platforms, traces] = await Promise.all([
      lotse.platforms.list(organisation),
      lotse.platforms.launches.list(organisation),
    ]);
    const listed = platforms.map((platform) => {
      const seen = traces.get(platform.id) ?? {};
      return {
        ...platform,
        launches: {
          ...seen,
          finding: inWords(launchFinding(seen, { now: systemClock.now(), publicUrl: lotse.configuration.publicUrl })),
        },
      };
    });
    const lines = rows(
      listed.map(({ id, name, kind, issuer, clientId, active }) => [
        id,
        name,
        kind,
        issuer,
        clientId,
        active ? '' : both('abgeschaltet', 'off'),
      ]),
      both('Diese Organisation hat noch keine Lernplattform.', 'This organisation has no learning platform yet.'),
    );
    output.result(
      listed,
      lines.flatMap((line, index) => [
        line,
        ...(listed[index] === undefined ? [] : linesOf(listed[index].launches.finding)),
      ]),
    );
  });
}

/** `lotse platform list` */
function listCommand(noun: Command): void {
  noun
    .command('list')
    .description(
      both('listet die Lernplattformen einer Organisation auf', 'lists the learning platforms of an organisation'),
    )
    .requiredOption(...common.organisation)
    .option(...common.json)
    .action(listPlatforms);
}

/** `lotse platform …` */
export function platformCommands(noun: Command): void {
  addCommand(noun);
  testCommand(noun);
  switchCommands(noun);
  inviteCommand(noun);
  listCommand(noun);
}
