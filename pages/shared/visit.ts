import type { AgentKey } from '../../lrs/index.js';
import { ancestorsOf, type Launch, type LaunchSession, type LaunchVisit } from '../../lti-tool/index.js';
import { agentKeyOfIdentity, type PeopleQueries } from '../../people/index.js';
import { contentSecurityPolicy, isLanguage, type Language, type NavigationLink } from '../../web/index.js';
import { visitTexts } from './texts.js';
import type { Request, Response } from 'express';

/** What follows from where the LMS shows us (`launch_presentation`). */
export interface PageFrame {
  /** Inside a page of the LMS's; a window of its own otherwise. */
  readonly embedded: boolean;
  readonly scripts: readonly string[];
}

/** Inside a frame whose height the LMS has not settled on, the page tells how high it is. */
function frameOf({ documentTarget, fixedHeight = false }: LaunchSession): PageFrame {
  const embedded = documentTarget !== 'window';
  return { embedded, scripts: embedded && !fixedHeight ? ['/assets/frame-height.js'] : [] };
}

/** A request to a page inside a launch. */
export interface Visit extends LaunchVisit {
  readonly language: Language;
  /** Whether the person may see other people's ratings in this course. */
  readonly trainer: boolean;
  /** The launch token itself. */
  readonly token: string;
  /** Fields that keep a form inside this launch. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly frame: PageFrame;
  /** An address of ours that stays inside this launch. */
  link(path: string, parameters?: Readonly<Record<string, string | undefined>>): string;
}

function parameter(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Who visits, by the launch token in the request; sets the headers of a page that the LMS may frame.
 * @throws LotseError `session-lost` where the launch has expired
 */
export async function receive(
  launch: Pick<Launch, 'sessionFrom'>,
  request: Request,
  response: Response,
): Promise<Visit> {
  // Until it is known which LMS frames the page, an error must show in any frame.
  response.setHeader('Content-Security-Policy', contentSecurityPolicy('*'));
  const visit = await launch.sessionFrom(request);
  const { session } = visit;
  const { token } = visit;
  const asked = parameter(request, 'language');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(ancestorsOf(session)));
  return {
    ...visit,
    token,
    frame: frameOf(session),
    language: isLanguage(asked) ? asked : session.language,
    trainer: session.roles.includes('instructor') || session.roles.includes('administrator'),
    hidden: { launch: token, ...(asked === undefined ? {} : { language: asked }) },
    link: (path, parameters = {}) => {
      const query = new URLSearchParams({ launch: token });
      const kept = { language: asked, profile: parameter(request, 'profile'), ...parameters };
      for (const [name, value] of Object.entries(kept)) if (value !== undefined) query.set(name, value);
      return `${path}?${query.toString()}`;
    },
  };
}

/** The actor keys of everything the visitor is known as. */
export async function actorsOf(
  people: PeopleQueries,
  visit: LaunchVisit,
  person: string,
): Promise<readonly AgentKey[]> {
  return (await people.listIdentities(visit.grant.organisation, person)).map(agentKeyOfIdentity);
}

/** The page's navigation, the way the visitor's role allows. */
export function navigationFor(
  visit: Visit,
  current: 'path' | 'play' | 'matrix' | 'team' | 'attempt',
): readonly NavigationLink[] {
  const text = visitTexts(visit.language);
  const links: NavigationLink[] = [];
  if (visit.session.path !== undefined)
    links.push({ href: visit.link('/path'), label: text('path'), current: current === 'path' });
  if (visit.session.content !== undefined)
    links.push({ href: visit.link('/play'), label: text('unit'), current: current === 'play' });
  links.push({ href: visit.link('/matrix'), label: text('matrix'), current: current === 'matrix' });
  if (visit.trainer) links.push({ href: visit.link('/team'), label: text('team'), current: current === 'team' });
  // In the frame, a browser would keep the LMS's own session from it: Moodle would show its login page there.
  if (visit.session.returnUrl !== undefined)
    links.push({ href: visit.session.returnUrl, label: text('back'), wholeWindow: true });
  return links;
}

/** The role profile that a page shows. */
export function profileOf(request: Request, fallback: string): string {
  return parameter(request, 'profile') ?? fallback;
}
