import { z } from 'zod';
import { RegistrationError } from '../registration-error.js';

const request = z.object({
  invitation: z.string().regex(/^[\w-]{20,100}$/),
  openid_configuration: z.string().min(1).max(2048),
  registration_token: z
    .string()
    .min(1)
    .max(8192)
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
});

/** A registration initiation request (LTI Dynamic Registration 1.0 §3.3), with our own invitation in the address. */
export type RegistrationRequest = z.infer<typeof request>;

/**
 * @param given query or form
 * @throws RegistrationError `invitation-unknown`; `not-from-lms` if somebody opened the link without an LMS
 */
export function parseRegistrationRequest(given: unknown): RegistrationRequest {
  const parsed = request.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]!.path[0];
  throw field === 'invitation'
    ? new RegistrationError('invitation-unknown')
    : new RegistrationError('not-from-lms', `${String(field)} missing or malformed`);
}
