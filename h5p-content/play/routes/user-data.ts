import express, { Router, type Request } from 'express';
import { z } from 'zod';
import { type Clock, isoNow, LotseError } from '../../../base/index.js';
import { parseJson } from '../../../lrs/index.js';
import type { AttemptScope, ContentStore, StatePrecondition } from '../../store/index.js';
import { type FindPlayLaunch, type PlayLaunch, requireContent, requirePlayScope } from './launch.js';

/** Maximum size of one state of a content or sub-content, as sent, in bytes. */
const maxStateBytes = 262_144;
/** Maximum number of states of one attempt. */
const maxStates = 64;

const name = /^[\w.-]{1,64}$/;
const form = z.object({
  data: z.string(),
  preload: z.enum(['0', '1']).optional(),
  footing: z.string().max(1_000).optional(),
});
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const writer = z.object({ page: z.string().regex(/^[\w-]{8,64}$/), serial: count });
const precondition = z.object({ revision: count, writer, follows: writer.optional() });

/**
 * Our player's precondition for overwriting the state; H5P core sends none.
 * @throws LotseError `bad-request` if it cannot be read, `invalid-json`
 */
function readPrecondition(text: string | undefined): StatePrecondition | undefined {
  if (text === undefined) return undefined;
  const parsed = precondition.safeParse(parseJson(text));
  if (!parsed.success)
    throw new LotseError(
      'bad-request',
      'The field footing must say what the learner state was made from: a revision, and the page that made it.',
    );
  const { revision, writer: by, follows } = parsed.data;
  return { revision, writer: by, ...(follows === undefined ? {} : { follows }) };
}

interface Address {
  readonly launch: PlayLaunch;
  readonly scope: AttemptScope;
  readonly dataType: string;
  readonly subContentId: string;
}

/** The state that a request addresses. Person and attempt are the launch's own: no address can name another's. */
async function readAddress(
  findLaunch: FindPlayLaunch,
  request: Request<{ contentId: string; dataType: string; subContentId: string }>,
): Promise<Address> {
  const launch = await findLaunch(request as Request);
  const { contentId, dataType, subContentId } = request.params;
  requireContent(launch.session, contentId);
  requirePlayScope(launch.principal, 'state');
  if (!name.test(dataType) || !name.test(subContentId))
    throw new LotseError('invalid-parameter', 'The name of the learner state is not one that H5P uses.');
  const { registration, person } = launch.session;
  return { launch, scope: { contentId, registration, person }, dataType, subContentId };
}

/**
 * H5P's content user data: GET one state, POST a new one in its place, POST `data=0` to remove it. Answers have the
 * form that H5P core expects, `{ success, data }`; a stored state's `revision` is for our player. With a
 * `precondition` (JSON, {@link StatePrecondition}) a new state is refused (412) if another page has written since.
 */
export function userDataRoutes(store: ContentStore, findLaunch: FindPlayLaunch, clock: Clock): Router {
  const router = Router();
  router
    .route('/user-data/:contentId/:dataType/:subContentId')
    .get(async (request, response) => {
      const { launch, scope, dataType, subContentId } = await readAddress(findLaunch, request);
      const state = await store.states.findState(launch.principal.organisation, scope, dataType, subContentId);
      response.set('Cache-Control', 'no-store').json({ success: true, data: state?.data ?? false });
    })
    .post(
      express.urlencoded({ extended: false, limit: maxStateBytes, parameterLimit: 10 }),
      async (request, response) => {
        const {
          launch: {
            principal: { organisation },
          },
          scope,
          dataType,
          subContentId,
        } = await readAddress(findLaunch, request);
        const parsed = form.safeParse(request.body);
        if (!parsed.success)
          throw new LotseError('bad-request', 'The learner state must come as a form with the field data.');
        const { data, preload, footing: text } = parsed.data;
        response.set('Cache-Control', 'no-store');
        if (data === '0') {
          await store.states.removeState(organisation, scope, dataType, subContentId);
          response.json({ success: true });
          return;
        }
        if (
          (await store.states.findState(organisation, scope, dataType, subContentId)) === undefined &&
          (await store.states.listStates(organisation, scope)).length >= maxStates
        ) {
          throw new LotseError('too-large', `One attempt may keep ${maxStates} learner states at most.`);
        }
        const revision = await store.states.writeState(
          organisation,
          scope,
          { dataType, subContentId, data, preload: preload === '1' },
          isoNow(clock),
          readPrecondition(text),
        );
        if (revision === undefined)
          throw new LotseError(
            'precondition-failed',
            'This unit has gone on in another window or on another device. Please reload the page.',
          );
        response.json({ success: true, revision });
      },
    );
  return router;
}
