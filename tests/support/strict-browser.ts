import type { BrowserContext } from 'playwright-core';
import { launchWithSettings } from './browser.js';

/** The system's Chromium with "block all cookies" set, as some companies set it: storage of every kind is denied. */
export function launchStrictBrowser(): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  return launchWithSettings({ default_content_setting_values: { cookies: 2 } });
}
