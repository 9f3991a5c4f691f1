import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { violations } from '../support/axe.js';
import { launchBrowser, openPage, screens } from '../support/browser.js';
import { nord, openGradeQueue, type GradeQueueSite } from '../support/grade-queue.js';

jest.setTimeout(120_000);

/** The grade queue in a browser: sign-in, list and replay, phone and desktop, German and English. */
describe('the grade queue', () => {
  let site: GradeQueueSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await openGradeQueue();
    await site.add('4711', { kind: 'failed', error: 'platform-unreachable: scores: status 404' });
    await site.add('4712', { kind: 'retry', nextTry: '2099-01-01T10:00:00.000Z', error: 'platform-unreachable: no answer within 15000 ms' }, { platform: 'ilias' });
    await site.add('a-subject-that-is-as-long-as-an-lms-can-make-them-0123456789abcdef0123456789abcdef', undefined, { registration: 'gone-1' });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test('is signed in to, read and replayed, accessibly', async () => {
    const { page, complaints, close } = await openPage(browser, { locale: 'de-DE' });
    const { key, secret } = await site.lrs.access.createCredential({ organisation: nord, scopes: ['all'], label: 'admin' });
    const suits = async (name: string): Promise<void> => {
      for (const [screen, size] of Object.entries(screens)) {
        await page.setViewportSize(size);
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0);
        const where = process.env['TEST_PICTURES'];
        if (where === undefined) continue;
        mkdirSync(where, { recursive: true });
        await page.screenshot({ path: join(where, `${name}-${screen}.png`), fullPage: true });
      }
    };
    await page.goto(`${site.url}/admin/grades?language=de`);
    await suits('grades-sign-in');
    await page.getByLabel('Schlüssel').fill(key);
    await page.getByLabel('Geheimnis').fill(secret);
    await page.getByRole('button', { name: 'Anmelden' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bewertungen auf dem Weg ins Lernsystem' }).waitFor();
    await suits('grades-de');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Grades on their way to the learning platform' }).waitFor();
    await suits('grades-en');
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
