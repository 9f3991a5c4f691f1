import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { type Clock, type Logger, LotseError } from '../../../base/index.js';
import { type Access, isLimited, parseJson, type Principal } from '../../../lrs/index.js';
import type { LrsStore, OrganisationId, Scope } from '../../../lrs/store/index.js';
import { createErrorHandler } from '../../../web/index.js';
import { answer } from './answer.js';
import { parseCondition } from './condition.js';
import { createDeletions, type Deletion } from './deletion.js';
import { iliasSoftware } from './dialect.js';
import { parseQuestion } from './question.js';
import { searchStatements } from './search.js';

/** Dependencies of the ILIAS endpoint. */
export interface IliasXapiParts {
  readonly access: Access;
  readonly store: Pick<LrsStore, 'statements' | 'access'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Requests of ILIAS's xAPI/cmi5 object beyond xAPI, in the terms of Learning Locker. */
export interface IliasXapi {
  /** To be mounted at `/api`, which ILIAS works out from the LRS's address. */
  readonly router: Router;
  /** Ends deletions in order. */
  stop(): Promise<void>;
}

const maxQuestionLength = 200_000;

/** A JSON parameter that stands alone in the address. */
function readParameter(request: Request, name: string): unknown {
  const query = new URLSearchParams(request.originalUrl.split('?').slice(1).join('?'));
  const [value, ...others] = query.getAll(name);
  if (value === undefined || others.length > 0 || query.size !== 1)
    throw new LotseError('invalid-parameter', `This address takes the parameter ${name}, and no other.`, {
      path: name,
    });
  if (value.length > maxQuestionLength)
    throw new LotseError('too-large', `The parameter ${name} is too long.`, { path: name });
  try {
    return parseJson(value);
  } catch (caught) {
    throw new LotseError('invalid-parameter', `The parameter ${name} is not JSON.`, { path: name, cause: caught });
  }
}

const batchFilter = z.strictObject({ _id: z.strictObject({ $oid: z.string().regex(/^[0-9a-f]{24}$/) }) });
const deletionBody = z.strictObject({ filter: z.unknown() });

/** A deletion as Learning Locker describes its own. */
function described({ id, organisation, created, done, erased }: Deletion): object {
  return { _id: id, organisation, createdAt: created, total: erased, deleteCount: erased, processing: !done, done };
}

export function createIliasXapi({ access, store, clock, logger }: IliasXapiParts): IliasXapi {
  const deletions = createDeletions({ store, clock, logger });

  /** The organisation is the credential's; nobody else's credential has any business here. */
  const authenticate =
    (scope: Scope): RequestHandler =>
    async (request, response, next) => {
      const principal = await access.authenticate(request.get('authorization'), request.ip);
      if (principal.kind !== 'credential' || principal.software !== iliasSoftware || isLimited(principal)) {
        throw new LotseError(
          'forbidden',
          'This address answers ILIAS alone. Make a credential for it: npx lotse credential create --for ilias',
        );
      }
      if (!access.allows(principal, scope))
        throw new LotseError('forbidden', `This needs the scope ${scope}, which the credential does not have.`);
      response.locals['principal'] = principal;
      next();
    };
  const organisationOf = ({ locals }: Response): OrganisationId => (locals['principal'] as Principal).organisation;

  const aggregate: RequestHandler = async (request, response) => {
    const organisation = organisationOf(response);
    const question = parseQuestion(readParameter(request, 'pipeline'));
    const text = await answer(
      question,
      searchStatements({ statements: store.statements, organisation, condition: question.condition }),
    );
    response.type('application/json').send(text);
  };

  const initialise: RequestHandler = (request, response) => {
    const organisation = organisationOf(response);
    const body = deletionBody.safeParse(request.body);
    if (!body.success)
      throw new LotseError('bad-request', 'The body must be a JSON object with a filter, and nothing else.');
    response.json(described(deletions.begin(organisation, parseCondition(body.data.filter))));
  };

  const connection: RequestHandler = (request, response) => {
    const organisation = organisationOf(response);
    const parsed = batchFilter.safeParse(readParameter(request, 'filter'));
    if (!parsed.success)
      throw new LotseError('invalid-parameter', 'A deletion is asked for by its _id.', { path: 'filter' });
    const deletion = deletions.find(organisation, parsed.data._id.$oid);
    response.json({
      edges: deletion === undefined ? [] : [{ cursor: deletion.id, node: described(deletion) }],
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    });
  };

  const router = Router();
  router.get('/statements/aggregate', authenticate('statements/read'), aggregate);
  router.post('/v2/batchdelete/initialise', authenticate('all'), express.json({ limit: '1mb' }), initialise);
  router.get('/connection/batchdelete', authenticate('all'), connection);
  router.use(createErrorHandler(logger));
  return { router, stop: () => deletions.stop() };
}
