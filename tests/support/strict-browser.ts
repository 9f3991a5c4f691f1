import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { temporaryFolder } from './sqlite.js';

/** The system's Chromium with "block all cookies" set, as some companies set it: storage of every kind is denied. */
export async function launchStrictBrowser(): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  const profile = await temporaryFolder();
  await mkdir(join(profile.path, 'Default'));
  await writeFile(join(profile.path, 'Default', 'Preferences'), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
  const context = await chromium.launchPersistentContext(profile.path, {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return {
    context,
    close: async () => {
      await context.close();
      await profile.remove();
    },
  };
}
