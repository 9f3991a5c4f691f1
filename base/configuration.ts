import { resolve } from 'node:path';
import { LotseError } from './errors.js';

/** One setting: its variable, its allowed values, its default, and its purpose. */
interface Setting<T> {
  readonly variable: string;
  readonly read: Reader<T>;
  readonly fallback: string;
  /** The default address if none is set, derived from the port it goes with. */
  readonly follows?: { readonly setting: 'port' | 'demoPort'; address(port: number): string };
  /** The allowed values, completing the sentence "… must be". */
  readonly allowed: string;
  readonly meaning: string;
  /** Its value is never shown. */
  readonly secret?: true;
}

/** Parses the text of a setting; `undefined` if it is not allowed. */
type Reader<T> = (text: string) => T | undefined;

const integer =
  (least: number, most: number): Reader<number> =>
  (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };

const oneOf =
  <const T extends string>(...values: readonly T[]): Reader<T> =>
  (text) =>
    values.find((value) => value === text);

const matching =
  (pattern: RegExp): Reader<string> =>
  (text) =>
    pattern.test(text) ? text : undefined;

const atMost =
  (length: number): Reader<string> =>
  (text) =>
    text.length <= length ? text : undefined;

const isFilled: Reader<string> = (text) => (text === '' ? undefined : text);

const switched: Reader<boolean> = (text) => (text === 'on' ? true : text === 'off' ? false : undefined);

const origin: Reader<string> = (text) => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, search, hash, username, password } = new URL(text);
  const isPlain = /^https?:$/.test(protocol) && search + hash + username + password === '';
  return isPlain ? text.replace(/\/+$/, '') : undefined;
};

/** A bucket of an S3-compatible service: keys begin with the prefix and a slash, or with nothing. */
interface Bucket {
  readonly bucket: string;
  readonly prefix: string;
}

/** `directory`, or `s3://bucket/prefix`. */
const attachmentPlace: Reader<'directory' | Bucket> = (text) => {
  if (text === 'directory') return text;
  if (!/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w!.*'()-]{1,200}){0,5}\/?$/.test(text)) return undefined;
  const [bucket = '', ...prefix] = text.slice('s3://'.length).replace(/\/$/, '').split('/');
  return { bucket, prefix: prefix.map((part) => `${part}/`).join('') };
};

function setting<T>(value: Setting<T>): Setting<T> {
  return value;
}

/**
 * All settings. README's table is compared with this one by a test.
 */
export const settings = {
  port: setting({
    variable: 'LOTSE_PORT',
    fallback: '3000',
    read: integer(0, 65535),
    allowed: 'a port number from 1 to 65535, or 0 for any free one',
    meaning: 'Port Lotse listens on',
  }),
  host: setting({
    variable: 'LOTSE_HOST',
    fallback: '::',
    read: isFilled,
    allowed: 'an address of this machine',
    meaning: 'Address Lotse listens on (`::` is every address, `127.0.0.1` this machine alone)',
  }),
  data: setting({
    variable: 'LOTSE_DATA',
    fallback: 'data/',
    read: (text) => (text === '' ? undefined : resolve(text)),
    allowed: 'a folder that Lotse may write to',
    meaning: 'Folder for the database, uploaded files and keys',
  }),
  store: setting({
    variable: 'LOTSE_STORE',
    fallback: 'sqlite',
    read: oneOf('sqlite'),
    allowed: '`sqlite`',
    meaning: 'Where data is kept',
  }),
  attachments: setting({
    variable: 'LOTSE_ATTACHMENTS',
    fallback: 'directory',
    read: attachmentPlace,
    allowed: '`directory`, or `s3://bucket` with an optional prefix such as `s3://bucket/lotse`',
    meaning:
      "Where the data of statements' attachments and the files of contents and H5P libraries are kept: `directory` is folders below `LOTSE_DATA`; `s3://bucket/prefix` is a bucket of an S3-compatible service",
  }),
  s3Endpoint: setting({
    variable: 'LOTSE_S3_ENDPOINT',
    fallback: '',
    read: (text) => (text === '' ? text : origin(text)),
    allowed: 'an http:// or https:// address without query or fragment',
    meaning: "Address of the S3-compatible service; without one, Amazon's of the region",
  }),
  s3Region: setting({
    variable: 'LOTSE_S3_REGION',
    fallback: 'us-east-1',
    read: matching(/^[a-z0-9-]{1,60}$/),
    allowed: 'the name of a region such as `eu-central-1`',
    meaning: 'Region of the bucket',
  }),
  s3PathStyle: setting({
    variable: 'LOTSE_S3_PATH_STYLE',
    fallback: 'off',
    read: switched,
    allowed: '`on` or `off`',
    meaning:
      '`on`: the bucket stands in the path of the address, as many own services want it; `off`: in the host name',
  }),
  s3Key: setting({
    variable: 'LOTSE_S3_KEY',
    fallback: '',
    read: atMost(200),
    secret: true,
    allowed: 'an access key of at most 200 characters',
    meaning:
      "Access key for the bucket; without one, what the AWS client finds in its own places (`AWS_…` variables, the machine's role)",
  }),
  s3Secret: setting({
    variable: 'LOTSE_S3_SECRET',
    fallback: '',
    read: atMost(200),
    secret: true,
    allowed: 'a secret of at most 200 characters',
    meaning: 'Secret that belongs to the access key',
  }),
  publicUrl: setting({
    variable: 'LOTSE_PUBLIC_URL',
    fallback: 'http://localhost:3000',
    follows: { setting: 'port', address: (port) => `http://localhost:${port}` },
    read: origin,
    allowed: 'an http:// or https:// address without query or fragment',
    meaning:
      'Address under which browsers and LMSs reach Lotse; part of every activity IRI, so choose it once. Until you do, its port is the one of `LOTSE_PORT`',
  }),
  logLevel: setting({
    variable: 'LOTSE_LOG_LEVEL',
    fallback: 'info',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    allowed: 'fatal, error, warn, info, debug, trace or silent',
    meaning: 'How much is logged',
  }),
  synchronous: setting({
    variable: 'LOTSE_SYNCHRONOUS',
    fallback: 'full',
    read: oneOf('full', 'normal'),
    allowed: '`full` or `normal`',
    meaning:
      '`full`: what was acknowledged survives a power cut. `normal`: it survives a crash of the process, but a power cut may take the last moments',
  }),
  demo: setting({
    variable: 'LOTSE_DEMO',
    fallback: 'auto',
    read: oneOf('on', 'off', 'auto'),
    allowed: '`on`, `off` or `auto`',
    meaning: 'Demo organisation with a small LMS of its own; `auto` is off when NODE_ENV is `production`',
  }),
  demoPort: setting({
    variable: 'LOTSE_DEMO_PORT',
    fallback: '3001',
    read: integer(0, 65535),
    allowed: 'a port number from 1 to 65535, or 0 for any free one',
    meaning: 'Port of the demo LMS',
  }),
  demoUrl: setting({
    variable: 'LOTSE_DEMO_URL',
    fallback: 'http://127.0.0.1:3001',
    follows: { setting: 'demoPort', address: (port) => `http://127.0.0.1:${port}` },
    read: origin,
    allowed: 'an http:// or https:// address without query or fragment',
    meaning:
      "Address of the demo LMS; another host name than Lotse's, so that the demo crosses sites as a real LMS does. Until you set it, its port is the one of `LOTSE_DEMO_PORT`",
  }),
  launchHours: setting({
    variable: 'LOTSE_LAUNCH_HOURS',
    fallback: '8',
    read: integer(1, 72),
    allowed: 'a whole number from 1 to 72',
    meaning: 'Hours after which a launch must be repeated from the LMS',
  }),
  launchRate: setting({
    variable: 'LOTSE_LAUNCH_RATE',
    fallback: '10',
    read: integer(0, 100000),
    allowed: 'a whole number from 0 to 100000',
    meaning:
      "Launches a second that may come from one address, with bursts of a minute's worth (a class behind one router opens a unit together); one LMS may have ten times as many. More are answered with 429. `0` is no limit",
  }),
  bodyLimit: setting({
    variable: 'LOTSE_BODY_LIMIT',
    fallback: '10485760',
    read: integer(1024, 1073741824),
    allowed: 'a number of bytes from 1024 to 1073741824',
    meaning: 'Largest request body the LRS takes, in bytes',
  }),
  attachmentLimit: setting({
    variable: 'LOTSE_ATTACHMENT_LIMIT',
    fallback: '104857600',
    read: integer(1024, 10737418240),
    allowed: 'a number of bytes from 1024 to 10737418240',
    meaning: 'Largest request with attachments the LRS takes, in bytes; attachments are streamed to disk',
  }),
  requestRate: setting({
    variable: 'LOTSE_REQUEST_RATE',
    fallback: '0',
    read: integer(0, 1000000),
    allowed: 'a whole number from 0 to 1000000',
    meaning:
      "Requests a second that one credential or launch may send to the LRS, with bursts of ten seconds' worth; more are answered with 429. `0` is no limit",
  }),
  metricsToken: setting({
    variable: 'LOTSE_METRICS_TOKEN',
    fallback: '',
    read: matching(/^(?:[\w\-.~+/]{16,200})?$/),
    secret: true,
    allowed: '16 to 200 letters, digits or -._~+/',
    meaning:
      'Bearer token for `/metrics`; without one, metrics are for this machine alone, and only while the public URL is a local one',
  }),
  keyRotationDays: setting({
    variable: 'LOTSE_KEY_ROTATION_DAYS',
    fallback: '180',
    read: integer(0, 3650),
    allowed: 'a whole number from 0 to 3650',
    meaning:
      "Days after which an organisation's signing key for its LMSs is replaced by itself, with overlap; `0` is never",
  }),
  allowInternalPlatforms: setting({
    variable: 'LOTSE_ALLOW_INTERNAL_PLATFORMS',
    fallback: 'off',
    read: switched,
    allowed: '`on` or `off`',
    meaning:
      "Whether Lotse asks LMSs at addresses of private networks and of this machine (10.…, 192.168.…, 127.0.0.1, fd…). Switch it on where the company's LMS lies inside its own network; the demo LMS is always asked",
  }),
  trustProxy: setting({
    variable: 'LOTSE_TRUST_PROXY',
    fallback: 'off',
    read: switched,
    allowed: '`on` or `off`',
    meaning: 'Whether a reverse proxy in front sets X-Forwarded-For and X-Forwarded-Proto',
  }),
} as const;

type Values = { readonly [K in keyof typeof settings]: (typeof settings)[K] extends Setting<infer T> ? T : never };

/** The whole configuration, checked and frozen. */
export interface Configuration extends Omit<Values, 'demo'> {
  readonly demo: boolean;
  readonly production: boolean;
}

/**
 * The default of a setting; of an address, with the port read before. If any free port may be used, it is not known
 * yet.
 */
function fallbackOf({ fallback, follows }: Setting<unknown>, read: Readonly<Record<string, unknown>>): string {
  const port = follows === undefined ? undefined : read[follows.setting];
  return follows === undefined || typeof port !== 'number' || port === 0 ? fallback : follows.address(port);
}

/**
 * Reads the configuration once.
 * @throws LotseError `invalid-configuration`, naming the variable, its value and what is allowed;
 *   also for a `LOTSE_…` variable that does not exist, since a misspelt one would be ignored in silence
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const known = new Set<string>(Object.values(settings).map((each) => each.variable));
  for (const variable of Object.keys(environment)) {
    if (variable.startsWith('LOTSE_') && !known.has(variable)) {
      throw new LotseError(
        'invalid-configuration',
        `There is no setting ${variable}. Settings are: ${[...known].join(', ')}.`,
      );
    }
  }
  const values: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(settings)) {
    const given = environment[each.variable];
    const text = given === undefined || given === '' ? fallbackOf(each, values) : given;
    const value = each.read(text);
    if (value === undefined) {
      throw new LotseError(
        'invalid-configuration',
        `${each.variable} is ${'secret' in each ? 'set' : `"${text}"`}, but must be ${each.allowed}.`,
      );
    }
    values[name] = value;
  }
  const production = environment['NODE_ENV'] === 'production';
  const demo = values['demo'] === 'on' || (values['demo'] === 'auto' && !production);
  return Object.freeze({ ...(values as unknown as Values), demo, production });
}
