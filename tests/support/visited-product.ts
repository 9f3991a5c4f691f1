import type { RequestListener } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import request, { type Test } from 'supertest';
import { composeLotse } from '../../app/index.js';
import { isoNow, newSecret, newUuid, readConfiguration, systemClock } from '../../base/index.js';
import { agentKey } from '../../lrs/statement/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import { agentOfIdentity } from '../../people/identity/index.js';
import { createVisits, type VisitRecord, type IssuedVisit, type Visits } from '../../people/visit/index.js';
import { productEnvironment, productPlace } from './product.js';
import { temporaryFolder } from './sqlite.js';

/** The whole product without a server, and a way in of a test's own: nothing of LTI takes part. */
export interface VisitedProduct {
  readonly application: RequestListener;
  readonly publicUrl: string;
  readonly visits: Visits;
  readonly nord: OrganisationId;
  readonly sued: OrganisationId;
  /** What the log says, one line after the other. */
  readonly log: () => string;
  /** Begins a visit of a person who came without an LMS, with a unit before them. */
  enter(overrides?: Partial<VisitRecord>, organisation?: OrganisationId): Promise<IssuedVisit>;
  /** A request of a browser. @param visits whose cookies it keeps */
  get(path: string, ...visits: readonly IssuedVisit[]): Test;
  close(): Promise<void>;
}

export const unitId = 'd1-entwicklungsgespraech';

/** The cookie of a visit as a browser sends it back, over http. */
export function cookieOf({ handle, token }: IssuedVisit): string {
  return `lotse-visit-${handle}=${token}`;
}

export async function openVisitedProduct(): Promise<VisitedProduct> {
  const folder = await temporaryFolder();
  const place = await productPlace(join(folder.path, 'data'));
  await mkdir(join(place.data, 'keys'), { recursive: true });
  await writeFile(join(place.data, 'keys', 'encryption-key'), newSecret());
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const lotse = await composeLotse(readConfiguration(productEnvironment(place)), logger, 'serve');
  const [nord, sued] = [organisationId('nordwerk')!, organisationId('suedwerk')!];
  for (const id of [nord, sued]) await lotse.organisations.provision({ id, name: id });
  await lotse.competency.start();
  const { publicUrl } = lotse.configuration;
  const visits = createVisits({ access: lotse.lrs.access, clock: systemClock, publicUrl, hours: 1 });
  return {
    application: lotse.application,
    publicUrl,
    visits,
    nord,
    sued,
    log: () => lines.join(''),
    async enter(overrides = {}, organisation = nord) {
      const identity = { issuer: 'urn:example:idp', subject: `employee-${newUuid()}` };
      const [person] = await lotse.people.ensurePersons(
        organisation,
        [{ ...identity, newPerson: newUuid(), name: 'Aylin Kaya' }],
        isoNow(systemClock),
      );
      const attempt = await lotse.content.attempts.ensure({
        organisation,
        actor: agentKey(agentOfIdentity(identity)),
        contentId: unitId,
        placement: 'intranet',
      });
      return visits.openVisit(organisation, {
        person: person!,
        identity,
        roles: ['learner'],
        language: 'de',
        platform: 'Intranet',
        placement: 'intranet',
        path: true,
        unit: { registration: attempt.registration, content: { id: unitId, version: attempt.version } },
        ...overrides,
      });
    },
    get: (path, ...opened) =>
      request(lotse.application).get(path).set('Accept', 'text/html').set('Cookie', opened.map(cookieOf).join('; ')),
    async close() {
      await lotse.competency.stop();
      await lotse.close();
      await folder.remove();
    },
  };
}
