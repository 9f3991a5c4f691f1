import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../../support/browser.js';
import { type Host, type Scenario, startHost } from './host.js';
import { ifOpened } from '../../support/if-opened.js';

/** A host and a browser for the tests of one file. */
export interface Scene {
  readonly host: Host;
  readonly browser: Browser;
  /** Plays a content on a page of its own, which must have nothing to complain about. */
  play(scenario: Scenario, run: (page: Page) => Promise<void>): Promise<void>;
}

/** Starts both before the tests of the file that calls it, and ends both after them. */
export function openScene(): Scene {
  let host: Host;
  let browser: Browser;
  beforeAll(async () => {
    host = await startHost();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await ifOpened(browser, (each) => each.close());
    await ifOpened(host, (each) => each.close());
  });
  return {
    get host() {
      return host;
    },
    get browser() {
      return browser;
    },
    play: async (scenario, run) => {
      const { page, complaints, close } = await openPage(browser);
      try {
        await page.goto(host.play(scenario));
        await page.locator('.lh-heading').waitFor();
        await run(page);
        expect(complaints).toEqual([]);
      } finally {
        await close();
      }
    },
  };
}
