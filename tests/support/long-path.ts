import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { starterFrameworks } from '../../competency/framework/index.js';
import type { CatalogueEntry } from '../../h5p-content/store/index.js';
import { pathPages } from '../../pages/path/index.js';
import { assets } from '../../web/index.js';
import { launchVisit, openOnPath, visitOf } from './grade-walk.js';
import { entry, LtiTool } from './lti-tool.js';
import { claim, membershipRole, PlatformPeer } from './platform-peer.js';

const frameworks = starterFrameworks();
const framework = frameworks.find('lotse')!;

/** What a network of many authors comes to: contents of every competency, unevenly many of each, and some without any. */
export function manyContents(count: number): readonly CatalogueEntry[] {
  const codes = framework.groups.flatMap(({ competencies }) => competencies.map(({ code }) => code));
  return Array.from({ length: count }, (_each, index): CatalogueEntry => {
    const title =
      index % 7 === 0
        ? `Betriebsunterweisungsdokumentationsverantwortlichkeiten klären, Teil ${index}`
        : `Lerneinheit ${index}`;
    const code = index % 9 === 0 ? undefined : codes[Math.floor((index % 29) ** 1.4) % codes.length]!;
    return {
      ...entry(`unit-${String(index).padStart(4, '0')}`, title),
      kind: index % 5 === 0 ? 'case' : 'unit',
      minutes: 3 + (index % 8),
      competencies:
        code === undefined ? [] : [{ framework: framework.id, code, level: ((index % 3) + 1) as 1 | 2 | 3 }],
      translations: index % 2 === 0 ? { en: { title: `Unit ${index}`, summary: `Summary of ${index}` } } : {},
    };
  });
}

/** The pages of an organisation that has many contents, on a server of its own. */
export interface LongPathSite {
  readonly tool: LtiTool;
  /** Address of the learning path for somebody who has completed the first so many units of it. */
  pathOf(subject: string, completed: readonly string[]): Promise<string>;
  /** Address of the picker for a trainer. */
  picker(): Promise<string>;
  close(): Promise<void>;
}

/** @param contents what the organisation has */
export async function openLongPath(contents: readonly CatalogueEntry[]): Promise<LongPathSite> {
  const peer = await PlatformPeer.start();
  const tool = await LtiTool.open(peer);
  tool.contents.splice(0, tool.contents.length, ...contents);
  tool.application.use(
    assets(),
    pathPages({
      visits: tool.visits,
      followAttempt: tool.launch.followAttempt,
      content: { catalogue: tool.catalogue, attempts: tool.attempts } as never,
      competency: { frameworks },
      people: tool.people,
    }),
  );
  // If a browser gets the visit's cookie, as it does at the end of a launch.
  tool.application.get('/enter', async (request, response) => {
    const { path, token } = request.query as { readonly path: string; readonly token: string };
    const visit = await visitOf(tool, token);
    tool.visits.enterVisit(request, response, visit, { path, carried: false, language: 'de' });
  });
  const server = createServer(tool.application);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const entryOf = (path: string, token: string): string =>
    `${url}/enter?${new URLSearchParams({ path, token }).toString()}`;
  return {
    tool,
    async pathOf(subject, completed) {
      const visit = await launchVisit(tool, (nonce) =>
        peer.claims(nonce, { sub: subject, [claim('custom')]: { page: 'path' } }),
      );
      for (const content of completed) tool.finish((await openOnPath(tool, visit, content)).registration);
      return entryOf('/path', visit.token);
    },
    async picker() {
      const { token } = await launchVisit(tool, (nonce) =>
        peer.claims(nonce, {
          sub: 'trainer',
          [claim('roles')]: [membershipRole('Instructor')],
          [claim('message_type')]: 'LtiDeepLinkingRequest',
          [claim('resource_link')]: undefined,
          [claim('custom')]: {},
          'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
            deep_link_return_url: `${peer.url}/return`,
            accept_types: ['ltiResourceLink'],
            accept_presentation_document_targets: ['iframe'],
            accept_multiple: true,
          },
        }),
      );
      return entryOf('/lti/deep-link', token);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await tool.close();
      await peer.close();
    },
  };
}
