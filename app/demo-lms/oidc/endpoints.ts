import { Router, urlencoded, type Request, type RequestHandler } from 'express';
import { learners, type Person, personById } from '../course.js';
import { forwardingPage } from '../pages/index.js';
import type { DemoParts } from '../parts.js';
import { DemoError } from '../demo-error.js';
import { demoLanguageOf, signedInAs } from '../session.js';
import { refusalSentence } from '../texts.js';
import { type LaunchHint, signHint } from './hint.js';
import { idTokenFor } from './id-token.js';
import { readAuthenticationRequest } from './read-request.js';

/** Login initiation (LTI security framework §5.1.1.1), as a form that the browser posts to the tool. */
async function initiate({ keys, platform, tool }: DemoParts, hint: LaunchHint, targetLinkUri: string): Promise<string> {
  return forwardingPage(hint.language, tool.loginUrl, {
    iss: platform.issuer,
    target_link_uri: targetLinkUri,
    login_hint: hint.sub,
    lti_message_hint: await signHint(keys, hint),
    client_id: platform.clientId,
    lti_deployment_id: platform.deploymentId,
  });
}

function launchItem(parts: DemoParts): RequestHandler<{ item: string }> {
  return async (request, response) => {
    const person = signedInAs(request);
    if (person === undefined) return response.redirect(303, '/');
    const item = parts.state.current().items.find((each) => each.id === request.params.item);
    if (item === undefined) throw new DemoError(404, refusalSentence('unknownItem'), 'launch: no such item');
    const target = request.query['target'] === 'window' ? 'window' : 'iframe';
    const about = { sub: person.id, itemId: item.id, target, language: demoLanguageOf(request) } as const;
    const reviewed = reviewedBy(person, request.query['review']);
    response.send(
      await initiate(
        parts,
        reviewed === undefined
          ? { ...about, kind: 'resource-link' }
          : { ...about, kind: 'submission-review', reviewed: reviewed.id },
        item.url,
      ),
    );
  };
}

/**
 * The learner whose submission somebody wants to review; `undefined` if there is none.
 * @throws DemoError if it is not theirs to see
 */
function reviewedBy(person: Person, requested: unknown): Person | undefined {
  if (requested === undefined) return undefined;
  const reviewed = learners.find(({ id }) => id === requested);
  if (reviewed === undefined) throw new DemoError(404, refusalSentence('unknownPerson'), 'review: no such learner');
  if (person.role !== 'trainer' && person.id !== reviewed.id)
    throw new DemoError(403, refusalSentence('trainerOnly'), 'review: of somebody else');
  return reviewed;
}

function launchPicker(parts: DemoParts): RequestHandler {
  return async (request, response) => {
    const person = signedInAs(request);
    if (person?.role !== 'trainer')
      throw new DemoError(403, refusalSentence('trainerOnly'), 'deep linking: not the trainer');
    response.send(
      await initiate(
        parts,
        { sub: person.id, kind: 'deep-linking', target: 'iframe', language: demoLanguageOf(request) },
        parts.tool.launchUrl,
      ),
    );
  };
}

function authorize(parts: DemoParts, from: (request: Request) => unknown): RequestHandler {
  return async (request, response) => {
    const { person, item, hint, nonce, state } = await readAuthenticationRequest(
      parts,
      (from(request) ?? {}) as Record<string, unknown>,
    );
    if (hint.kind === 'deep-linking' && personById(hint.sub)?.role !== 'trainer')
      throw new DemoError(403, refusalSentence('trainerOnly'), 'auth: deep linking for a learner');
    const idToken = await idTokenFor(parts, person, item, hint, nonce);
    response.send(forwardingPage(hint.language, parts.tool.launchUrl, { id_token: idToken, state }));
  };
}

/** The platform's side of the OIDC third-party login. */
export function loginRouter(parts: DemoParts): Router {
  const router = Router();
  router.get('/launch/:item', launchItem(parts));
  router.get('/deep-link', launchPicker(parts));
  router.get(
    '/lti/auth',
    authorize(parts, (request) => request.query),
  );
  router.post(
    '/lti/auth',
    urlencoded({ extended: false, limit: '64kb' }),
    authorize(parts, (request) => request.body as unknown),
  );
  router.get('/lti/keys', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').json(parts.keys.publicKeys);
  });
  return router;
}
