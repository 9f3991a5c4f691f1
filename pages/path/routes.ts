import { LotseError } from '../../base/index.js';
import type { CompetencyService } from '../../competency/index.js';
import type { H5pContent } from '../../h5p-content/index.js';
import type { PeopleQueries, Visits } from '../../people/index.js';
import {
  actorsOf,
  navigationFor,
  openUnit,
  pageAddresses,
  receive,
  shownFramework,
  type UnitParts,
} from '../shared/index.js';
import { renderAreaPage } from './area-view.js';
import { areaPageOf } from './step-ranges.js';
import { inDidacticOrder } from './order.js';
import { withProgress } from './progress.js';
import { renderPathPage } from './view.js';
import express, { Router, type Request } from 'express';

/** Dependencies of the pages of the learning path. */
export interface PathPageParts extends Pick<UnitParts, 'followAttempt'> {
  readonly visits: Visits;
  readonly content: Pick<H5pContent, 'catalogue' | 'attempts'>;
  readonly competency: Pick<CompetencyService, 'frameworks'>;
  readonly people: PeopleQueries;
}

/** The requested page of an area; anything invalid leads to the whole path. */
function askedArea({ query: { area, page } }: Request): { readonly area: string; readonly page: number } | undefined {
  return typeof area === 'string'
    ? { area, page: typeof page === 'string' && /^\d{1,4}$/.test(page) ? Number(page) : 1 }
    : undefined;
}

/** `/path`: the whole path, with `area` and `page` a part of it; POST `/path/open` opens one content. */
export function pathPages(parts: PathPageParts): Router {
  const { visits, content, competency, people } = parts;
  const router = Router();
  router.get('/path', async (request, response) => {
    const visit = await receive(visits, request, response);
    if (visit.path !== true)
      throw new LotseError('session-lost', 'This launch did not lead to a learning path.', {
        detail: 'path: launch of something else',
      });
    const { organisation } = visit;
    const framework = competency.frameworks.find(shownFramework);
    if (framework === undefined) throw new LotseError('not-found', 'This competency framework does not exist.');
    const [contents, attempts] = await Promise.all([
      content.catalogue.list(organisation),
      content.attempts.list(organisation, await actorsOf(people, visit, visit.person)),
    ]);
    const path = withProgress(inDidacticOrder(contents, framework), attempts);
    const requested = askedArea(request);
    const area = requested && areaPageOf(path, requested.area, requested.page);
    const areaLink = (name: string, page: number): string =>
      visit.link('/path', { area: name, page: page === 1 ? undefined : String(page) });
    const shared = {
      language: visit.shownIn,
      navigation: navigationFor(visit, 'path'),
      hidden: visit.hidden,
      frame: visit.pageFrame,
    };
    response.type('html').send(
      requested === undefined || area === undefined
        ? renderPathPage({ ...shared, path, graded: visit.graded === true && !visit.trainer, areaLink })
        : renderAreaPage({
            ...shared,
            area,
            framework,
            whole: visit.link('/path'),
            turnTo: (page) => areaLink(requested.area, page),
          }),
    );
  });
  router.post('/path/open', express.urlencoded({ extended: false, limit: '16kb' }), async (request, response) => {
    const visit = await receive(visits, request, response);
    const chosen: unknown = (request.body as Record<string, unknown> | undefined)?.['content'];
    if (typeof chosen !== 'string' || chosen === '')
      throw new LotseError('unknown-content', 'This learning unit does not exist (any more).');
    const opened = await openUnit({ ...parts, attempts: content.attempts }, visit, chosen);
    const requested: unknown = (request.body as Record<string, unknown> | undefined)?.['language'];
    visits.enterVisit(request, response, opened, {
      path: pageAddresses.unit,
      parameters: { language: typeof requested === 'string' ? requested : undefined },
      carried: visit.carried,
      language: visit.shownIn,
    });
  });
  return router;
}
