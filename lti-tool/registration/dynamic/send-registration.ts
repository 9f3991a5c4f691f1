import { z } from 'zod';
import { type FetchJson, type JsonResponse, UnreachableError } from '../../platform/index.js';
import { RegistrationError } from '../registration-error.js';
import type { PlatformConfiguration } from './read-configuration.js';
import { toolConfiguration } from './tool-registration.js';

const answer = z.object({
  client_id: z.string().min(1).max(512),
  [toolConfiguration]: z
    .object({
      // ILIAS sends a number.
      deployment_id: z.union([z.string().min(1).max(512), z.number().int().transform(String)]).nullish(),
    })
    .nullish(),
});

const problem = z.object({ error: z.string().max(200) });

/** Our client id at the LMS. */
export interface RegisteredClient {
  readonly clientId: string;
  /** Not every LMS names one. */
  readonly deploymentId?: string;
}

const timeout = 15_000;

/** A word of the LMS's that may be logged: an OAuth error code, or Moodle's bare text. */
function wordOf({ body, text }: JsonResponse): string {
  const parsed = problem.safeParse(body);
  const word = parsed.success ? parsed.data.error : (text ?? '').trim();
  return /^[\w .-]{1,100}$/.test(word) ? word : 'no reason that can be shown';
}

/**
 * Registers us at an LMS (LTI Dynamic Registration 1.0 §3.5, OpenID Connect Dynamic Client Registration §3).
 * @throws RegistrationError `registration-…`
 */
export async function sendRegistration(
  fetchJson: FetchJson,
  { registrationEndpoint, host }: PlatformConfiguration,
  token: string | undefined,
  registration: object,
): Promise<RegisteredClient> {
  let received: JsonResponse;
  try {
    received = await fetchJson({
      url: registrationEndpoint,
      method: 'POST',
      body: JSON.stringify(registration),
      timeout,
      limit: 256 * 1024,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
    });
  } catch (caught) {
    if (!(caught instanceof UnreachableError)) throw caught;
    throw new RegistrationError(
      caught.reason === 'not-json' ? 'registration-malformed' : 'registration-unreachable',
      caught.detail,
      caught,
    );
  }
  // Moodle answers 401 to a used token; ILIAS 405 or 500 to one that it cannot read.
  if (received.status === 401)
    throw new RegistrationError('registration-token-refused', `${host}: ${wordOf(received)}`);
  if (received.status < 200 || received.status > 299)
    throw new RegistrationError('registration-refused', `${host}: status ${received.status}, ${wordOf(received)}`);
  const parsed = answer.safeParse(received.body);
  if (!parsed.success)
    throw new RegistrationError('registration-malformed', `${host}: ${parsed.error.issues[0]!.path.join('.')}`);
  const deploymentId = parsed.data[toolConfiguration]?.deployment_id;
  return {
    clientId: parsed.data.client_id,
    ...(deploymentId === undefined || deploymentId === null ? {} : { deploymentId }),
  };
}
