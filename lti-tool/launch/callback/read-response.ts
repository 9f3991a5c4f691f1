import { z } from 'zod';
import { LotseError } from '../../../lrs/base/index.js';

const accepted = z.object({
  id_token: z.string().min(1).max(65_536),
  state: z.string().min(1).max(512),
  /** Posted by our own page, out of localStorage. */
  binding: z.string().max(512).optional(),
});

const refused = z.object({ error: z.string().min(1).max(200) });

/** What an LMS answers to a login, where it is not an error (LTI security §5.1.1.3). */
export type LoginResponse = z.infer<typeof accepted>;

/**
 * @throws LotseError `login-required` where the LMS answers with an error; `invalid-launch` where a field is missing
 */
export function readResponse(body: unknown): LoginResponse {
  const error = refused.safeParse(body);
  if (error.success) {
    const code = /^[a-z_]{1,60}$/.test(error.data.error) ? error.data.error : 'unreadable';
    throw new LotseError('login-required', 'The learning platform did not sign you in. Please sign in there and open the unit again.', { detail: `launch: the LMS answers with the error ${code}` });
  }
  const parsed = accepted.safeParse(body ?? {});
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0] ?? '');
    throw new LotseError('invalid-launch', 'This launch is incomplete. Please open the unit again from your course.', { path: name, detail: `launch: ${name} missing or malformed` });
  }
  return parsed.data;
}
