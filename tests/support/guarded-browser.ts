import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { launchWithSettings } from './browser.js';

/** The system's Chromium with third-party cookies blocked, as many people have set it. */
export function launchGuardedBrowser(
  viewport = { width: 1280, height: 900 },
  options: BrowserContextOptions = {},
): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  return launchWithSettings(
    { block_third_party_cookies: true, cookie_controls_mode: 1 },
    { locale: 'de-DE', viewport, ...options },
  );
}

/**
 * True if the browser really keeps third-party cookies from coming back: one is set in a cross-site frame, and asked
 * for there.
 */
export async function thirdPartyCookiesAreBlocked(context: BrowserContext): Promise<boolean> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/outer') {
      const { port } = server.address() as AddressInfo;
      response
        .setHeader('Content-Type', 'text/html')
        .end(`<!doctype html><iframe src="http://localhost:${port}/set"></iframe>`);
    } else if (request.url === '/set') {
      response.setHeader('Set-Cookie', 'plain=1; SameSite=None; Secure; Path=/');
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><script>location.replace("/get")</script>');
    } else if (request.url === '/get') {
      seen.push(request.headers.cookie ?? '');
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><p id="done">done</p>');
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const page = await context.newPage();
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/outer`);
    await page.frameLocator('iframe').locator('#done').waitFor();
    return seen.length === 1 && !seen[0]!.includes('plain=1');
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}
