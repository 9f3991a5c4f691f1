import type { Request } from 'express';
import { z } from 'zod';
import { LotseError } from '../../../base/index.js';

const initiation = z.object({
  iss: z.string().min(1).max(2048),
  login_hint: z.string().min(1).max(4096),
  target_link_uri: z.string().min(1).max(4096),
  client_id: z.string().min(1).max(512).optional(),
  lti_deployment_id: z.string().min(1).max(512).optional(),
  lti_message_hint: z.string().max(8192).optional(),
  /** The frame that keeps data for tools (LTI Platform Storage 1.0 §2.1). */
  lti_storage_target: z.string().min(1).max(200).optional(),
});

/** A login initiation (OpenID Connect Core §4; LTI 1.3 §5.1.1.1; LTI security §4.1.1). */
export type Initiation = z.infer<typeof initiation>;

/** True if an address is below ours: a login for anything else is a mistake, or somebody's trick. */
function isOurs(address: string, publicUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const [target, own] = [new URL(address), new URL(publicUrl)];
  return target.origin === own.origin && `${target.pathname}/`.startsWith(`${own.pathname.replace(/\/$/, '')}/`);
}

/**
 * Reads the parameters, whether they come by GET or by POST.
 * @throws LotseError `invalid-login` naming the parameter that is missing, doubled, too long or leads elsewhere
 */
export function parseInitiation(request: Request, publicUrl: string): Initiation {
  const parsed = initiation.safeParse(request.method === 'POST' ? (request.body ?? {}) : request.query);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0] ?? '');
    throw new LotseError('invalid-login', `The login lacks the parameter ${name}, or it is not one readable value.`, {
      path: name,
      detail: `login: ${name} missing or malformed`,
    });
  }
  if (!isOurs(parsed.data.target_link_uri, publicUrl)) {
    throw new LotseError('invalid-login', 'The login is for an address that is not part of Lotse.', {
      path: 'target_link_uri',
      detail: 'login: target_link_uri of another host',
    });
  }
  return parsed.data;
}

/** The parameters as query text, to begin the same login once more. */
export function initiationQuery(read: Initiation): string {
  return new URLSearchParams(
    Object.entries(read).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();
}

/** The same for a window of its own, from which the LMS's storage cannot be reached. */
export function windowInitiation({ lti_storage_target: _frame, ...rest }: Initiation): string {
  return initiationQuery(rest);
}
