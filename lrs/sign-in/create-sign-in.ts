import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { LotseError } from '../base/index.js';
import { contentSecurityPolicy, isLanguage, languageOf, type Language } from '../web/index.js';
import { fromOwnPages } from './same-origin.js';
import { beginSession, sessionOf, sessionSeconds, type SessionParts, type SignedIn, type SignInArea } from './session.js';
import { signInPage, type Refusal, type SignInWords } from './sign-in-page.js';

/** What a sign-in is made from. */
export interface SignInParts extends SessionParts {
  readonly area: SignInArea;
  readonly words: (language: Language) => SignInWords;
  /** Where browsers reach this server, without a slash at its end. */
  readonly publicUrl: string;
}

/** A sign-in by the key and secret of a credential, for pages that stand below one address. */
export interface SignIn {
  /** `POST /sign-in` and `/sign-out`, and the headers of every page behind it; to be mounted where the area begins. */
  readonly router: Router;
  /** Who is signed in; `undefined`: nobody. The request must have come through a router mounted where the area begins. */
  sessionFrom(request: Request): Promise<SignedIn | undefined>;
  /** Whether a session that was found is still good. */
  holds(session: SignedIn): Promise<boolean>;
  /** The form that asks for a credential, for whoever is not signed in; afterwards `wanted` (what stands behind the area's address) is shown. */
  ask(request: Request, response: Response, wanted: string): void;
  /** Takes forms from our own pages alone. */
  readonly fromOwnPages: RequestHandler;
}

/** These pages stand alone, and forms go nowhere else. The referrer is what tells us that a form is ours. */
const headers: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', `${contentSecurityPolicy("'none'")}; form-action 'self'`);
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const longestWanted = 10_000;

function fieldOf(request: Request, name: string): string {
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** An address below the base, in a language; the base itself where the text leads anywhere else. */
function addressOf(base: string, wanted: string, language: Language): string {
  const given = `${base}${/^[/?]/.test(wanted) ? wanted.slice(0, longestWanted) : ''}`;
  const url = URL.canParse(given, 'http://here') ? new URL(given, 'http://here') : new URL(base, 'http://here');
  const inside = url.host === 'here' && (url.pathname === base || url.pathname.startsWith(`${base}/`));
  if (!inside) return `${base}?language=${language}`;
  url.searchParams.set('language', language);
  return `${url.pathname}?${url.searchParams.toString()}`;
}

/** A sign-in over the credentials of the LRS. */
export function createSignIn(parts: SignInParts): SignIn {
  const { access, area, words, publicUrl } = parts;
  const cookieName = `lotse-${area.name}`;
  const cookie = (request: Request) => ({ path: request.baseUrl, httpOnly: true, sameSite: 'strict', secure: request.secure || publicUrl.startsWith('https:') }) as const;

  /** The token that a request brings. */
  function tokenOf(request: Request): string | undefined {
    const pair = (request.get('cookie') ?? '').split(/; */).find((each) => each.startsWith(`${cookieName}=`));
    const token = pair?.slice(cookieName.length + 1);
    return token !== undefined && /^[\w-]{20,100}$/.test(token) ? token : undefined;
  }

  async function sessionFrom(request: Request): Promise<SignedIn | undefined> {
    const token = tokenOf(request);
    return token === undefined ? undefined : sessionOf(parts, area, token);
  }

  const signIn: RequestHandler = async (request, response) => {
    const [key, secret, wanted, asked] = ['key', 'secret', 'wanted', 'language'].map((name) => fieldOf(request, name)) as [string, string, string, string];
    const language: Language = isLanguage(asked) ? asked : languageOf(request);
    const refuse = (status: number, refusal: Refusal): void => {
      response.status(status).type('html').send(signInPage({ language, words: words(language), base: request.baseUrl, wanted: wanted.slice(0, longestWanted), key, refusal }));
    };
    try {
      const principal = await access.authenticate(`Basic ${Buffer.from(`${key.trim()}:${secret.trim()}`).toString('base64')}`, request.ip ?? '');
      const token = await beginSession(parts, area, principal);
      response.cookie(cookieName, token, { ...cookie(request), maxAge: sessionSeconds * 1000 });
      response.redirect(303, addressOf(request.baseUrl, wanted, language));
    } catch (caught) {
      if (!(caught instanceof LotseError)) throw caught;
      if (caught.code === 'unauthorized') return refuse(403, { kind: 'wrong' });
      if (caught.code === 'forbidden') return refuse(403, { kind: 'forbidden' });
      if (caught.code !== 'too-many-requests') throw caught;
      const seconds = caught.retryAfter ?? 60;
      response.setHeader('Retry-After', String(seconds));
      refuse(429, { kind: 'slow', seconds });
    }
  };

  const signOut: RequestHandler = async (request, response) => {
    const session = await sessionFrom(request);
    if (session !== undefined) await access.revokeToken(session.token);
    const language = fieldOf(request, 'language');
    response.clearCookie(cookieName, cookie(request));
    response.redirect(303, `${request.baseUrl}?language=${isLanguage(language) ? language : 'de'}`);
  };

  const router = Router();
  const own = fromOwnPages(publicUrl);
  const form = express.urlencoded({ extended: false, limit: '16kb' });
  router.use(headers);
  router.post('/sign-in', own, form, signIn);
  router.post('/sign-out', own, form, signOut);
  return {
    router, sessionFrom, fromOwnPages: own,
    holds: async ({ token }) => (await sessionOf(parts, area, token)) !== undefined,
    ask(request, response, wanted) {
      const language = languageOf(request);
      response.type('html').send(signInPage({ language, words: words(language), base: request.baseUrl, wanted }));
    },
  };
}
