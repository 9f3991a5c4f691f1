import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { temporaryFolder } from './sqlite.js';

/** How the browser tests start the system's Chromium: headless, and silent towards the network. */
function browserOptions(extra: readonly string[] = []): LaunchOptions {
  return {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      // All frames in one process: who follows a frame from process to process loses it now and then, when it changes
      // site several times in a row as in a launch, and waits for ever. What a site may see of another does not depend
      // on it.
      '--disable-site-isolation-trials',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...extra,
    ],
  };
}

/** The system's Chromium. */
export function launchBrowser(extra: readonly string[] = []): Promise<Browser> {
  return chromium.launch(browserOptions(extra));
}

/** The same with a profile of its own. @param settings what its person has set, as Chromium keeps it under `profile` */
export async function launchWithSettings(
  settings: object,
  options: BrowserContextOptions = {},
): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  const profile = await temporaryFolder();
  await mkdir(join(profile.path, 'Default'));
  await writeFile(join(profile.path, 'Default', 'Preferences'), JSON.stringify({ profile: settings }));
  const context = await chromium.launchPersistentContext(profile.path, { ...browserOptions(), ...options });
  return {
    context,
    close: async () => {
      await context.close();
      await profile.remove();
    },
  };
}

/** Screen sizes that every page must suit. */
export const screens = {
  phone: { width: 360, height: 740 },
  desktop: { width: 1280, height: 800 },
} as const;

/** A page of its own context; whatever the page complains about is collected in `complaints`. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: screens.desktop, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints, close: () => context.close() };
}

/** The system's Chromium with "block all cookies" set, as some companies set it: storage of every kind is denied. */
export function launchStrictBrowser(): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  return launchWithSettings({ default_content_setting_values: { cookies: 2 } });
}

/**
 * Shows a page of a visit, which lives in an LMS's frame, in a window of its own. The frame's cookie goes nowhere else
 * (CHIPS), so the window says who it is as the scripts of our pages do.
 * @param address the frame's
 * @param from whose frame it is
 */
export async function openInWindow(page: Page, address: string, from: BrowserContext): Promise<void> {
  const handle = new URL(address).searchParams.get('visit')!;
  const cookie = (await from.cookies()).find(({ name }) => name === `lotse-visit-${handle}`);
  if (cookie === undefined) throw new Error('The browser has no cookie of this visit.');
  await page.setExtraHTTPHeaders({ Authorization: `Bearer ${cookie.value}` });
  await page.goto(address);
}
