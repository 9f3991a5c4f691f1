import type { Browser } from 'playwright-core';
import { openItem, signIn } from '../../support/learner.js';
import type { Product } from '../../support/product.js';

/** One launch as a browser saw it. */
export interface SeenLaunch {
  /** Milliseconds from the LMS's form post until the unit can be begun. */
  readonly playable: number;
  /** Milliseconds of our own: from each request's last byte to its answer's first, added up over the whole way. */
  readonly server: number;
  /** Kilobytes (1,000 bytes) of all answers of ours as they went over the wire, headers included, media left out. */
  readonly weight: number;
}

/** Launches the first unit of the demo course in a browser that has never been here. */
export async function launchInBrowser(browser: Browser, product: Pick<Product, 'publicUrl' | 'demoUrl'>, person: string): Promise<SeenLaunch> {
  const context = await browser.newContext({ locale: 'de-DE' });
  try {
    const page = await context.newPage();
    const finished: Promise<{ readonly start: number; readonly server: number; readonly bytes: number; readonly media: boolean }>[] = [];
    let posted: number | undefined;
    page.on('request', (request) => {
      if (request.url() === `${product.publicUrl}/lti/login`) posted ??= Date.now();
    });
    page.on('requestfinished', (request) => {
      if (!request.url().startsWith(product.publicUrl)) return;
      finished.push((async () => {
        const { responseBodySize, responseHeadersSize } = await request.sizes();
        const { startTime, requestStart, responseStart } = request.timing();
        return { start: startTime, server: Math.max(0, responseStart - requestStart), bytes: responseBodySize + responseHeadersSize, media: request.resourceType() === 'media' };
      })());
    });
    await signIn(page, product.demoUrl, person);
    const unit = await openItem(page, product.demoUrl, 'Das Entwicklungsgespräch');
    await unit.getByRole('button', { name: 'Los geht’s' }).waitFor().catch(async (caught: unknown) => {
      throw new Error(`The unit did not open. What there was instead: ${await unit.locator('body').innerText()}`, { cause: caught });
    });
    const playable = Date.now();
    await page.waitForLoadState('networkidle');
    const all = await Promise.all(finished);
    if (posted === undefined) throw new Error('No login was posted.');
    const onTheWay = all.filter(({ start }) => start <= playable);
    return {
      playable: playable - posted,
      server: onTheWay.reduce((sum, { server }) => sum + server, 0),
      weight: all.filter(({ media }) => !media).reduce((sum, { bytes }) => sum + bytes, 0) / 1000,
    };
  } finally {
    await context.close();
  }
}
