import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { RequestHandler } from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { isUuid } from '../../base/index.js';
import { playerTexts } from '../../h5p-content/play/index.js';
import { launchBrowser, launchStrictBrowser } from '../support/browser.js';
import { publicUrl } from '../support/lrs-server.js';
import { type PlayServer, servePlay, type TestLaunch } from '../support/play-server.js';

// A browser on a busy machine takes its time.
jest.setTimeout(60_000);

/** Looks again until a value is as it should be; the last look is what the test then complains about. */
async function eventually<T>(look: () => Promise<T>, accept: (value: T) => boolean, seconds = 30): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let value = await look();
  while (!accept(value) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    value = await look();
  }
  return value;
}

/** A page on a site of its own: `localhost`, while the player is on `127.0.0.1`. */
async function serveHtml(body: string): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(body));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const shortVerb = (statement: Record<string, unknown>): string =>
  (statement['verb'] as { id: string }).id.split('/').at(-1)!;

describe('the player in Chromium', () => {
  let browser: Browser;
  let play: PlayServer;
  let context: BrowserContext;
  let page: Page;
  /** Answers every request to these paths with this status, until cleared. */
  let failing: { path: RegExp; status: number } | undefined;
  const before: RequestHandler = (request, response, next) => {
    if (failing?.path.test(request.path) === true)
      response.status(failing.status).json({ error: { code: 'x', message: 'x', requestId: 'x' } });
    else next();
  };

  beforeAll(async () => {
    [browser, play] = await Promise.all([launchBrowser(), servePlay({ realTime: true, before })]);
  });
  afterAll(async () => {
    await browser.close();
    await play.close();
  });
  beforeEach(async () => {
    failing = undefined;
    context = await browser.newContext({ locale: 'de-DE' });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const open = async (launch: TestLaunch, target = page): Promise<void> => {
    await target.goto(`http://127.0.0.1:${play.port}/play?launch=${launch.token}`);
    await target.waitForSelector('#answer');
  };
  const ofAttempt = async (launch: TestLaunch): Promise<readonly Record<string, unknown>[]> =>
    (await play.statements(launch.organisation)).filter(
      (statement) => (statement['context'] as { registration: string }).registration === launch.registration,
    );
  const verbs = async (launch: TestLaunch): Promise<string> => (await ofAttempt(launch)).map(shortVerb).join(' ');
  const arrive = (launch: TestLaunch, expected: string): Promise<string> =>
    eventually(
      () => verbs(launch),
      (now) => now === expected,
    );
  const savedState = async (launch: TestLaunch): Promise<string | undefined> =>
    (
      await play.store.states.findState(
        launch.organisation,
        { contentId: 'tiny', registration: launch.registration, person: launch.personId },
        'state',
        '0',
      )
    )?.data;
  const status = (wanted: string): Promise<string | null> =>
    eventually(
      () => page.getAttribute('#play-status', 'data-status'),
      (now) => now === wanted,
    );

  test('what the learner does arrives, in order, as the statements of the launch', async () => {
    const launch = await play.launch({ learner: 'anna', course: { id: '7', title: 'Führen', platformId: 'moodle' } });
    await open(launch);
    await page.click('#answer');
    await page.click('#complete');
    expect(await arrive(launch, 'attempted answered completed passed')).toBe('attempted answered completed passed');
    const [attempted, answered] = await ofAttempt(launch);
    expect(attempted).toMatchObject({
      actor: launch.actor,
      object: { id: `${publicUrl}/activities/tiny` },
      context: { platform: 'Moodle Nordwerk' },
    });
    expect(answered).toMatchObject({
      object: { id: `${publicUrl}/activities/tiny?subContentId=part-1` },
      result: { response: '1' },
    });
    expect(isUuid(attempted!['id'] as string)).toBe(true);
    expect(await status('saved')).toBe('saved');
    expect(await page.textContent('#play-status')).toBe('Alles gespeichert.');
    expect((await play.content.attempts.find(launch.organisation, launch.registration))!.finished).toBeDefined();
    expect(
      await eventually(
        () => page.evaluate<string[]>(`Object.keys(localStorage).filter((key) => key.startsWith('lotse.statements'))`),
        (keys) => keys.length === 0,
      ),
    ).toEqual([]);
  });

  test('the page asks nobody but us, and shows the content as it is', async () => {
    const launch = await play.launch({ learner: 'bernd' });
    const asked = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => asked.add(new URL(request.url()).host));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('favicon'))
        complaints.push(`${message.text()} ${message.location().url}`);
    });
    await open(launch);
    await eventually(
      () => page.evaluate<number>(`document.querySelector('#picture').naturalWidth`),
      (width) => width === 1,
    );
    expect(await page.evaluate<number>(`document.querySelector('#picture').naturalWidth`)).toBe(1);
    expect(await page.textContent('#said')).toBe('Hallo');
    expect([...asked]).toEqual([`127.0.0.1:${play.port}`]);
    expect(complaints.filter((each) => !each.includes('favicon.ico'))).toEqual([]);
  });

  test('without a connection everything waits, says so, and goes when it is back', async () => {
    const launch = await play.launch({ learner: 'carla' });
    await open(launch);
    await arrive(launch, 'attempted');
    await context.setOffline(true);
    await page.click('#answer');
    await page.click('#answer');
    expect(await status('offline')).toBe('offline');
    expect(await page.textContent('#play-status')).toContain('Keine Verbindung');
    expect(await verbs(launch)).toBe('attempted');
    await context.setOffline(false);
    expect(await arrive(launch, 'attempted answered answered')).toBe('attempted answered answered');
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":2}',
      ),
    ).toBe('{"count":2}');
    expect(await status('saved')).toBe('saved');
  });

  test('a fault of the server is tried again until it is over', async () => {
    const launch = await play.launch({ learner: 'dora' });
    failing = { path: /xapi/, status: 503 };
    await open(launch);
    await page.click('#answer');
    expect(await status('offline')).toBe('offline');
    failing = undefined;
    expect(await arrive(launch, 'attempted answered')).toBe('attempted answered');
  });

  test('what waited goes after a reload, once', async () => {
    const launch = await play.launch({ learner: 'emma' });
    failing = { path: /xapi/, status: 503 };
    await open(launch);
    await page.click('#answer');
    await page.click('#answer');
    expect(await status('offline')).toBe('offline');
    await page.reload();
    failing = undefined;
    await page.waitForSelector('#answer');
    const expected = 'attempted answered answered attempted';
    expect(await arrive(launch, expected)).toBe(expected);
  });

  test('a reload and another device go on where the learner was', async () => {
    const launch = await play.launch({ learner: 'frieda' });
    await open(launch);
    await page.click('#answer');
    await page.click('#answer');
    await page.reload();
    await page.waitForSelector('#answer');
    expect(await page.textContent('#count')).toBe('2');
    await page.click('#answer');
    await page.close();
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":3}',
      ),
    ).toBe('{"count":3}');

    const device = await browser.newContext();
    const elsewhere = await device.newPage();
    await open(await play.launch({ learner: 'frieda' }), elsewhere);
    expect(await elsewhere.textContent('#count')).toBe('3');
    await device.close();
  });

  test('a page closed right after the last click loses nothing', async () => {
    const launches = [];
    for (let round = 0; round < 5; round += 1) {
      const launch = await play.launch({ learner: 'gerda', placement: `round-${round}` });
      launches.push(launch);
      const target = await context.newPage();
      await open(launch, target);
      await target.evaluate(`document.querySelector('#answer').click(); document.querySelector('#complete').click();`);
      await target.close({ runBeforeUnload: true });
    }
    for (const launch of launches) {
      expect(await arrive(launch, 'attempted answered completed passed')).toBe('attempted answered completed passed');
      expect(
        await eventually(
          () => savedState(launch),
          (now) => now === '{"count":1}',
        ),
      ).toBe('{"count":1}');
    }
  });

  test('a state that was not saved is taken up by the next page, unless another device has saved since', async () => {
    const launch = await play.launch({ learner: 'hanna' });
    failing = { path: /user-data/, status: 503 };
    await open(launch);
    await page.click('#answer');
    expect(await status('offline')).toBe('offline');
    await page.reload();
    failing = undefined;
    await page.waitForSelector('#answer');
    expect(await page.textContent('#count')).toBe('1');
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":1}',
      ),
    ).toBe('{"count":1}');

    failing = { path: /user-data/, status: 503 };
    await page.click('#answer');
    expect(await status('offline')).toBe('offline');
    const scope = { contentId: 'tiny', registration: launch.registration, person: launch.personId };
    await play.store.states.writeState(
      launch.organisation,
      scope,
      { dataType: 'state', subContentId: '0', data: '{"count":9}', preload: true },
      new Date().toISOString(),
    );
    await page.reload();
    failing = undefined;
    await page.waitForSelector('#answer');
    expect(await page.textContent('#count')).toBe('9');
  });

  test('of two windows on one attempt, the one that was overtaken says so, keeps its statements and takes nothing back', async () => {
    const launch = await play.launch({ learner: 'henri' });
    const other = await context.newPage();
    await open(launch);
    await open(launch, other);
    await other.click('#answer');
    await other.click('#answer');
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":2}',
      ),
    ).toBe('{"count":2}');
    await page.click('#answer');
    expect(await status('overtaken')).toBe('overtaken');
    expect(await page.textContent('#play-status')).toContain(playerTexts.de.overtaken);
    await page.click('#answer');
    await page.click('#complete');
    const all = 'answered answered answered answered attempted attempted completed passed';
    expect(
      await eventually(
        async () => (await ofAttempt(launch)).map(shortVerb).sort().join(' '),
        (now) => now === all,
      ),
    ).toBe(all);
    expect(await savedState(launch)).toBe('{"count":2}');
    expect(await page.getAttribute('#play-status', 'data-status')).toBe('overtaken');

    await page.getByRole('button', { name: playerTexts.de.reload }).click();
    expect(
      await eventually(
        () => page.evaluate<string | undefined>(`document.querySelector('#count')?.textContent`).catch(() => undefined),
        (now) => now === '2',
      ),
    ).toBe('2');
    await page.click('#answer');
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":3}',
      ),
    ).toBe('{"count":3}');
    // Both in one go: saved between them, it would be where the first window is, and nobody would be overtaken.
    await other.evaluate(`for (const _ of [1, 2]) document.querySelector('#answer').click()`);
    expect(
      await eventually(
        () => other.getAttribute('#play-status', 'data-status'),
        (now) => now === 'overtaken',
      ),
    ).toBe('overtaken');
    expect(await savedState(launch)).toBe('{"count":3}');
  });

  test('one window is never overtaken by itself, whichever of its requests arrives first', async () => {
    const launch = await play.launch({ learner: 'hilde' });
    await open(launch);
    for (let round = 1; round <= 5; round += 1) {
      await page.click('#answer');
      await page.evaluate(
        `window.dispatchEvent(new Event('pagehide')); document.querySelector('#answer').click(); window.dispatchEvent(new Event('pagehide'))`,
      );
    }
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":10}',
      ),
    ).toBe('{"count":10}');
    expect(await status('saved')).toBe('saved');
  });

  test('a reload goes on from what this window did last, even if nobody has told it what arrived of it', async () => {
    const launch = await play.launch({ learner: 'hugo' });
    await open(launch);
    await page.click('#answer');
    // The first save arrives, but its answer does not; the second does not even arrive.
    let saves = 0;
    await page.route(/user-data/, async (route) => {
      saves += 1;
      if (saves === 1) await route.fetch();
      await route.abort();
    });
    await page.evaluate(`window.dispatchEvent(new Event('pagehide'))`);
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":1}',
      ),
    ).toBe('{"count":1}');
    await page.click('#answer');
    await page.reload();
    await page.unroute(/user-data/);
    await page.waitForSelector('#answer');
    expect(await page.textContent('#count')).toBe('2');
    await page.click('#answer');
    await page.evaluate(`window.dispatchEvent(new Event('pagehide'))`);
    expect(
      await eventually(
        () => savedState(launch),
        (now) => now === '{"count":3}',
      ),
    ).toBe('{"count":3}');
    expect(await status('saved')).toBe('saved');
  });

  test('an ended launch says what to do, and the next launch brings what was left', async () => {
    const launch = await play.launch({ learner: 'ida' });
    await open(launch);
    await arrive(launch, 'attempted');
    failing = { path: /h5p\/(?:xapi|user-data)/, status: 401 };
    await page.click('#answer');
    expect(await status('launch-again')).toBe('launch-again');
    expect(await page.textContent('#play-status')).toContain('aus Ihrem Kurs');
    failing = undefined;
    await open(await play.launch({ learner: 'ida' }));
    expect(await arrive(launch, 'attempted answered attempted')).toBe('attempted answered attempted');
    expect(await page.textContent('#count')).toBe('1');
  });

  test('one refused statement does not hold up the others', async () => {
    const launch = await play.launch({ learner: 'jana' });
    await open(launch);
    await arrive(launch, 'attempted');
    await page.evaluate(`
      const foreign = new H5P.XAPIEvent();
      foreign.data.statement = { actor: { mbox: 'mailto:x@firma.example' }, verb: { id: 'http://adlnet.gov/expapi/verbs/answered' }, object: { id: 'tiny' } };
      H5P.externalDispatcher.trigger(foreign);
      document.querySelector('#answer').click();
    `);
    expect(await arrive(launch, 'attempted answered')).toBe('attempted answered');
    expect(await status('refused')).toBe('refused');
    expect((await ofAttempt(launch))[1]).toMatchObject({
      actor: launch.actor,
      object: { id: `${publicUrl}/activities/tiny?subContentId=part-1` },
    });
  });

  test('it works in the frame of another site, in a browser that denies storage', async () => {
    const launch = await play.launch({ learner: 'karin' });
    const lms = await serveHtml(
      `<iframe src="http://127.0.0.1:${play.port}/play?launch=${launch.token}" width="800" height="600"></iframe>`,
    );
    const strict = await launchStrictBrowser();
    try {
      const host = await strict.context.newPage();
      await host.goto(`http://localhost:${lms.port}/`);
      const frame = host.frames().at(-1)!;
      await frame.waitForSelector('#answer');
      expect(
        await frame.evaluate<string>(
          `(() => { try { return typeof localStorage } catch (error) { return error.name } })()`,
        ),
      ).toBe('SecurityError');
      await frame.click('#answer');
      expect(await arrive(launch, 'attempted answered')).toBe('attempted answered');
      await host.close({ runBeforeUnload: true });
      expect(
        await eventually(
          () => savedState(launch),
          (now) => now === '{"count":1}',
        ),
      ).toBe('{"count":1}');
    } finally {
      await strict.close();
      await lms.close();
    }
  });

  test("its words are the launch's language", async () => {
    const launch = await play.launch({ learner: 'lena', language: 'en' });
    await open(launch);
    expect(
      await eventually(
        () => page.textContent('#play-status'),
        (now) => now === 'Everything is saved.',
      ),
    ).toBe('Everything is saved.');
    expect(await page.getAttribute('#play-status', 'aria-live')).toBe('polite');
  });

  test('the starter content plays', async () => {
    const starter = await servePlay({ realTime: true, builtTypes: true });
    try {
      for (const { id } of await starter.content.installStarter(starter.one)) {
        const launch = await starter.launch({ content: id });
        const target = await context.newPage();
        await target.goto(`http://127.0.0.1:${starter.port}/play?launch=${launch.token}`);
        await target.locator('.h5p-content button').first().click();
        const arrived = await eventually(
          () => starter.statements(),
          (all) => all.some((each) => JSON.stringify(each).includes(launch.registration)),
        );
        expect(arrived.filter((each) => JSON.stringify(each).includes(launch.registration)).map(shortVerb)).toContain(
          'attempted',
        );
        await target.close();
      }
    } finally {
      await starter.close();
    }
  });

  test('a content type that does not load is said to be missing', async () => {
    const launch = await play.launch({ learner: 'mia' });
    failing = { path: /libraries\/.*\.js/, status: 500 };
    await page.goto(`http://127.0.0.1:${play.port}/play?launch=${launch.token}`);
    expect(await status('broken')).toBe('broken');
  });
});
