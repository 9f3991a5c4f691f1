import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { iliasAdapter } from '../../adapters/ilias/index.js';
import { moodleAdapter } from '../../adapters/moodle/index.js';
import { createLogger, newSecret, systemClock, vocabularyFor } from '../../base/index.js';
import { createLrs, type Lrs } from '../../lrs/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import { createPlatforms } from '../../lti-tool/platform/index.js';
import { registrationRouter, toolAddresses } from '../../lti-tool/registration/index.js';
import type { LtiStore } from '../../lti-tool/store/index.js';
import { adminBase, adminSignIn } from '../../pages/admin/index.js';
import { platformsPages } from '../../pages/platforms/index.js';
import { assets, createPageErrorHandler, securityHeaders } from '../../web/index.js';
import { violations } from '../support/axe.js';
import { launchBrowser, openPage, screens } from '../support/browser.js';
import { requestId } from '../support/express-door.js';
import { RegisteringPlatform } from '../support/registering-platform.js';
import { temporaryStores } from '../support/sqlite.js';

const nord = organisationId('nordwerk')!;
const sued = organisationId('suedwerk')!;
const pictures = process.env['PICTURES'];
let browser: Browser;
let server: Server;
let url: string;
let lrs: Lrs;
let store: LtiStore;
let lms: RegisteringPlatform;
let closeStore: () => Promise<void>;

beforeAll(async () => {
  browser = await launchBrowser();
  lms = await RegisteringPlatform.start();
  const { stores, close } = await temporaryStores();
  closeStore = close;
  const logger = createLogger('silent');
  const application = express();
  server = createServer(application);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  store = stores.lti;
  const records = stores.lrs;
  lrs = createLrs({
    store: records,
    clock: systemClock,
    logger,
    vocabulary: vocabularyFor(url),
    publicUrl: url,
    bodyLimit: 1_000_000,
  });
  await lrs.access.createOrganisation({ id: nord, name: 'Nordwerk <GmbH>' });
  await lrs.access.createOrganisation({ id: sued, name: 'Südwerk' });
  const platforms = createPlatforms({
    store,
    clock: systemClock,
    encryptionKey: newSecret(),
    network: { allowInternal: true, timeoutMs: 2000 },
    adapters: [moodleAdapter, iliasAdapter],
  });
  const signIn = adminSignIn({ access: lrs.access, people: stores.people, clock: systemClock, publicUrl: url });
  application.use(requestId(), securityHeaders, assets());
  application.use(
    adminBase,
    signIn.router,
    platformsPages({ signIn, platforms, tool: store, store: records, clock: systemClock, logger, publicUrl: url }),
  );
  application.use(
    '/lti',
    registrationRouter({
      store,
      organisations: records.access,
      platforms,
      clock: systemClock,
      logger,
      publicUrl: url,
      allowInternal: true,
    }),
  );
  application.use(createPageErrorHandler(logger));
}, 60_000);

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await lms.close();
  await closeStore();
});

async function look(page: Page, name: string): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

async function signedIn(page: Page, organisation: OrganisationId): Promise<void> {
  const { key, secret } = await lrs.access.createCredential({ organisation, scopes: ['all'], label: '' });
  await page.goto(`${url}/admin/platforms`);
  await page.fill('#key', key);
  await page.fill('#secret', secret);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/admin\/platforms\?/);
}

test.each([
  ['phone', 'de-DE', nord],
  ['desktop', 'en-GB', sued],
] as const)(
  'on a %s: an LMS by hand, its test, an invitation that an LMS redeems in a frame, deployments, names, switching',
  async (screen, locale, organisation) => {
    const german = locale === 'de-DE';
    const [de, en] = [(text: string) => (german ? text : undefined), (text: string) => (german ? undefined : text)];
    const { page, complaints, close } = await openPage(browser, { viewport: screens[screen], locale });
    await signedIn(page, organisation);
    expect(await page.locator('main').innerText()).toContain(
      de('Noch ist keine Lernplattform verbunden.') ?? en('No learning platform is connected yet.'),
    );
    await look(page, `${screen}-1-empty`);

    await page.selectOption('#kind', 'moodle');
    await page.fill('#base', `${lms.url}/`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/platforms\/new/);
    expect(await page.inputValue('#tokenEndpoint')).toBe(`${lms.url}/mod/lti/token.php`);
    expect(await page.inputValue('#issuer')).toBe(lms.url);
    const values = await page
      .locator('input[data-copy]')
      .evaluateAll((fields) => fields.map((field) => (field as unknown as { readonly value: string }).value));
    expect(values).toEqual([
      'Lotse',
      `${url}/lti/launch`,
      'LTI 1.3',
      'Keyset URL',
      toolAddresses(url, organisation).keys,
      `${url}/lti/login`,
      `${url}/lti/launch`,
      `${url}/lti/launch`,
    ]);
    expect(await page.locator('.copy button').count()).toBe(values.length);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.copy button').nth(4).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(toolAddresses(url, organisation).keys);
    await look(page, `${screen}-2-new`);
    await page.fill('#clientId', `by-hand-${screen}`);
    await page.fill('#deploymentId', '3');
    await page.fill('#jwksUri', 'ftp://lms.example/');
    await page.locator('.platform-form button').click();
    expect(await page.locator('[role=alert]').innerText()).toContain(
      de('URL des öffentlichen Schlüsselsatzes') ?? 'Public keyset URL',
    );
    expect(await page.inputValue('#clientId')).toBe(`by-hand-${screen}`);
    await page.fill('#jwksUri', `${lms.url}/mod/lti/certs.php`);
    await page.locator('.platform-form button').click();
    await page.waitForURL(/added=/);
    expect(await page.locator('.platforms h3').innerText()).toContain(new URL(lms.url).host);
    await look(page, `${screen}-3-added`);

    await page.locator('.platforms form button').first().click();
    await page.waitForSelector('.findings');
    expect(await page.locator('.findings').innerText()).toContain(
      german ? 'antwortet mit dem Status 404' : 'answers with status 404',
    );
    await look(page, `${screen}-4-tested`);
    await page.goBack();

    await page.locator('section[aria-labelledby=auto] button').click();
    const link = await page.inputValue('#link');
    expect(link).toMatch(/\/lti\/register\?invitation=[\w-]{43}$/);
    await look(page, `${screen}-5-invited`);

    // As Moodle does it: in a frame of another site, which waits to be told that it may close.
    lms.clientId = `by-invitation-${screen}`;
    lms.deploymentId = undefined;
    const opened = `${link}&openid_configuration=${encodeURIComponent(lms.configurationUrl)}&registration_token=token-${screen}`;
    lms.instead.set('/manage', (_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><title>LMS</title><script>addEventListener('message', (event) => { document.title = event.data.subject + ' ' + event.origin; })</script><iframe src="${opened.replaceAll('&', '&amp;')}" width="100%" height="900"></iframe>`,
      );
    });
    const outside = await openPage(browser, { viewport: screens[screen], locale });
    await outside.page.goto(opened);
    await look(outside.page, `${screen}-6-confirm`);
    await outside.page.goto(`${lms.url}/manage`);
    const frame = outside.page.frameLocator('iframe');
    await frame.getByRole('button').click();
    await frame.locator('[role=status]').waitFor();
    await outside.page.waitForFunction(`document.title === 'org.imsglobal.lti.close ${url}'`);
    await outside.page.goto(opened);
    expect(await outside.page.locator('[role=alert]').innerText()).toContain(
      german ? 'Er gilt nur einmal' : 'It works once',
    );
    await look(outside.page, `${screen}-7-refused`);
    await outside.close();

    const invited = (await store.platforms.findPlatformByClient(lms.url, lms.clientId))!;
    expect(invited.organisation).toBe(organisation);
    expect(await store.platforms.meetDeployment(organisation, invited.id, '11', new Date().toISOString())).toBe(
      'accepted',
    );
    expect(await store.platforms.meetDeployment(organisation, invited.id, '12', new Date().toISOString())).toBe(
      'requested',
    );
    await page.goto(`${url}/admin/platforms?language=${german ? 'de' : 'en'}`);
    await look(page, `${screen}-8-requested`);
    await page.getByRole('button', { name: german ? 'Deployment-ID 12 zulassen' : 'Accept deployment ID 12' }).click();
    await page.waitForURL(/changed=1/);
    expect((await store.platforms.findPlatform(organisation, invited.id))!.deploymentIds).toEqual(['11', '12']);
    await page.locator('section[aria-labelledby=names] button').click();
    await page.waitForURL(/changed=1/);
    await expect(store.settings.findSettings(organisation)).resolves.toEqual({ nameClaims: true });
    await page
      .getByRole('button', { name: german ? /^Moodle .* abschalten$/ : /^Switch off Moodle/ })
      .first()
      .click();
    await page.waitForURL(/changed=1/);
    expect((await store.platforms.listPlatforms(organisation)).some(({ active }) => !active)).toBe(true);
    expect(complaints.filter((each) => !each.includes('400'))).toEqual([]);
    await close();
  },
  120_000,
);

test('one organisation neither sees nor changes the LMSs of another, and a form of another site changes nothing', async () => {
  const { page, close } = await openPage(browser);
  await signedIn(page, nord);
  const [theirs] = await store.platforms.listPlatforms(sued);
  for (const [path, form] of [
    ['active', { active: 'off' }],
    ['test', {}],
    ['deployment', { deployment: '1', decision: 'accept' }],
  ] as const) {
    const answer = await page.evaluate(
      async ([to, body]) =>
        (await fetch(to as string, { method: 'POST', body: new URLSearchParams(body as Record<string, string>) }))
          .status,
      [`/admin/platforms/${theirs!.id}/${path}`, form] as const,
    );
    expect(answer).toBe(403);
  }
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const foreign = await fetch(`${url}/admin/platforms/invite`, {
    method: 'POST',
    headers: {
      Cookie: cookie,
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'cross-site',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: '',
  });
  expect(foreign.status).toBe(403);
  await close();
});

test('a credential that may not do everything does not come in', async () => {
  const { page, close } = await openPage(browser);
  const { key, secret } = await lrs.access.createCredential({ organisation: nord, scopes: ['all/read'], label: '' });
  await page.goto(`${url}/admin/platforms`);
  await page.fill('#key', key);
  await page.fill('#secret', secret);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=alert]');
  expect(await page.locator('section[aria-labelledby=auto]').count()).toBe(0);
  expect((await page.request.get(page.url())).status()).toBe(403);
  await close();
});
