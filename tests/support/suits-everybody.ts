import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { violations } from './axe.js';
import { screens } from './browser.js';

/** Keeps a picture in the folder `TEST_PICTURES`, where somebody wants to look at the pages. */
export async function picture(page: Page, name: string): Promise<void> {
  const where = process.env['TEST_PICTURES'];
  if (where === undefined) return;
  mkdirSync(where, { recursive: true });
  await page.screenshot({ path: join(where, `${name}.png`), fullPage: true });
}

/** The page as it stands is accessible, and nothing runs out of the screen: phone and desktop. */
export async function suitsScreens(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const [screen, size] of Object.entries(screens)) {
    await page.setViewportSize(size);
    expect(await violations(page)).toEqual([]);
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
    await picture(page, `${name}-${screen}`);
  }
  if (before !== null) await page.setViewportSize(before);
}

/** The page at this address is accessible, and nothing runs out of the screen: phone and desktop, German and English. */
export async function suitsEverybody(page: Page, name: string): Promise<void> {
  const german = page.url();
  for (const language of ['de', 'en']) {
    const address = new URL(german);
    address.searchParams.set('language', language);
    await page.goto(address.href);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    await suitsScreens(page, `${name}-${language}`);
  }
  await page.goto(german);
}
