import type { Request, RequestHandler, Response } from 'express';
import { type Clock, LotseError, type Milliseconds, vocabularyFor } from '../../base/index.js';
import type { Access, OrganisationId, Principal, Scope } from '../../lrs/index.js';
import { isFromElsewhere, type PageScript } from '../../web/index.js';
import { agentOfIdentity } from '../identity/index.js';
import { carriedTokenOf, isResumed, resumeVisits, sendCarryingPage } from './carried-visit.js';
import { credentialWayIn, type VisitRecord, parseVisit, sessionLostError } from './visit-record.js';
import { handleOf, isHandle, setVisitCookie, tokenFromCookie } from './visit-cookie.js';

/** Dependencies of visits. */
export interface VisitParts {
  readonly access: Pick<Access, 'issueGrant' | 'resolveToken' | 'principalOf'>;
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Lifetime of a visit, in hours. */
  readonly hours: number;
}

/** Restrictions of a visit. */
export interface VisitLimits {
  /** True if it may only read. */
  readonly isReadOnly?: boolean;
  /** Its lifetime. */
  readonly lifetimeMs?: Milliseconds;
}

/** A visit that has begun, and that no browser has yet. */
export interface IssuedVisit {
  /** The bearer token that scripts of the page send; never for an address, a log or a link. */
  readonly token: string;
  /** The name of the visit in addresses. */
  readonly handle: string;
}

/** A visit, as found for a request. */
export interface Visit extends VisitRecord, IssuedVisit {
  readonly organisation: OrganisationId;
  /** The rights of the visit in the LRS, and the actor it acts as. */
  readonly principal: Extract<Principal, { kind: 'grant' }>;
  /** True if pages carry the token themselves because the browser keeps no cookie. */
  readonly carried: boolean;
}

/** A page of ours. */
export interface PageLink {
  /** Its path, or its whole address without a query. */
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

/** Visits: every way of signing in ends in one, and pages know people only by their visit. */
export interface Visits {
  /** Begins a visit. Durable on return. */
  openVisit(organisation: OrganisationId, visit: VisitRecord, limits?: VisitLimits): Promise<IssuedVisit>;
  /**
   * Stores a visit in the browser, for links of the page that is being sent.
   * @param carried it keeps no cookies: pages carry the token themselves, see `scriptsOf`
   */
  setVisit(request: Request, response: Response, opened: IssuedVisit, carried: boolean): void;
  /** Stores a visit in the browser, and redirects to a page. */
  enterVisit(
    request: Request,
    response: Response,
    opened: IssuedVisit,
    place: PageLink & Pick<Visit, 'carried' | 'language'>,
  ): void;
  /** Redirects the browser to another page of its visit. */
  redirectInVisit(response: Response, visit: IssuedVisit & Pick<Visit, 'carried' | 'language'>, address: string): void;
  /**
   * Finds a visit: by the handle in the address (or in the form) and the cookie that belongs to it, by the token that
   * a page carries, or by `Authorization: Bearer`.
   * @throws LotseError `session-lost` if there is no such visit (any more), or not in this browser; `forbidden` where
   *   a page of another site sends a form with the browser's cookie
   */
  findVisit(request: Request): Promise<Visit>;
  /** Scripts that keep a page inside its visit. */
  scriptsOf(visit: IssuedVisit & Pick<Visit, 'carried'>): readonly PageScript[];
  /** Scripts for the page that says that a visit is lost: it may be in the browser's storage. */
  scriptsOfError(error: LotseError, request: Request): readonly PageScript[];
  /** To be mounted before the pages: opens them for browsers that keep no cookie. */
  readonly resume: RequestHandler;
}

const playing: readonly Scope[] = ['statements/write', 'statements/read/mine', 'state'];
const looking: readonly Scope[] = ['statements/read/mine'];

/** The address of a page inside a visit. */
export function addressInVisit({ handle }: Pick<IssuedVisit, 'handle'>, { path, parameters = {} }: PageLink): string {
  const query = new URLSearchParams({ visit: handle });
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return `${path}?${query.toString()}`;
}

/** The handle in a request's address, or in its form. */
function handleFrom(request: Request): string | undefined {
  const form: unknown = request.body;
  const posted = typeof form === 'object' && form !== null && 'visit' in form ? form.visit : undefined;
  const given = request.query['visit'] ?? posted;
  return isHandle(given) ? given : undefined;
}

function bearerOf(request: Request): string | undefined {
  return /^bearer +([\w~+/.-]+=*) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The token that a request brings, and whether a page of ours carried it. */
function presented(request: Request, publicUrl: string): { readonly token: string; readonly carried: boolean } {
  const bearer = bearerOf(request);
  if (bearer !== undefined) return { token: bearer, carried: false };
  const handle = handleFrom(request);
  if (handle === undefined) throw sessionLostError('no visit is named');
  const carried = carriedTokenOf(request, publicUrl);
  if (carried !== undefined) {
    if (handleOf(carried) !== handle) throw sessionLostError('the token is that of another visit');
    return { token: carried, carried: true };
  }
  const token = tokenFromCookie(request, publicUrl, handle);
  if (token === undefined) throw sessionLostError('the browser has no cookie of the visit that is named');
  // Browsers send cookies with forms of any site; a request that only reads changes nothing.
  if (!['GET', 'HEAD'].includes(request.method) && isFromElsewhere(request, publicUrl))
    throw new LotseError('forbidden', 'This form was not sent from a page of this server.');
  return { token, carried: false };
}

class GrantedVisits implements Visits {
  readonly resume: RequestHandler;
  readonly #parts: VisitParts;
  readonly #lifetimeMs: number;

  constructor(parts: VisitParts) {
    this.#parts = parts;
    this.#lifetimeMs = parts.hours * 3_600_000;
    this.resume = resumeVisits(parts.publicUrl);
  }

  async openVisit(
    organisation: OrganisationId,
    visit: VisitRecord,
    { isReadOnly = false, lifetimeMs = this.#lifetimeMs }: VisitLimits = {},
  ): Promise<IssuedVisit> {
    const { unit } = visit;
    const { token } = await this.#parts.access.issueGrant({
      organisation,
      actor: agentOfIdentity(visit.identity),
      session: JSON.stringify(visit),
      scopes: isReadOnly || unit === undefined ? looking : playing,
      expires: new Date(this.#parts.clock.now() + lifetimeMs).toISOString(),
      ...(unit === undefined ? {} : { activity: vocabularyFor(this.#parts.publicUrl).activity(unit.content.id) }),
    });
    return { token, handle: handleOf(token) };
  }

  setVisit(request: Request, response: Response, { token }: IssuedVisit, carried: boolean): void {
    if (!carried) setVisitCookie(request, response, this.#parts.publicUrl, { token, maxAge: this.#lifetimeMs });
  }

  enterVisit(
    request: Request,
    response: Response,
    opened: IssuedVisit,
    { carried, language, ...place }: PageLink & Pick<Visit, 'carried' | 'language'>,
  ): void {
    this.setVisit(request, response, opened, carried);
    this.redirectInVisit(response, { ...opened, carried, language }, addressInVisit(opened, place));
  }

  redirectInVisit(
    response: Response,
    { carried, language, token }: IssuedVisit & Pick<Visit, 'carried' | 'language'>,
    address: string,
  ): void {
    response.setHeader('Cache-Control', 'no-store');
    if (carried) sendCarryingPage(response, { language, address, token });
    else response.redirect(303, address);
  }

  async findVisit(request: Request): Promise<Visit> {
    const { token, carried } = presented(request, this.#parts.publicUrl);
    const grant = await this.#parts.access.resolveToken(token);
    const principal = this.#parts.access.principalOf(grant);
    const session = parseVisit(grant.session);
    if (principal.kind !== 'grant' || session === undefined || session.wayIn?.name === credentialWayIn)
      throw sessionLostError('the grant is no visit to these pages');
    return { ...session, organisation: grant.organisation, token, handle: handleOf(token), principal, carried };
  }

  scriptsOf({ handle, token, carried }: IssuedVisit & Pick<Visit, 'carried'>): readonly PageScript[] {
    return carried ? [{ source: '/assets/carry-visit.js', data: { visit: handle, token } }] : [];
  }

  scriptsOfError({ code }: LotseError, request: Request): readonly PageScript[] {
    return code === 'session-lost' && isHandle(request.query['visit']) && !isResumed(request)
      ? ['/assets/resume-visit.js']
      : [];
  }
}

/** Visits over the grants of the LRS. */
export function createVisits(parts: VisitParts): Visits {
  return new GrantedVisits(parts);
}
