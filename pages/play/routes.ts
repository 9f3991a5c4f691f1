import { Router } from 'express';
import { LotseError } from '../../base/index.js';
import type { CompetencyService } from '../../competency/index.js';
import { type CatalogueEntry, type H5pContent, readPlaySession } from '../../h5p-content/index.js';
import type { Launch } from '../../lti-tool/index.js';
import type { Language } from '../../web/index.js';
import { attemptPath, navigationFor, receive } from '../shared/index.js';
import { playPage } from './view.js';

/** What the play page needs. */
export interface PlayPageParts {
  readonly launch: Launch;
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
export function playPages({ launch, content, competency }: PlayPageParts): Router {
  const router = Router();
  router.get('/play', async (request, response) => {
    const visit = await receive(launch, request, response);
    if (visit.session.content === undefined)
      throw new LotseError('unknown-content', 'This launch has no learning unit.');
    const { language } = visit;
    const session = { ...readPlaySession(visit.grant.session), language };
    const model = await content.play.model({ session, principal: visit.principal, token: visit.token });
    const entry = await content.catalogue.find(visit.grant.organisation, visit.session.content.id);
    response.type('html').send(
      playPage({
        language,
        model,
        entry,
        competencies: competenciesOf(competency, entry, language),
        trainer: visit.trainer,
        navigation: navigationFor(visit, 'play'),
        frame: visit.frame,
        startOver: visit.link('/play/start-over'),
        matrix: visit.link('/matrix'),
        answers: visit.link(attemptPath({}, visit.session.content.id, visit.session.registration)),
      }),
    );
  });
  router.post('/play/start-over', async (request, response) => {
    const visit = await receive(launch, request, response);
    const token = await launch.startOver(visit);
    const { searchParams } = new URL(visit.link('/play'), 'http://localhost');
    searchParams.set('launch', token);
    response.redirect(303, `/play?${searchParams.toString()}`);
  });
  return router;
}
