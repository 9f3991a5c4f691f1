import { LotseError } from '../../base/index.js';
import type { CompetencyService } from '../../competency/index.js';
import type { CatalogueEntry, H5pContent } from '../../h5p-content/index.js';
import { parsePlayedUnit, type Visits } from '../../people/index.js';
import type { Language } from '../../web/index.js';
import { attemptPath, navigationFor, pageAddresses, receive, startOver, type UnitParts } from '../shared/index.js';
import { renderPlayPage } from './view.js';
import express, { Router } from 'express';

/** Dependencies of the play page. */
export interface PlayPageParts extends Pick<UnitParts, 'followAttempt'> {
  readonly visits: Visits;
  readonly content: H5pContent;
  readonly competency: CompetencyService;
}

function competenciesOf(
  { frameworks }: CompetencyService,
  entry: CatalogueEntry | undefined,
  language: Language,
): readonly string[] {
  return (entry?.competencies ?? []).map(({ framework, code }) => {
    const name = frameworks.competency(framework, code)?.name[language];
    return name === undefined ? code : `${code} ${name}`;
  });
}

/** `/play`: the unit of a launch; POST `/play/start-over` begins a new attempt. */
export function playPages(parts: PlayPageParts): Router {
  const { visits, content, competency } = parts;
  const router = Router();
  router.get('/play', async (request, response) => {
    const visit = await receive(visits, request, response);
    if (visit.unit === undefined) throw new LotseError('unknown-content', 'This launch has no learning unit.');
    const { shownIn: language, unit } = visit;
    const session = { ...parsePlayedUnit(visit.principal.session), language };
    const model = await content.play.model({ session, principal: visit.principal, token: visit.token });
    const entry = await content.catalogue.find(visit.organisation, unit.content.id);
    response.type('html').send(
      renderPlayPage({
        language,
        model,
        entry,
        competencies: competenciesOf(competency, entry, language),
        trainer: visit.trainer,
        navigation: navigationFor(visit, 'play'),
        frame: visit.pageFrame,
        startOver: visit.link('/play/start-over'),
        matrix: visit.link('/matrix'),
        answers: visit.link(attemptPath({}, unit.content.id, unit.registration)),
      }),
    );
  });
  // A page that carries its visit sends the token as a field.
  const form = express.urlencoded({ extended: false, limit: '1kb' });
  router.post('/play/start-over', form, async (request, response) => {
    const visit = await receive(visits, request, response);
    const opened = await startOver({ ...parts, attempts: content.attempts }, visit);
    const { language, profile } = request.query;
    visits.enterVisit(request, response, opened, {
      path: pageAddresses.unit,
      parameters: {
        language: typeof language === 'string' && language !== '' ? language : undefined,
        profile: typeof profile === 'string' && profile !== '' ? profile : undefined,
      },
      carried: visit.carried,
      language: visit.shownIn,
    });
  });
  return router;
}
