import express, { Router } from 'express';
import { LotseError } from '../../../base/index.js';
import { parseJson, type XapiVersion, xapiVersionOf } from '../../../lrs/index.js';
import { type ReceiveParts, receiveEventStatements } from '../statements/receive.js';
import { type FindPlayLaunch, requirePlayScope } from './launch.js';

/** Largest request, in bytes. */
const maxBodyBytes = 1_048_576;
/** Most statements in one request. */
const maxStatements = 200;

function readVersion(header: string | undefined): XapiVersion {
  const version = xapiVersionOf(header);
  if (version !== undefined) return version;
  throw new LotseError('unsupported-version', 'Please send X-Experience-API-Version 1.0.3 or 2.0.0.');
}

/**
 * Receives the player's statements, like an xAPI client's (POST of one or of many). Other resources and
 * methods belong to the LRS under `/xapi`.
 */
export function xapiRoutes(parts: ReceiveParts, findLaunch: FindPlayLaunch): Router {
  const router = Router();
  router
    .route('/xapi/statements')
    .post(express.text({ limit: maxBodyBytes, type: 'application/json' }), async (request, response) => {
      const { principal, session } = await findLaunch(request);
      requirePlayScope(principal, 'statements/write');
      const version = readVersion(request.header('x-experience-api-version'));
      // As strict as the LRS itself: stored statements must also be readable there.
      const body = typeof request.body === 'string' ? parseJson(request.body) : undefined;
      if (typeof body !== 'object' || body === null)
        throw new LotseError('invalid-json', 'Please send a statement, or a list of statements, as application/json.');
      const statements: readonly unknown[] = Array.isArray(body) ? body : [body];
      if (statements.length > maxStatements)
        throw new LotseError('too-large', `One request may carry ${maxStatements} statements at most.`);
      const ids = await receiveEventStatements(parts, principal, session, statements, version);
      response.set('X-Experience-API-Version', version).json(ids);
    })
    .all((_request, _response, next) => {
      next(new LotseError('method-not-allowed', 'Statements are sent here by POST.'));
    });
  return router;
}
