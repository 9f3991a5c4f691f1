import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { JSONWebKeySet } from 'jose';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { violations } from '../support/axe.js';
import { launchBrowser, screens } from '../support/browser.js';
import { ifOpened } from '../support/if-opened.js';
import { launchAddress, launchIn } from '../support/launching-browser.js';
import { claim, membershipRole, PlatformPeer } from '../support/platform-peer.js';
import {
  connectPlatform,
  type Product,
  productPlace,
  type ProductPlace,
  startProduct,
  switchPlatform,
} from '../support/product.js';
import { temporaryFolder } from '../support/sqlite.js';
import { picture, suitsEverybody, suitsScreens } from '../support/suits-everybody.js';

jest.setTimeout(240_000);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let peer: PlatformPeer;
let place: ProductPlace;
let product: Product;
let browser: Browser;

const placed = (custom: Readonly<Record<string, string>>, link = 'link-9') => ({
  [claim('custom')]: custom,
  [claim('resource_link')]: { id: link, title: 'Lotse' },
});
const taught = { [claim('roles')]: [membershipRole('Instructor')] };
/** What is left of A4 within our margins, in CSS pixels. */
const paper = { portrait: { width: 687, height: 1016 }, landscape: { width: 1016, height: 687 } } as const;
/** A page in a language; the LMS says which one it is. */
const inLanguage = (locale: string) => ({
  [claim('launch_presentation')]: { locale, return_url: `${peer.url}/course/7` },
});

beforeAll(async () => {
  folder = await temporaryFolder();
  peer = await PlatformPeer.start();
  place = {
    ...(await productPlace(join(folder.path, 'data'))),
    environment: { LOTSE_LAUNCH_RATE: '1', LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on' },
  };
  product = await startProduct(place);
  connectPlatform(place, peer);
  peer.toolKeys = async () => (await (await fetch(`${product.publicUrl}/lti/keys`)).json()) as JSONWebKeySet;
  browser = await launchBrowser();
});
afterAll(async () => {
  await ifOpened(browser, (each) => each.close());
  await ifOpened(product, (each) => each.stop());
  await ifOpened(peer, (each) => each.close());
  await ifOpened(folder, (each) => each.remove());
});

async function inContext(locale: string, walk: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: screens.desktop, locale });
  try {
    await walk(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

/** Printed, nothing is cut off, and nothing is there to be pressed. */
async function fitsPaper(page: Page, orientation: keyof typeof paper): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(paper[orientation]);
  expect(
    await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBeLessThanOrEqual(0);
  expect(await page.locator('button:visible').count()).toBe(0);
  await picture(page, `paper-${orientation}`);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(screens.desktop);
}

const launch = (page: Page, claims: Readonly<Record<string, unknown>>) =>
  launchIn(page, { peer, publicUrl: product.publicUrl, claims });

describe('pages that a course leads to, beside units and the matrix', () => {
  test('the learning path, with a unit begun', async () => {
    await inContext('de-DE', async (page) => {
      await launch(page, placed({ page: 'path' }, 'link-path'));
      await suitsEverybody(page, 'path');
      await page.locator('.path button').nth(1).click();
      await page.getByRole('button', { name: 'Los geht’s' }).waitFor();
      await page.getByRole('link', { name: 'Lernpfad' }).click();
      await page.getByText('begonnen').first().waitFor();
      await suitsEverybody(page, 'path-begun');
      await fitsPaper(page, 'portrait');
    });
  });

  test('the team, with the age of its list, and without a list', async () => {
    peer.members = [
      ['u-1', 'Aylin Kaya'],
      ['u-2', 'Jonas Berger'],
      ['u-3', undefined],
    ].map(([id, name]) => ({
      user_id: id,
      ...(name === undefined ? {} : { name }),
      roles: [membershipRole('Learner')],
      status: 'Active',
    }));
    await inContext('de-DE', async (page) => {
      await launch(page, { ...taught, ...placed({ page: 'team' }, 'link-team'), sub: 'trainer-1' });
      await page.getByText('Jonas Berger').waitFor();
      await page.getByText(/Stand:/).waitFor();
      await suitsEverybody(page, 'team-listed');
      await fitsPaper(page, 'landscape');
      await launch(page, {
        ...taught,
        ...placed({ page: 'team' }, 'link-team'),
        sub: 'trainer-1',
        [claim('context')]: { id: '8', title: 'Leerer Kurs' },
        'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': undefined,
      });
      await suitsEverybody(page, 'team-empty');
    });
  });

  test('the picker, and a unit before it is placed', async () => {
    await inContext('de-DE', async (page) => {
      await launch(page, {
        ...taught,
        sub: 'trainer-1',
        [claim('message_type')]: 'LtiDeepLinkingRequest',
        [claim('resource_link')]: undefined,
        [claim('custom')]: {},
        'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
          deep_link_return_url: `${peer.url}/return`,
          accept_types: ['ltiResourceLink'],
          accept_presentation_document_targets: ['iframe', 'window'],
          accept_multiple: true,
        },
      });
      await suitsEverybody(page, 'picker-begun');
      await page
        .getByRole('button', { name: /ansehen$/i })
        .first()
        .click();
      await page.locator('.player').waitFor();
      await suitsEverybody(page, 'preview');
    });
  });
});

describe.each([
  ['de', 'de-DE'],
  ['en', 'en-GB'],
])('launches that lead nowhere say why and what to do (%s)', (language, locale) => {
  const cases: readonly (readonly [name: string, claims: () => Readonly<Record<string, unknown>>])[] = [
    ['no-end-user', () => ({ sub: undefined })],
    ['content-gone', () => placed({ content: 'gone' })],
    ['content-gone-trainer', () => ({ ...taught, ...placed({ content: 'gone' }) })],
    ['nothing-chosen', () => placed({}, 'link-empty')],
    ['nothing-chosen-trainer', () => ({ ...taught, ...placed({}, 'link-empty') })],
    [
      'several-roles',
      () => ({
        ...placed({ content: 'gone' }),
        [claim('roles')]: [membershipRole('Instructor'), membershipRole('Learner')],
      }),
    ],
    ['not-confirmed', () => ({ exp: 1 })],
  ];
  test.each(cases)('%s', async (name, claims) => {
    await inContext(locale, async (page) => {
      await launch(page, { ...inLanguage(locale), ...claims() });
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('main').innerText()).toMatch(/Vorgangsnummer: \S+|Reference: \S+/);
      await suitsScreens(page, `launch-${name}-${language}`);
    });
  });

  test('an LMS that is switched off, and one that nobody knows', async () => {
    await inContext(locale, async (page) => {
      switchPlatform(place, peer, false);
      await page.goto(launchAddress({ peer, publicUrl: product.publicUrl }));
      await suitsScreens(page, `launch-inactive-${language}`);
      switchPlatform(place, peer, true);
      await page.goto(
        `${product.publicUrl}/lti/login?iss=https%3A%2F%2Funknown.example&login_hint=x&target_link_uri=${encodeURIComponent(`${product.publicUrl}/lti/launch`)}`,
      );
      await suitsScreens(page, `launch-unknown-${language}`);
    });
  });

  test('a browser that stores nothing: a window is offered in the frame, and there what to allow', async () => {
    await inContext(locale, async (page, context) => {
      await context.addInitScript(
        `Object.defineProperty(window, 'localStorage', { get: function () { throw new Error('denied') } }); Object.defineProperty(document, 'cookie', { get: function () { return '' }, set: function () {} });`,
      );
      peer.misbehave(
        '/course-page',
        (_request, response) =>
          void response
            .setHeader('Content-Type', 'text/html')
            .end(
              `<!doctype html><html lang="${language}"><title>Course</title><meta name="viewport" content="width=device-width"><main><h1>Course</h1><iframe title="Lotse" style="width:100%;height:640px;border:0" src="${launchAddress({ peer, publicUrl: product.publicUrl }).replaceAll('&', '&amp;')}"></iframe></main></html>`,
            ),
      );
      await page.goto(`${peer.url}/course-page`);
      await page.frameLocator('iframe').locator('#window h1').waitFor();
      expect(await violations(page.frames()[1]!)).toEqual([]);
      await suitsScreens(page, `window-offer-${language}`);
      await launchIn(page, { peer, publicUrl: product.publicUrl, meanwhile: () => context.clearCookies() });
      await page.locator('#blocked h1').waitFor();
      await suitsScreens(page, `storage-blocked-${language}`);
    });
  });
});

test('too many launches at once: a moment, please', async () => {
  const address = launchAddress({ peer, publicUrl: product.publicUrl });
  for (const [language, locale] of [
    ['de', 'de-DE'],
    ['en', 'en-GB'],
  ] as const) {
    await inContext(locale, async (page) => {
      // A second's wait lets one launch in again, which may be this one.
      let shown: number | undefined;
      for (let tried = 0; tried < 20 && shown !== 429; tried += 1) {
        for (let sent = 0; sent < 200 && (await fetch(address)).status !== 429; sent += 1);
        shown = (await page.goto(address))?.status();
      }
      await page
        .getByRole('heading', { name: language === 'de' ? 'Einen Moment bitte' : 'One moment, please' })
        .waitFor();
      await suitsScreens(page, `launch-too-many-${language}`);
    });
  }
});
