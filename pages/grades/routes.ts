import express, { Router } from 'express';
import type { Clock, Logger } from '../../base/index.js';
import type { H5pContent } from '../../h5p-content/index.js';
import type { LrsStore, OrganisationId } from '../../lrs/index.js';
import type { Grade, Grades, Platforms } from '../../lti-tool/index.js';
import type { SignIn } from '../../people/index.js';
import { isLanguage, languageOf } from '../../web/index.js';
import { adminBase } from '../admin/index.js';
import { gradesQueryText, queryOfAddress, parseGradesQuery, type StateFilter } from './query.js';
import { renderGradesPage, type GradeRow } from './view.js';

/** Dependencies of the page of the grade queue. */
export interface GradesPageParts {
  readonly signIn: SignIn;
  readonly grades: Pick<Grades, 'page' | 'counts' | 'replay' | 'replayFailed'>;
  readonly platforms: Pick<Platforms, 'list'>;
  readonly content: {
    readonly catalogue: Pick<H5pContent['catalogue'], 'list'>;
    readonly attempts: Pick<H5pContent['attempts'], 'find'>;
  };
  readonly store: Pick<LrsStore, 'access'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Grades on one page. */
const pageSize = 50;

const statesOf: Readonly<Record<StateFilter, readonly Grade['state'][] | undefined>> = {
  open: ['waiting', 'failed'],
  waiting: ['waiting'],
  failed: ['failed'],
  declined: ['declined'],
  sent: ['sent'],
  all: undefined,
};

/** Grades with the titles of their units, as far as these exist. */
async function withTitles(
  { content }: Pick<GradesPageParts, 'content'>,
  organisation: OrganisationId,
  found: readonly Grade[],
): Promise<readonly GradeRow[]> {
  const titles = new Map((await content.catalogue.list(organisation)).map(({ id, title }) => [id, title]));
  return Promise.all(
    found.map(async (grade) => {
      const title = titles.get((await content.attempts.find(organisation, grade.registration))?.contentId ?? '');
      return title === undefined ? grade : { ...grade, title };
    }),
  );
}

/** `/grades` and POST `/grades/replay`, to be mounted at `adminBase` behind its sign-in. */
export function gradesPages(parts: GradesPageParts): Router {
  const { signIn, grades, platforms, store, clock, logger } = parts;
  const router = Router();
  router.get('/grades', async (request, response) => {
    const query = queryOfAddress(request);
    const session = await signIn.sessionFrom(request);
    if (session === undefined) return signIn.ask(request, response, `/grades?${gradesQueryText(query)}`);
    const { organisation } = session;
    const states = statesOf[query.state];
    const [found, counts, existing, named] = await Promise.all([
      grades.page(organisation, {
        limit: pageSize + 1,
        ...(states === undefined ? {} : { states }),
        ...(query.platform === undefined ? {} : { platform: query.platform }),
        ...(query.after === undefined ? {} : { after: query.after }),
      }),
      grades.counts(organisation),
      platforms.list(organisation),
      store.access.findOrganisation(organisation),
    ]);
    response.type('html').send(
      renderGradesPage({
        language: languageOf(request),
        organisation: named?.name ?? organisation,
        query,
        counts,
        platforms: existing,
        now: clock.now(),
        grades: await withTitles(parts, organisation, found.slice(0, pageSize)),
        more: found.length > pageSize,
      }),
    );
  });
  router.post(
    '/grades/replay',
    signIn.fromOwnPages,
    express.urlencoded({ extended: false, limit: '16kb' }),
    async (request, response) => {
      const session = await signIn.sessionFrom(request);
      const fields = (request.body ?? {}) as Record<string, unknown>;
      const { after: _, ...query } = parseGradesQuery(fields);
      // Without a valid sign-in the user is asked for one, and returns to the same list.
      if (session === undefined) return response.redirect(303, `${adminBase}/grades?${gradesQueryText(query)}`);
      const { organisation } = session;
      const id = typeof fields['id'] === 'string' ? fields['id'] : undefined;
      const replayed =
        fields['all'] === '1'
          ? await grades.replayFailed(organisation, query.platform)
          : id !== undefined && (await grades.replay(organisation, id))
            ? 1
            : 0;
      logger.info({ organisation, replayed }, 'grades replayed');
      const language = isLanguage(fields['language']) ? fields['language'] : languageOf(request);
      response.redirect(303, `${adminBase}/grades?${gradesQueryText({ ...query, replayed }, { language })}`);
    },
  );
  return router;
}
