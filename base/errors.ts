import type { Seconds } from './clock.js';
import type { Bilingual } from './language.js';

/**
 * Every error of a response: its code, its HTTP status, and its meaning. `docs/errors.md`
 * repeats this table; a test compares the two. Codes are stable: clients may depend on them.
 */
export const errorTable = {
  'bad-request': [400, 'The request is not well formed.'],
  'invalid-json': [400, 'The body is not JSON, or breaks a limit of depth, size or count.'],
  'invalid-statement': [400, 'A statement does not meet the xAPI specification.'],
  'invalid-multipart': [400, 'A multipart body is malformed, or its parts are not the attachments of its statements.'],
  'invalid-parameter': [400, 'A query parameter is unknown, missing or has a wrong value.'],
  'unsupported-version': [400, 'X-Experience-API-Version is missing or not supported.'],
  'invalid-document': [400, 'A document cannot be stored or merged as it is.'],
  'wrong-hash': [400, 'Data does not have the hash under which it was sent.'],
  'invalid-login': [400, 'The learning platform began a login that Lotse cannot answer.'],
  'ambiguous-platform': [
    400,
    'Several registrations of this learning platform fit a login, and it does not say which one is meant.',
  ],
  'invalid-registration': [400, 'A learning platform cannot be connected by this registration link or in this way.'],
  'no-end-user': [400, 'The learning platform sent a launch that does not say who it is for.'],
  'invalid-launch': [401, 'The learning platform sent a launch that Lotse cannot trust.'],
  'login-required': [401, 'The learning platform has not signed the person in, or refuses the login.'],
  'unknown-platform': [403, 'No organisation has registered this learning platform.'],
  'platform-inactive': [403, 'The learning platform is registered, but switched off.'],
  'session-lost': [401, 'The launch has expired, or this browser did not start it.'],
  unauthorized: [401, 'No credential, or one that is not valid.'],
  forbidden: [403, 'The credential does not allow this.'],
  'foreign-statement': [403, 'The statement speaks about somebody or something else than the launch.'],
  'not-found': [404, 'There is nothing at this address.'],
  'unknown-content': [404, 'The learning content does not exist (any more).'],
  'nothing-chosen': [404, 'The link of the course has no learning content yet.'],
  'method-not-allowed': [405, 'The resource does not know this method.'],
  'request-timeout': [408, 'The request did not arrive whole in time.'],
  conflict: [409, 'What is there already differs from what was sent.'],
  'precondition-failed': [412, 'The document has changed since it was read.'],
  'too-large': [413, 'The body is over the limit.'],
  'unsupported-media-type': [415, 'The body has a content type that this resource does not take.'],
  'too-many-requests': [429, 'Too many requests in a short time.'],
  'headers-too-large': [431, 'The headers of the request are over the limit.'],
  'invalid-configuration': [500, 'A setting has a value that is not allowed.'],
  internal: [500, 'Something went wrong on our side.'],
  'platform-unreachable': [502, 'The learning platform did not answer, or not as its specification says.'],
  'disk-full': [503, 'The disk takes no more; told by /readyz.'],
  'writer-stopped': [503, 'What writes the store has stopped, and could not be started again yet; told by /readyz.'],
  'store-unavailable': [503, 'The store cannot take or give data right now.'],
} as const satisfies Record<string, readonly [status: number, meaning: string]>;

/** The stable name of an error. */
export type ErrorCode = keyof typeof errorTable;

/** Optional details of an error. */
export interface ErrorOptions {
  /** For the log alone: may name internals, must not name people or secrets. */
  readonly detail?: string;
  /** Path to the fault in the input, e.g. `statements[3].actor.mbox`. */
  readonly path?: string;
  /** After this time it is worth trying again. */
  readonly retryAfter?: Seconds;
  readonly cause?: unknown;
  /** The message in German, for whoever reads it at a start or on a command line. */
  readonly german?: string;
}

/** An error with a stable code, a status, a message fit for the reader, and a private detail. */
export class LotseError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly path: string | undefined;
  readonly retryAfter: number | undefined;
  readonly german: string | undefined;

  /**
   * @param code one of `errorTable`; fixes the status
   * @param message one or two whole sentences for whoever sent the request
   */
  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LotseError';
    this.code = code;
    this.status = errorTable[code][0];
    this.detail = options.detail;
    this.path = options.path;
    this.retryAfter = options.retryAfter;
    this.german = options.german;
  }
}

/** An error for whoever runs Lotse, who may read German or English. */
export function operatorError(code: ErrorCode, said: Bilingual, options: ErrorOptions = {}): LotseError {
  return new LotseError(code, said.en, { ...options, german: said.de });
}

/** The body of an error response to a machine. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly path?: string;
    readonly requestId: string;
  };
}

/** Node's own code of an error, e.g. `ECONNREFUSED`; empty if it has none. */
export function codeOf(caught: unknown): string {
  return typeof caught === 'object' && caught !== null && 'code' in caught ? String(caught.code) : '';
}

/** Turns a caught value into an error fit for the outside: ours as it is, anything else as `internal`. */
export function toLotseError(caught: unknown): LotseError {
  if (caught instanceof LotseError) return caught;
  return new LotseError('internal', 'Something went wrong on our side. It has been logged.', {
    cause: caught,
    detail: caught instanceof Error ? caught.message : String(caught),
  });
}

/** The JSON body for an error. */
export function errorBody(error: LotseError, requestId: string): ErrorBody {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.path === undefined ? {} : { path: error.path }),
      requestId,
    },
  };
}
