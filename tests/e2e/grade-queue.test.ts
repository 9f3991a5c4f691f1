import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../support/browser.js';
import { type GradeQueueSite, nord, openGradeQueue } from '../support/grade-queue.js';
import { ifOpened } from '../support/if-opened.js';
import { suitsScreens } from '../support/suits-everybody.js';

jest.setTimeout(120_000);

/** The grade queue in a browser: sign-in, list and replay, phone and desktop, German and English. */
describe('the grade queue', () => {
  let site: GradeQueueSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await openGradeQueue();
    await site.add('4711', { kind: 'failed', error: 'platform-unreachable: scores: status 404' });
    await site.add(
      '4712',
      { kind: 'retry', nextTry: '2099-01-01T10:00:00.000Z', error: 'platform-unreachable: no answer within 15000 ms' },
      { platform: 'ilias' },
    );
    await site.add('a-subject-that-is-as-long-as-an-lms-can-make-them-0123456789abcdef0123456789abcdef', undefined, {
      registration: 'gone-1',
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await ifOpened(browser, (each) => each.close());
    await ifOpened(site, (each) => each.close());
  });

  test('is signed in to, read and replayed, accessibly', async () => {
    const { page, complaints, close } = await openPage(browser, { locale: 'de-DE' });
    const { key, secret } = await site.lrs.access.createCredential({
      organisation: nord,
      scopes: ['all'],
      label: 'admin',
    });
    await page.goto(`${site.url}/admin/grades?language=de`);
    await suitsScreens(page, 'grades-sign-in');
    await page.getByLabel('Schlüssel').fill(key);
    await page.getByLabel('Geheimnis').fill(secret);
    await page.getByRole('button', { name: 'Anmelden' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bewertungen auf dem Weg zur Lernplattform' }).waitFor();
    await suitsScreens(page, 'grades-de');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Grades on their way to the learning platform' }).waitFor();
    await suitsScreens(page, 'grades-en');
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.getByRole('button', { name: /Noch einmal senden: .*4711/ }).press('Enter');
    await page.getByText('Eine Bewertung wird noch einmal gesendet.').waitFor();
    await page.getByLabel('Stand').selectOption('failed');
    await page.getByRole('button', { name: 'Anzeigen' }).click();
    await page.getByText('Hierzu gibt es keine Bewertungen.').waitFor();
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await page.getByLabel('Schlüssel').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
