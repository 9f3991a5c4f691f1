import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { LotseError } from '../../base/index.js';
import { contentSecurityPolicy, isFromOwnPage, isLanguage, type Language, languageOf } from '../../web/index.js';
import type { SignInArea } from './area.js';
import { beginSession, sessionOf, type SessionParts, sessionSeconds, type SignInSession } from './session.js';
import { returnAddressOf, maxReturnToLength, type SignInRefusal, renderSignInPage } from './sign-in-page.js';

/** Dependencies of a sign-in. */
export interface SignInParts extends SessionParts {
  /** The area that this sign-in guards. */
  readonly area: SignInArea;
}

/**
 * A sign-in by the key and secret of a credential, at one area. It is valid for
 * all areas; the person's roles decide which of them open.
 */
export interface SignIn {
  /** `POST /sign-in` and `/sign-out`, and the headers of every page behind it; to be mounted at the area's address. */
  readonly router: Router;
  /** The session of a request if it may enter here; `undefined` otherwise. */
  sessionFrom(request: Request): Promise<SignInSession | undefined>;
  /** True if a session found earlier is still valid here. */
  isValid(session: SignInSession): Promise<boolean>;
  /**
   * The form that asks for a credential, for whoever may not come in; afterwards `returnTo` (what stands behind the
   * area's address) is shown. Whoever is signed in is told why that does not suffice here, with status 403.
   */
  ask(request: Request, response: Response, returnTo: string): Promise<void>;
  /** Accepts forms only from our own pages. */
  readonly fromOwnPages: RequestHandler;
}

/** These pages stand alone, and their forms go nowhere else. The referrer proves that a form is ours. */
const headers: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy("'none'"));
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/**
 * The cookie of a session. It is sent only to the areas: each has one of this name, with the same token, for its own
 * addresses.
 */
export const sessionCookie = 'lotse-sign-in';

function fieldOf(request: Request, name: string): string {
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** The token of a request. Of two different ones, one was planted, by a sister host for example: neither counts. */
function tokenOf(request: Request): string | undefined {
  const pairs = (request.get('cookie') ?? '').split(/; */).filter((each) => each.startsWith(`${sessionCookie}=`));
  const [token, ...others] = new Set(pairs.map((pair) => pair.slice(sessionCookie.length + 1)));
  return others.length === 0 && token !== undefined && /^[\w-]{20,100}$/.test(token) ? token : undefined;
}

class CredentialSignIn implements SignIn {
  readonly router = Router();
  readonly fromOwnPages: RequestHandler;
  readonly #parts: SignInParts;

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.fromOwnPages = fromOwnPages(parts.publicUrl);
    const form = express.urlencoded({ extended: false, limit: '16kb' });
    this.router.use(headers);
    this.router.post('/sign-in', this.fromOwnPages, form, (request, response) => this.#signIn(request, response));
    this.router.post('/sign-out', this.fromOwnPages, form, (request, response) => this.#signOut(request, response));
  }

  async sessionFrom(request: Request): Promise<SignInSession | undefined> {
    return this.#opened(await this.#anySession(request));
  }

  async isValid({ token }: SignInSession): Promise<boolean> {
    return this.#opened(await sessionOf(this.#parts, token)) !== undefined;
  }

  async ask(request: Request, response: Response, returnTo: string): Promise<void> {
    const session = await this.#anySession(request);
    const { area, areas } = this.#parts;
    const view = { language: languageOf(request), area, areas, returnTo };
    if (session === undefined) response.type('html').send(renderSignInPage(view));
    else
      response
        .status(403)
        .type('html')
        .send(renderSignInPage({ ...view, session, refusal: { kind: 'forbidden' } }));
  }

  /** Sets the cookie for every area, or removes it. */
  #setSessionCookie(request: Request, response: Response, token: string | undefined): void {
    for (const { address } of this.#parts.areas) {
      const options = {
        path: address,
        httpOnly: true,
        sameSite: 'strict',
        secure: request.secure || this.#parts.publicUrl.startsWith('https:'),
      } as const;
      if (token === undefined) response.clearCookie(sessionCookie, options);
      else response.cookie(sessionCookie, token, { ...options, maxAge: sessionSeconds * 1000 });
    }
  }

  /** The session of a request, whether or not it may enter here. */
  async #anySession(request: Request): Promise<SignInSession | undefined> {
    const token = tokenOf(request);
    return token === undefined ? undefined : sessionOf(this.#parts, token);
  }

  #opened(session: SignInSession | undefined): SignInSession | undefined {
    return session?.opens.includes(this.#parts.area) === true ? session : undefined;
  }

  async #signIn(request: Request, response: Response): Promise<void> {
    const { access, area, areas } = this.#parts;
    const [key, secret, returnTo, requested] = ['key', 'secret', 'wanted', 'language'].map((name) =>
      fieldOf(request, name).trim(),
    ) as [string, string, string, string];
    const language: Language = isLanguage(requested) ? requested : languageOf(request);
    const refuse = (status: number, refusal: SignInRefusal): void => {
      response
        .status(status)
        .type('html')
        .send(
          renderSignInPage({ language, area, areas, returnTo: returnTo.slice(0, maxReturnToLength), key, refusal }),
        );
    };
    try {
      const principal = await access.authenticate(
        `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
        request.ip ?? '',
      );
      if (principal.kind !== 'credential') throw new LotseError('unauthorized', 'This is no credential.');
      const former = await this.#anySession(request);
      const token = await beginSession(this.#parts, principal, secret);
      if (former !== undefined) await access.revokeToken(former.token);
      this.#setSessionCookie(request, response, token);
      response.redirect(303, returnAddressOf(area.address, returnTo, language));
    } catch (caught) {
      if (!(caught instanceof LotseError)) throw caught;
      if (caught.code === 'unauthorized') return refuse(403, { kind: 'wrong' });
      if (caught.code === 'forbidden') return refuse(403, { kind: 'forbidden' });
      if (caught.code !== 'too-many-requests') throw caught;
      const seconds = caught.retryAfter ?? 60;
      response.setHeader('Retry-After', String(seconds));
      refuse(429, { kind: 'slow', seconds });
    }
  }

  async #signOut(request: Request, response: Response): Promise<void> {
    const { access, area } = this.#parts;
    const session = await this.#anySession(request);
    if (session !== undefined) await access.revokeToken(session.token);
    const language = fieldOf(request, 'language');
    this.#setSessionCookie(request, response, undefined);
    response.redirect(303, `${area.address}?language=${isLanguage(language) ? language : 'de'}`);
  }
}

/** A sign-in over the credentials of the LRS. */
export function createSignIn(parts: SignInParts): SignIn {
  return new CredentialSignIn(parts);
}

/**
 * Accepts forms only from our own pages, see `isFromOwnPage`.
 * @throws LotseError `forbidden`
 */
function fromOwnPages(publicUrl: string): RequestHandler {
  return (request, _response, next) => {
    if (isFromOwnPage(request, publicUrl)) return next();
    throw new LotseError('forbidden', 'This form was not sent from a page of this server.');
  };
}
