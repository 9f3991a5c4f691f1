import type { Request, Response } from 'express';
import type { AgentKey } from '../../lrs/index.js';
import {
  addressInVisit,
  agentKeyOfIdentity,
  ancestorsOf,
  canSeeOthersRatings,
  type PeopleQueries,
  type Visit,
  type Visits,
} from '../../people/index.js';
import {
  contentSecurityPolicy,
  isLanguage,
  type Language,
  type NavigationLink,
  type PageScript,
} from '../../web/index.js';
import { pageAddresses } from './page-addresses.js';
import { visitTexts } from './texts.js';

/** Layout options that depend on the surrounding site. */
export interface PageFrame {
  /** Inside a page of the other site's; a window of its own otherwise. */
  readonly embedded: boolean;
  readonly scripts: readonly PageScript[];
}

/** Inside a frame without a fixed height, the page reports its own height. */
function heightScripts({ frame }: Visit): readonly PageScript[] {
  return frame?.embedded === true && !frame.fixedHeight ? ['/assets/frame-height.js'] : [];
}

/** A request to a page inside a visit. */
export interface PageVisit extends Visit {
  readonly shownIn: Language;
  /** True if the person may see other people's ratings in this course. */
  readonly trainer: boolean;
  /** Fields that keep a form inside this visit. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly pageFrame: PageFrame;
  /** An address of ours that stays inside this visit. */
  link(path: string, parameters?: Readonly<Record<string, string | undefined>>): string;
}

function parameter(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Finds the visit of a request; sets the headers of a page that the site around it may frame.
 * @throws LotseError `session-lost` if the visit has expired, or is not in this browser
 */
export async function receive(
  visits: Pick<Visits, 'findVisit' | 'scriptsOf'>,
  request: Request,
  response: Response,
): Promise<PageVisit> {
  // Until it is known which LMS frames the page, an error must be visible in any frame.
  response.setHeader('Content-Security-Policy', contentSecurityPolicy('*'));
  const visit = await visits.findVisit(request);
  const requested = parameter(request, 'language');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(ancestorsOf(visit)));
  return {
    ...visit,
    shownIn: isLanguage(requested) ? requested : visit.language,
    pageFrame: {
      embedded: visit.frame?.embedded === true,
      scripts: [...visits.scriptsOf(visit), ...heightScripts(visit)],
    },
    trainer: canSeeOthersRatings(visit.roles),
    hidden: { visit: visit.handle, ...(requested === undefined ? {} : { language: requested }) },
    link: (path, parameters = {}) =>
      addressInVisit(visit, {
        path,
        parameters: { language: requested, profile: parameter(request, 'profile'), ...parameters },
      }),
  };
}

/** The keys of all actors a person is known as. */
export async function actorsOf(
  people: Pick<PeopleQueries, 'listIdentities'>,
  visit: Pick<Visit, 'organisation'>,
  person: string,
): Promise<readonly AgentKey[]> {
  return (await people.listIdentities(visit.organisation, person)).map(agentKeyOfIdentity);
}

/** The page's navigation for the visitor's role. */
export function navigationFor(
  visit: PageVisit,
  current: 'path' | 'play' | 'matrix' | 'team' | 'attempt',
): readonly NavigationLink[] {
  const text = visitTexts(visit.shownIn);
  const { path, unit, matrix, team } = pageAddresses;
  const links: NavigationLink[] = [];
  if (visit.path === true) links.push({ href: visit.link(path), label: text('path'), current: current === 'path' });
  if (visit.unit !== undefined)
    links.push({ href: visit.link(unit), label: text('unit'), current: current === 'play' });
  links.push({ href: visit.link(matrix), label: text('matrix'), current: current === 'matrix' });
  if (visit.trainer) links.push({ href: visit.link(team), label: text('team'), current: current === 'team' });
  // Inside the frame, a browser would withhold the LMS's own session cookie: Moodle would show its login page there.
  if (visit.returnUrl !== undefined) links.push({ href: visit.returnUrl, label: text('back'), wholeWindow: true });
  return links;
}

/** The role profile that a page shows. */
export function profileOf(request: Request, fallback: string): string {
  return parameter(request, 'profile') ?? fallback;
}
