import { z } from 'zod';
import { LotseError } from '../../../base/index.js';
import { type LoginError, loginErrors } from '../../store/index.js';

const accepted = z.object({
  id_token: z.string().min(1).max(65_536),
  state: z.string().min(1).max(512),
  /** Posted by our own page, from localStorage. */
  binding: z.string().max(512).optional(),
});

const refused = z.object({
  error: z.string().min(1).max(200),
  state: z.string().min(1).max(512).optional().catch(undefined),
});

/** An LMS's error response to a login. */
export interface AuthenticationErrorResponse {
  readonly error: LoginError;
  /** The LMS's error code, for the log. */
  readonly errorCode: string;
  readonly state?: string | undefined;
}

/** The authentication response of an LMS (LTI security §5.1.1.3). */
export type AuthenticationResponse = z.infer<typeof accepted>;

/** The error response of an LMS in place of an id_token; `undefined` if it is not an error. */
export function parseErrorResponse(body: unknown): AuthenticationErrorResponse | undefined {
  const parsed = refused.safeParse(body);
  if (!parsed.success) return undefined;
  const { error, state } = parsed.data;
  return {
    error: loginErrors.find((each) => each === error) ?? 'other',
    errorCode: /^[a-z_]{1,60}$/.test(error) ? error : 'unreadable',
    state,
  };
}

/**
 * @throws LotseError `invalid-launch` if a field is missing
 */
export function parseAuthenticationResponse(body: unknown): AuthenticationResponse {
  const parsed = accepted.safeParse(body ?? {});
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0] ?? '');
    throw new LotseError('invalid-launch', 'This launch is incomplete. Please open the unit again from your course.', {
      path: name,
      detail: `launch: ${name} missing or malformed`,
    });
  }
  return parsed.data;
}
