import { z } from 'zod';
import type { Seconds } from '../../../base/index.js';
import type { KeyRing } from '../keys.js';

/** The state that the platform needs again when the tool asks for the id_token. */
const schema = z.object({
  sub: z.string(),
  kind: z.enum(['resource-link', 'deep-linking', 'submission-review']),
  itemId: z.string().optional(),
  /** The person whose submission is reviewed. */
  reviewed: z.string().optional(),
  target: z.enum(['iframe', 'window']),
  language: z.enum(['de', 'en']),
});

export type LaunchHint = z.infer<typeof schema>;

/** Time a login may take from the click to the id_token. */
const valid: Seconds = 300;

/** The hint as `lti_message_hint`. */
export function signHint(keys: KeyRing, hint: LaunchHint): Promise<string> {
  return keys.sign('lti_message_hint', { ...hint }, valid);
}

/** `undefined` if it is not ours or has expired. */
export async function readHint(keys: KeyRing, text: string): Promise<LaunchHint | undefined> {
  const claims = await keys.verify('lti_message_hint', text);
  return claims === undefined ? undefined : schema.parse(claims);
}
