import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ifOpened } from '../support/if-opened.js';
import { signInWith, useProductPage } from '../support/product-page.js';
import { credentialFor, type Product, type ProductPlace } from '../support/product.js';
import { RegisteringPlatform } from '../support/registering-platform.js';
import { suitsEverybody, suitsScreens } from '../support/suits-everybody.js';

jest.setTimeout(240_000);

let place: ProductPlace;
let product: Product;
let page: Page;
let lms: RegisteringPlatform;

useProductPage((opened) => ({ place, product, page } = opened), { LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on' });
beforeAll(async () => {
  lms = await RegisteringPlatform.start();
});
afterAll(() => ifOpened(lms, (each) => each.close()));

const at = (path: string): string => `${product.publicUrl}${path}`;

describe("the administrators' pages", () => {
  test('sign-in, for the administration and for the statement browser, and one that is refused', async () => {
    for (const [name, path] of [
      ['admin-sign-in', '/admin/platforms'],
      ['browser-sign-in', '/browser'],
    ] as const) {
      await page.goto(at(path));
      await suitsEverybody(page, name);
    }
    await page.goto(at('/admin'));
    await page.locator('#key').fill('nobody');
    await page.locator('#secret').fill('wrong');
    await page.locator('.sign-in button').press('Enter');
    await page.locator('[role=alert]').waitFor();
    await suitsScreens(page, 'admin-sign-in-refused-de');
    await signInWith(page, credentialFor(place));
    await page.getByRole('heading', { level: 1, name: 'Lernplattformen' }).waitFor();
    await page.getByRole('link', { name: 'Statements' }).click();
    await page.locator('#statements').waitFor({ state: 'attached' });
    await suitsEverybody(page, 'browser');
  });

  test('learning platforms: list, form with values to copy, a complaint', async () => {
    await page.goto(at('/admin/platforms'));
    await page.getByRole('heading', { level: 1, name: 'Lernplattformen' }).waitFor();
    await suitsEverybody(page, 'platforms');
    for (const kind of ['moodle', 'ilias', 'generic']) {
      await page.goto(
        at(`/admin/platforms/new?${new URLSearchParams({ kind, base: 'https://lernen.betrieb.example' }).toString()}`),
      );
      await suitsEverybody(page, `platforms-new-${kind}`);
    }
  });

  test.each(['de', 'en'])('an LMS by hand, tested; an invitation, redeemed, and used twice (%s)', async (language) => {
    await page.goto(
      at(`/admin/platforms/new?${new URLSearchParams({ kind: 'moodle', base: lms.url, language }).toString()}`),
    );
    await page.locator('#clientId').fill(`by-hand-${language}`);
    await page.locator('#deploymentId').fill('3');
    await page.locator('#jwksUri').fill('ftp://lms.example/');
    await page.locator('.platform-form button').click();
    await page.locator('[role=alert]').waitFor();
    await suitsScreens(page, `platforms-complaint-${language}`);
    await page.locator('#jwksUri').fill(`${lms.url}/mod/lti/certs.php`);
    await page.locator('.platform-form button').click();
    await page.locator('.notice[role=status]').waitFor();
    await suitsScreens(page, `platforms-added-${language}`);
    await page
      .getByRole('button', { name: /^(Verbindung prüfen|Test the connection): Moodle/ })
      .last()
      .click();
    await page.locator('.findings').waitFor();
    await suitsScreens(page, `platforms-tested-${language}`);

    await page.goto(at(`/admin/platforms?language=${language}`));
    await page.locator('section[aria-labelledby=auto] button').click();
    const link = await page.inputValue('#link');
    await suitsScreens(page, `platforms-invited-${language}`);
    lms.clientId = `by-invitation-${language}`;
    lms.deploymentId = undefined;
    const opened = `${link}&${new URLSearchParams({ openid_configuration: lms.configurationUrl, registration_token: `token-${language}`, language }).toString()}`;
    await page.goto(`${link}&language=${language}`);
    await suitsScreens(page, `register-not-from-lms-${language}`);
    await page.goto(opened);
    await suitsScreens(page, `register-confirm-${language}`);
    await page.getByRole('button').click();
    await page.locator('[role=status]').waitFor();
    await suitsScreens(page, `register-done-${language}`);
    await page.goto(opened);
    await page.locator('[role=alert]').waitFor();
    await suitsScreens(page, `register-refused-${language}`);
  });

  test('a credential that may only read statements: what it opens, and why not this', async () => {
    const context = await page.context().browser()!.newContext({ locale: 'de-DE' });
    const reader = await context.newPage();
    await reader.goto(at('/admin/platforms'));
    await signInWith(reader, credentialFor(place, 'all/read'), 'attached');
    await reader.locator('[role=alert]').waitFor();
    await suitsEverybody(reader, 'admin-not-for-readers');
    await reader.getByRole('link', { name: 'Statements ansehen' }).click();
    await reader.locator('#statements').waitFor({ state: 'attached' });
    await reader.getByRole('button', { name: 'Abmelden' }).click();
    await reader.locator('#key').waitFor();
    await context.close();
  });

  test('the grade queue, with nothing in it', async () => {
    await page.goto(at('/admin/grades'));
    expect(await page.locator('main').innerText()).toContain('Noch gibt es keine Bewertungen');
    await suitsEverybody(page, 'grades-empty');
  });
});
