import { LotseError } from '../../base/index.js';

/** The reason why an LMS did not respond, or its response could not be used. */
export const unreachableReasons = [
  'address',
  'internal-address',
  'name',
  'refused',
  'timeout',
  'certificate',
  'network',
  'redirect',
  'too-large',
  'not-json',
  'content',
] as const;
export type UnreachableReason = (typeof unreachableReasons)[number];

/** `platform-unreachable`, with the reason in a form that programs can tell apart. */
export class UnreachableError extends LotseError {
  /**
   * @param detail for the log; names the host alone, since a path or query may carry secrets
   * @param message what the reader can do about it, if there is more to say than that there was no answer
   */
  constructor(
    readonly reason: UnreachableReason,
    detail: string,
    {
      cause,
      message = 'The learning platform did not answer, or not as its specification says.',
    }: { readonly cause?: unknown; readonly message?: string } = {},
  ) {
    super('platform-unreachable', message, { detail, cause });
  }
}
