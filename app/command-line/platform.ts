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
import { inBothLanguages, common, CommandError, seeCommand } from './help-texts.js';

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
    const layoutList = layouts.map((each) => `"${each.layout}"`).join(', ');
    throw layoutList === ''
      ? new CommandError('refused.layout-alone', {}, { exitCode: 2 })
      : new CommandError('refused.layout', { layout, known: layoutList }, { exitCode: 2 });
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
  throw new CommandError('refused.platform-incomplete', { missing }, { exitCode: 2 });
}

/** The LMS that a command names. */
async function existingPlatform(lotse: Lotse, { organisation, platform }: OneOptions): Promise<Platform> {
  const found = (await lotse.platforms.list(await existingOrganisation(lotse, organisation))).find(
    ({ id }) => id === platform,
  );
  if (found === undefined)
    throw new CommandError(
      'refused.platform',
      { organisation, platform },
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
    deactivate: inBothLanguages('platform.deactivate'),
    activate: inBothLanguages('platform.activate'),
  };
  for (const name of ['deactivate', 'activate'] as const) {
    const active = name === 'activate';
    noun
      .command(name)
      .description(descriptions[name])
      .requiredOption(...common.organisation)
      .requiredOption('--platform <id>', seeCommand('npx lotse platform list'))
      .option(...common.json)
      .action((options: OneOptions) =>
        withLotse(options, async (lotse, output) => {
          const platform = await existingPlatform(lotse, options);
          await lotse.platforms.change(platform.organisation, platform.id, { active });
          output.result({ id: platform.id, active }, [
            `${platform.name}: ${inBothLanguages(active ? 'platform.change.on' : 'platform.change.off')}`,
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
      `${inBothLanguages('platform.add.done')}: ${platform.name}`,
      ...table([
        ['Login-URL', addresses.login],
        ['Launch-URL, Redirect-URI', addresses.launch],
        ['JWKS-URL', addresses.keys],
      ]),
      `${inBothLanguages('platform.add.test')}: npx lotse platform test --organisation ${organisation} --platform ${platform.id}`,
    ]);
  });
}

/** `lotse platform add` */
function addCommand(noun: Command): void {
  noun
    .command('add')
    .description(inBothLanguages('platform.add'))
    .requiredOption(...common.organisation)
    .requiredOption('--client-id <id>', inBothLanguages('platform.add.option.client-id'))
    .requiredOption('--deployment-id <id...>', inBothLanguages('platform.add.option.deployment-id'))
    .addOption(
      new Option('--kind <kind>', inBothLanguages('platform.add.option.kind'))
        .choices(platformKinds)
        .default('generic'),
    )
    .option('--base-url <url>', inBothLanguages('platform.add.option.base-url'))
    .option('--layout <layout>', inBothLanguages('platform.add.option.layout'))
    .option('--issuer <iss>', inBothLanguages('platform.add.option.issuer'))
    .option('--authentication-endpoint <url>', inBothLanguages('platform.add.option.authentication-endpoint'))
    .option('--token-endpoint <url>', inBothLanguages('platform.add.option.token-endpoint'))
    .option('--jwks-uri <url>', inBothLanguages('platform.add.option.jwks-uri'))
    .option('--name <name>', inBothLanguages('platform.add.option.name'))
    .option('--authorization-server <aud>', inBothLanguages('platform.add.option.authorization-server'))
    .option(...common.json)
    .action(addPlatform);
}

/** `lotse platform test` */
function testCommand(noun: Command): void {
  noun
    .command('test')
    .description(inBothLanguages('platform.test'))
    .requiredOption(...common.organisation)
    .requiredOption('--platform <id>', seeCommand('npx lotse platform list'))
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
          ...(works ? [inBothLanguages('platform.test.works')] : []),
          ...worded.flatMap((finding) => ['', `${finding.severity}  ${finding.code}`, ...linesOf(finding)]),
        ]);
        if (!works) throw new CommandError('platform.test.fails');
      }),
    );
}

/** `lotse platform invite` */
function inviteCommand(noun: Command): void {
  noun
    .command('invite')
    .description(inBothLanguages('platform.invite'))
    .requiredOption('--organisation <id>', inBothLanguages('platform.invite.option.organisation'))
    .option('--name <name>', inBothLanguages('platform.invite.option.name'))
    .option(...common.json)
    .action((options: CommonOptions & { organisation: string; name?: string }) =>
      withLotse(options, async (lotse, output) => {
        const organisation = await invitedOrganisation(lotse, options);
        const { url, expires } = await lotse.invite(organisation);
        output.result({ organisation, url, expires }, [
          `${inBothLanguages('platform.invite.enter')} (${inBothLanguages('platform.invite.until')} ${expires.slice(0, 16).replace('T', ' ')} UTC):`,
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
        active ? '' : inBothLanguages('platform.list.off'),
      ]),
      inBothLanguages('platform.list.none'),
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
    .description(inBothLanguages('platform.list'))
    .requiredOption(...common.organisation)
    .option(...common.json)
    .action(listPlatforms);
}

/** `lotse platform …` */
export function addPlatformCommands(noun: Command): void {
  addCommand(noun);
  testCommand(noun);
  switchCommands(noun);
  inviteCommand(noun);
  listCommand(noun);
}
