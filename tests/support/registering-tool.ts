import express, { type Express } from 'express';
import { pino } from 'pino';
import request, { type Response, type Test } from 'supertest';
import { iliasAdapter } from '../../adapters/ilias/index.js';
import { moodleAdapter } from '../../adapters/moodle/index.js';
import { newSecret } from '../../base/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import { createPlatforms, type PlatformNetwork, type Platforms } from '../../lti-tool/platform/index.js';
import { invite, registrationRouter } from '../../lti-tool/registration/index.js';
import type { LtiStore } from '../../lti-tool/store/index.js';
import { createPageErrorHandler } from '../../web/index.js';
import { requestId } from './express-door.js';
import { temporaryStores } from './sqlite.js';

export const publicUrl = 'https://lotse.test:8443/werkbank';
export const nord = organisationId('nordwerk')!;

interface Parts {
  readonly application: Express;
  readonly store: LtiStore;
  readonly platforms: Platforms;
  readonly log: Record<string, unknown>[];
  readonly clock: { now(): number; ahead: number };
  readonly close: () => Promise<void>;
}

/** The tool's registration on a store of its own, with a clock that can be set ahead. */
export class RegisteringTool implements Parts {
  readonly application: Express;
  readonly store: LtiStore;
  readonly platforms: Platforms;
  readonly log: Record<string, unknown>[];
  readonly clock: { now(): number; ahead: number };
  readonly close: () => Promise<void>;

  private constructor(parts: Parts) {
    ({
      application: this.application,
      store: this.store,
      platforms: this.platforms,
      log: this.log,
      clock: this.clock,
      close: this.close,
    } = parts);
  }

  static async open(network: PlatformNetwork = { allowInternal: true }): Promise<RegisteringTool> {
    const { stores, close } = await temporaryStores();
    const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
    const log: Record<string, unknown>[] = [];
    const logger = pino(
      { base: null },
      { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
    );
    const [store, lrs] = [stores.lti, stores.lrs];
    await lrs.access.createOrganisation({
      id: nord,
      name: 'Nordwerk <GmbH>',
      created: new Date(clock.now()).toISOString(),
    });
    const platforms = createPlatforms({
      store,
      clock,
      encryptionKey: newSecret(),
      network,
      adapters: [moodleAdapter, iliasAdapter],
    });
    const application = express();
    application.use(requestId());
    application.use(
      '/lti',
      registrationRouter({
        store,
        organisations: lrs.access,
        platforms,
        clock,
        logger,
        publicUrl,
        allowInternal: network.allowInternal,
      }),
    );
    application.use(createPageErrorHandler(logger));
    return new RegisteringTool({ application, store, platforms, log, clock, close });
  }

  /** A fresh invitation's secret. */
  async invitation(organisation: OrganisationId = nord): Promise<string> {
    const { url } = await invite({ store: this.store, clock: this.clock, publicUrl }, organisation);
    return new URL(url).searchParams.get('invitation')!;
  }

  /** Opens the registration as the LMS does. */
  show(parameters: Readonly<Record<string, string>>, language = 'de'): Test {
    return request(this.application)
      .get('/lti/register')
      .query(parameters)
      .set('Accept', 'text/html')
      .set('Accept-Language', language);
  }

  /** Presses the button of the page. */
  agree(page: Response): Test {
    return request(this.application)
      .post('/lti/register')
      .type('form')
      .set('Accept', 'text/html')
      .send(fieldsOf(page.text));
  }

  get reasons(): readonly unknown[] {
    return this.log.map(({ detail }) => detail).filter((detail) => detail !== undefined);
  }
}

/** The hidden fields of a form. */
export function fieldsOf(markup: string): Record<string, string> {
  const plain = (text: string): string =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  return Object.fromEntries(
    [...markup.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [
      name!,
      plain(value!),
    ]),
  );
}
