import { resolve } from 'node:path';
import { type LotseError, operatorError } from './errors.js';
import { type Bilingual, bilingual } from './language.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import { defineTexts } from './texts.js';

const texts = defineTexts({ de: de.setting, en: en.setting });

type TextKey = keyof typeof de.setting;
type Allowed = TextKey extends infer Key ? (Key extends `allowed.${infer Name}` ? Name : never) : never;

/** One setting: its variable, what it may be, and its default. */
interface Setting<T> {
  readonly variable: string;
  readonly read: Reader<T>;
  readonly fallback: string;
  /** The default address if none is set, derived from the port it goes with. */
  readonly follows?: { readonly setting: 'port' | 'demoPort'; address(port: number): string };
  /** The allowed values, completing the sentence "… must be". */
  readonly allowed: Allowed;
  readonly range?: { readonly min: number; readonly max: number };
  /** Its value is never shown. */
  readonly secret?: true;
}

/** Parses the text of a setting; `undefined` if it is not allowed. */
type Reader<T> = (text: string) => T | undefined;

const integer =
  (min: number, max: number): Reader<number> =>
  (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };

/** A setting that is a number: what it may be, in words and as a check. */
const numberOf = (allowed: 'whole-number' | 'bytes', min: number, max: number) => ({
  read: integer(min, max),
  allowed,
  range: { min, max },
});

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
 * Every setting there is; what each is for is in the locale files. README's tables are compared with both by a test.
 */
export const settings = {
  port: setting({
    variable: 'LOTSE_PORT',
    fallback: '3000',
    read: integer(0, 65535),
    allowed: 'port-number',
  }),
  host: setting({
    variable: 'LOTSE_HOST',
    fallback: '::',
    read: isFilled,
    allowed: 'own-address',
  }),
  data: setting({
    variable: 'LOTSE_DATA',
    fallback: 'data/',
    read: (text) => (text === '' ? undefined : resolve(text)),
    allowed: 'folder',
  }),
  store: setting({
    variable: 'LOTSE_STORE',
    fallback: 'sqlite',
    read: oneOf('sqlite'),
    allowed: 'store',
  }),
  attachments: setting({
    variable: 'LOTSE_ATTACHMENTS',
    fallback: 'directory',
    read: attachmentPlace,
    allowed: 'attachments',
  }),
  s3Endpoint: setting({
    variable: 'LOTSE_S3_ENDPOINT',
    fallback: '',
    read: (text) => (text === '' ? text : origin(text)),
    allowed: 'web-address',
  }),
  s3Region: setting({
    variable: 'LOTSE_S3_REGION',
    fallback: 'us-east-1',
    read: matching(/^[a-z0-9-]{1,60}$/),
    allowed: 'region',
  }),
  s3PathStyle: setting({
    variable: 'LOTSE_S3_PATH_STYLE',
    fallback: 'off',
    read: switched,
    allowed: 'switch',
  }),
  s3Key: setting({
    variable: 'LOTSE_S3_KEY',
    fallback: '',
    read: atMost(200),
    secret: true,
    allowed: 's3-key',
  }),
  s3Secret: setting({
    variable: 'LOTSE_S3_SECRET',
    fallback: '',
    read: atMost(200),
    secret: true,
    allowed: 's3-secret',
  }),
  publicUrl: setting({
    variable: 'LOTSE_PUBLIC_URL',
    fallback: 'http://localhost:3000',
    follows: { setting: 'port', address: (port) => `http://localhost:${port}` },
    read: origin,
    allowed: 'web-address',
  }),
  logLevel: setting({
    variable: 'LOTSE_LOG_LEVEL',
    fallback: 'info',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    allowed: 'log-level',
  }),
  synchronous: setting({
    variable: 'LOTSE_SYNCHRONOUS',
    fallback: 'full',
    read: oneOf('full', 'normal'),
    allowed: 'synchronous',
  }),
  demo: setting({
    variable: 'LOTSE_DEMO',
    fallback: 'auto',
    read: oneOf('on', 'off', 'auto'),
    allowed: 'demo',
  }),
  demoPort: setting({
    variable: 'LOTSE_DEMO_PORT',
    fallback: '3001',
    read: integer(0, 65535),
    allowed: 'port-number',
  }),
  demoUrl: setting({
    variable: 'LOTSE_DEMO_URL',
    fallback: 'http://127.0.0.1:3001',
    follows: { setting: 'demoPort', address: (port) => `http://127.0.0.1:${port}` },
    read: origin,
    allowed: 'web-address',
  }),
  launchHours: setting({
    variable: 'LOTSE_LAUNCH_HOURS',
    fallback: '8',
    ...numberOf('whole-number', 1, 72),
  }),
  launchRate: setting({
    variable: 'LOTSE_LAUNCH_RATE',
    fallback: '10',
    ...numberOf('whole-number', 0, 100000),
  }),
  bodyLimit: setting({
    variable: 'LOTSE_BODY_LIMIT',
    fallback: '10485760',
    ...numberOf('bytes', 1024, 1073741824),
  }),
  attachmentLimit: setting({
    variable: 'LOTSE_ATTACHMENT_LIMIT',
    fallback: '104857600',
    ...numberOf('bytes', 1024, 10737418240),
  }),
  requestRate: setting({
    variable: 'LOTSE_REQUEST_RATE',
    fallback: '0',
    ...numberOf('whole-number', 0, 1000000),
  }),
  metricsToken: setting({
    variable: 'LOTSE_METRICS_TOKEN',
    fallback: '',
    read: matching(/^(?:[\w\-.~+/]{16,200})?$/),
    secret: true,
    allowed: 'token',
  }),
  keyRotationDays: setting({
    variable: 'LOTSE_KEY_ROTATION_DAYS',
    fallback: '180',
    ...numberOf('whole-number', 0, 3650),
  }),
  allowInternalPlatforms: setting({
    variable: 'LOTSE_ALLOW_INTERNAL_PLATFORMS',
    fallback: 'off',
    read: switched,
    allowed: 'switch',
  }),
  trustProxy: setting({
    variable: 'LOTSE_TRUST_PROXY',
    fallback: 'off',
    read: switched,
    allowed: 'switch',
  }),
} as const;

type Values = { readonly [K in keyof typeof settings]: (typeof settings)[K] extends Setting<infer T> ? T : never };

/** The whole configuration, checked and frozen. */
export interface Configuration extends Omit<Values, 'demo'> {
  readonly demo: boolean;
  readonly production: boolean;
}

/** The purpose of a setting, and its allowed values. */
export function settingInWords(name: keyof typeof settings): {
  readonly meaning: Bilingual;
  readonly allowed: Bilingual;
} {
  const { allowed, range }: Setting<unknown> = settings[name];
  return {
    meaning: bilingual((language) => texts(language)(`meaning.${name}`)),
    allowed: bilingual((language) => texts(language)(`allowed.${allowed}`, range)),
  };
}

function wrongValue(name: keyof typeof settings, value: string): LotseError {
  const { variable, secret }: Setting<unknown> = settings[name];
  const { allowed } = settingInWords(name);
  return operatorError(
    'invalid-configuration',
    bilingual((language) =>
      texts(language)(secret === true ? 'wrong.secret' : 'wrong', { variable, value, allowed: allowed[language] }),
    ),
  );
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
  const knownVariables = new Set<string>(Object.values(settings).map((each) => each.variable));
  for (const variable of Object.keys(environment)) {
    if (variable.startsWith('LOTSE_') && !knownVariables.has(variable)) {
      throw operatorError(
        'invalid-configuration',
        bilingual((language) => texts(language)('unknown', { variable, known: [...knownVariables].join(', ') })),
      );
    }
  }
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(settings) as (keyof typeof settings)[]) {
    const each: Setting<unknown> = settings[name];
    const given = environment[each.variable];
    const text = given === undefined || given === '' ? fallbackOf(each, values) : given;
    const value = each.read(text);
    if (value === undefined) throw wrongValue(name, text);
    values[name] = value;
  }
  const production = environment['NODE_ENV'] === 'production';
  const demo = values['demo'] === 'on' || (values['demo'] === 'auto' && !production);
  return Object.freeze({ ...(values as unknown as Values), demo, production });
}
