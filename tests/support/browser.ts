import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { temporaryFolder } from './sqlite.js';

/** How the browser tests start the system's Chromium: headless, and silent towards the network. */
function browserOptions(extra: readonly string[] = []): LaunchOptions {
  return {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      // All frames in one process: who follows a frame from process to process loses it now and then, when it changes site
      // several times in a row as in a launch, and waits for ever. What a site may see of another does not depend on it.
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
