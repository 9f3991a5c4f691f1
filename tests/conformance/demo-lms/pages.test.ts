import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { starterItems } from '../../../app/demo-lms/index.js';
import { projectRoot } from '../../support/project-root.js';
import { openPeers, type Peers } from './tool-peer.js';

let peers: Peers;
beforeAll(async () => {
  peers = await openPeers();
});
afterAll(() => peers.close());

const get = async (path: string, cookie = '', headers: Record<string, string> = {}) => {
  const response = await fetch(peers.url + path, { headers: { cookie, ...headers }, redirect: 'manual' });
  return { status: response.status, headers: response.headers, page: await response.text() };
};
const post = (path: string, fields: Record<string, string>) =>
  fetch(peers.url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

describe('the pages', () => {
  test('ask who one is, then show the course', async () => {
    expect((await get('/')).page).toContain('Wer möchten Sie sein?');
    const signedIn = await post('/person', { person: '11' });
    expect(signedIn.status).toBe(303);
    const cookie = signedIn.headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    const { page } = await get('/', cookie.split(';')[0]);
    for (const title of [
      'Das Entwicklungsgespräch',
      'Lernen am Arbeitsplatz begleiten',
      'Kollegiale Beratung',
      'Fall: Eine Ausbildung stockt',
      'Meine Kompetenzmatrix',
    ])
      expect(page).toContain(title);
    expect(page).toContain('Aylin Demir');
    expect(page).not.toContain('href="/grades"');
  });

  test('call each content what it calls itself', () => {
    const contents = starterItems.flatMap(({ custom, title }) =>
      custom['content'] === undefined ? [] : [[custom['content'], title.de] as const],
    );
    expect(contents.length).toBeGreaterThan(0);
    for (const [content, title] of contents) {
      expect(title).toBe(
        (
          JSON.parse(readFileSync(join(projectRoot, 'h5p-content', 'starter', content, 'h5p.json'), 'utf8')) as {
            title: string;
          }
        ).title,
      );
    }
  });

  test.each(['localhost', '[::1]', '127.0.0.2'])(
    "whoever comes by another name of this machine (%s) goes on to the LMS's own address",
    async (name) => {
      const { port } = new URL(peers.url);
      const ask = (path: string, host: string) =>
        new Promise<{ status: number; location: string | undefined }>((resolve, reject) => {
          request({ host: '127.0.0.1', port, path, headers: { Host: host } }, (answer) => {
            answer.resume();
            resolve({ status: answer.statusCode!, location: answer.headers.location });
          })
            .on('error', reject)
            .end();
        });
      expect(await ask('/items/1?language=en', `${name}:${port}`)).toEqual({
        status: 307,
        location: `${peers.url}/items/1?language=en`,
      });
      expect(await ask('//evil.example/', `${name}:${port}`)).toEqual({
        status: 307,
        location: `${peers.url}/evil.example/`,
      });
      expect((await ask('/', `127.0.0.1:${port}`)).status).toBe(200);
      // A name that is not this machine's is a reverse proxy's business.
      expect((await ask('/', 'lms.example')).status).toBe(200);
    },
  );

  test('an unknown person is told so', async () => {
    const refused = await post('/person', { person: '99' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('gehört nicht zu diesem Kurs');
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect((await get('/', 'lernplatz_person=99')).page).toContain('Wer möchten Sie sein?');
  });

  test('are German first, English by the browser or by choice', async () => {
    expect((await get('/', '', { 'accept-language': 'fr' })).page).toContain('<html lang="de">');
    expect((await get('/', '', { 'accept-language': 'en-GB,de;q=0.5' })).page).toContain('Who would you like to be?');
    const chosen = await post('/language', { language: 'en' });
    expect((await get('/', chosen.headers.getSetCookie()[0]!.split(';')[0])).page).toContain('<html lang="en">');
  });

  test('a change of language leads back to the page, never to another host', async () => {
    const back = async (referer: string) =>
      (
        await fetch(`${peers.url}/language`, {
          method: 'POST',
          body: new URLSearchParams({ language: 'en' }),
          headers: { referer },
          redirect: 'manual',
        })
      ).headers.get('location');
    expect(await back(`${peers.url}/items/1?x=y`)).toBe('/items/1');
    expect(await back(`${peers.url}//evil.example/`)).toBe('/evil.example/');
    expect(await back('https://evil.example/items/1')).toBe('/');
  });

  test('grades and adding are for the trainer', async () => {
    for (const path of ['/grades', '/add']) {
      expect((await get(path, 'lernplatz_person=11')).status).toBe(403);
      expect((await get(path, 'lernplatz_person=2')).status).toBe(200);
    }
  });

  test('a content opens in a frame, or says that it is not there', async () => {
    const { page } = await get('/items/1', 'lernplatz_person=11');
    expect(page).toMatch(
      /<iframe[^>]+src="\/launch\/1\?target=iframe" title="Inhalt von Lotse: Das Entwicklungsgespräch"/,
    );
    expect((await get('/items/77', 'lernplatz_person=11')).status).toBe(404);
    expect((await get('/items/1')).status).toBe(303);
  });

  test('an address that is none is a page, a service that is none is JSON', async () => {
    expect(await get('/nowhere')).toMatchObject({
      status: 404,
      page: expect.stringContaining('Diese Seite gibt es nicht'),
    });
    const { status, page } = await get('/lti/ags/8/lineitems');
    expect(status).toBe(404);
    expect(JSON.parse(page)).toMatchObject({ error: { code: 'not-found' } });
  });

  test("allow no script but their own, and no frame but the tool's", async () => {
    const { headers, page } = await get('/items/1', 'lernplatz_person=11');
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`frame-src 'self' ${peers.toolUrl};`);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(page).not.toMatch(/ on[a-z]+=|<script(?! src)|style="/);
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('serve their style and mark', async () => {
    expect((await get('/assets/demo-lms.css')).headers.get('content-type')).toContain('text/css');
    expect((await get('/assets/demo-lms.svg')).headers.get('content-type')).toContain('image/svg+xml');
  });
});
