import { LotseError } from '../../base/index.js';

/** An LMS refused a request to one of its services. */
export class PlatformResponseError extends LotseError {
  /**
   * @param answered HTTP status of the answer
   * @param service which of them
   * @param retryAfter seconds, where the LMS named them
   */
  constructor(
    readonly answered: number,
    readonly service: string,
    retryAfter?: number,
  ) {
    super('platform-unreachable', 'The learning platform refused a request to one of its services.', {
      detail: `${service}: status ${answered}`,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  }
}
