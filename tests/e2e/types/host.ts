import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { projectRoot } from '../../support/project-root.js';

/** One content to play: what an H5P host would know about it. */
export interface Scenario {
  readonly library: 'Lotse.MicroUnit 1.0' | 'Lotse.CaseExercise 1.0';
  readonly parameters: unknown;
  readonly language?: 'de' | 'en';
  /** What `getCurrentState` gave earlier. */
  readonly state?: unknown;
}

export interface Host {
  /** Address of a page that plays the content with H5P core alone. */
  play(scenario: Scenario): string;
  close(): Promise<void>;
}

/** The activity IRI of the content in every scenario. */
export const activity = 'https://lms.example/activities/1';

const core = join(projectRoot, 'node_modules', 'h5p-standalone', 'dist');
const libraries = join(projectRoot, 'dist', 'h5p-libraries');
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320"><rect width="640" height="320" fill="#8fbfbd"/><circle cx="480" cy="110" r="46" fill="#f2b45a"/><path d="M0 250c120-50 220 40 340 0s200-30 300 10v60H0z" fill="#0e5a63"/></svg>';

/** A minimal H5P host: core and the built libraries as static files, and a page with a hand-made H5PIntegration. */
export async function startHost(): Promise<Host> {
  const scenarios: Scenario[] = [];
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://host.example').pathname, scenarios, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    play: (scenario) => `${origin}/play/${scenarios.push(scenario) - 1}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(path: string, scenarios: readonly Scenario[], response: ServerResponse): Promise<void> {
  const [, kind, ...rest] = path.split('/');
  const scenario = kind === 'play' ? scenarios[Number(rest[0])] : undefined;
  if (scenario) return send(response, 'text/html', page(scenario));
  if (path === '/h5p/content/1/images/harbour.svg') return send(response, 'image/svg+xml', picture);
  if (path === '/favicon.ico') return send(response, 'image/svg+xml', picture);
  const folder = kind === 'core' ? core : kind === 'libraries' ? libraries : undefined;
  if (folder === undefined) return refuse(response);
  const file = normalize(join(folder, ...rest));
  if (!file.startsWith(folder)) return refuse(response);
  try {
    send(response, mediaTypes[extname(file)] ?? 'application/octet-stream', await readFile(file));
  } catch {
    refuse(response);
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(404).end();
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
}

function page({ library, parameters, language = 'de', state }: Scenario): string {
  const folder = library.replace(' ', '-');
  const stem = library.startsWith('Lotse.MicroUnit') ? 'micro-unit' : 'case-exercise';
  const integration = {
    baseUrl: '',
    url: '/h5p',
    siteUrl: 'https://lms.example',
    saveFreq: 3600,
    postUserStatistics: false,
    ajax: { contentUserData: '/state', setFinished: '/finished' },
    l10n: { H5P: {} },
    contents: {
      'cid-1': {
        library,
        jsonContent: JSON.stringify(parameters),
        fullScreen: 0,
        url: activity,
        displayOptions: { frame: false, export: false, embed: false, copyright: false, icon: false },
        metadata: { title: 'Title in the host', defaultLanguage: language },
        contentUserData: [{ state: state === undefined ? false : JSON.stringify(state) }],
      },
    },
  };
  const json = JSON.stringify(integration).replace(/</g, '\\u003c');
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>H5P</title><link rel="stylesheet" href="/core/styles/h5p.css"><link rel="stylesheet" href="/libraries/${folder}/${stem}.css">
<style>body{margin:0}</style>
<script>window.H5PIntegration = ${json};</script><script src="/core/frame.bundle.js"></script>
<script>window.H5P = window.H5P || window['h5p-standalone'].H5P; window.statements = []; window.resizes = 0;
H5P.externalDispatcher.on('xAPI', function (event) { window.statements.push(JSON.parse(JSON.stringify(event.data.statement))); });</script>
<script src="/libraries/${folder}/${stem}.js"></script></head>
<body><main><h1 style="position:absolute;clip-path:inset(50%)">H5P</h1><div class="h5p-content" data-content-id="1"></div></main></body></html>`;
}
