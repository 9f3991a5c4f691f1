/** An unsuccessful response. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly retryAfter: number | undefined,
  ) {
    super(`HTTP ${status}`);
  }
}

/** The consequence of a failed request for its data. */
export type Verdict =
  /** Worth sending again. */
  | 'again'
  /** Not under this launch: the learner has to launch once more. */
  | 'launch-again'
  /** Another page has written since: the data is out of date. */
  | 'overtaken'
  /** Never: the server has refused it. */
  | 'never';

/** Network errors, overload and faults of the server pass; a lost session needs a launch, a page that was overtaken a reload; other refusals are final. */
export function classifyFailure(failure: unknown): Verdict {
  if (!(failure instanceof HttpError)) return 'again';
  if (failure.status === 401) return 'launch-again';
  if (failure.status === 412) return 'overtaken';
  return failure.status >= 500 || failure.status === 408 || failure.status === 425 || failure.status === 429
    ? 'again'
    : 'never';
}

/** Throws the error of an unsuccessful response. */
export function requireSuccess(response: Response): void {
  if (response.ok) return;
  const seconds = Number(response.headers.get('Retry-After'));
  throw new HttpError(response.status, Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined);
}
