import type { Browser } from 'playwright-core';
import { openItem, signIn } from '../../support/learner.js';
import type { Product } from '../../support/product.js';

/** One launch as a browser saw it. */
export interface SeenLaunch {
  /** Milliseconds from the LMS's form post until the unit can be begun. */
  readonly playable: number;
  /** Milliseconds in which at least one answer of ours was awaited, from a request's last byte to its answer's first: our share of the way. */
  readonly waiting: number;
  /** The same of each answer, added up: what was awaited side by side counts as often as there were answers. */
  readonly added: number;
  /** Kilobytes (1,000 bytes) of all answers of ours as they went over the wire, headers included, media left out. */
  readonly weight: number;
}

/** How long at least one of the spans lasted, from the first's begin to the last's end. */
function covered(spans: readonly (readonly [from: number, to: number])[]): number {
  let [sum, until] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of spans.toSorted(([one], [other]) => one - other)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}

/** Launches the first unit of the demo course in a browser that has never been here. */
export async function launchInBrowser(
  browser: Browser,
  product: Pick<Product, 'publicUrl' | 'demoUrl'>,
  person: string,
): Promise<SeenLaunch> {
  const context = await browser.newContext({ locale: 'de-DE' });
  try {
    const page = await context.newPage();
    const finished: Promise<{
      readonly awaited: readonly [from: number, to: number];
      readonly bytes: number;
      readonly media: boolean;
    }>[] = [];
    let posted: number | undefined;
    page.on('request', (request) => {
      if (request.url() === `${product.publicUrl}/lti/login`) posted ??= Date.now();
    });
    page.on('requestfinished', (request) => {
      if (!request.url().startsWith(product.publicUrl)) return;
      finished.push(
        (async () => {
          const { responseBodySize, responseHeadersSize } = await request.sizes();
          const { startTime, requestStart, responseStart } = request.timing();
          return {
            awaited: [startTime + requestStart, startTime + Math.max(requestStart, responseStart)] as const,
            bytes: responseBodySize + responseHeadersSize,
            media: request.resourceType() === 'media',
          };
        })(),
      );
    });
    await signIn(page, product.demoUrl, person);
    const unit = await openItem(page, product.demoUrl, 'Das Entwicklungsgespräch');
    await unit
      .getByRole('button', { name: 'Los geht’s' })
      .waitFor()
      .catch(async (caught: unknown) => {
        throw new Error(
          `The unit did not open. What there was instead, at ${page.url()}: ${await page.locator('body').innerText()}; frames: ${page
            .frames()
            .map((frame) => frame.url().split('?')[0])
            .join(', ')}`,
          { cause: caught },
        );
      });
    const playable = Date.now();
    await page.waitForLoadState('networkidle');
    const all = await Promise.all(finished);
    if (posted === undefined) throw new Error('No login was posted.');
    const onTheWay = all
      .filter(({ awaited: [from] }) => from <= playable)
      .map(({ awaited: [from, to] }) => [from, Math.min(to, playable)] as const);
    return {
      playable: playable - posted,
      waiting: covered(onTheWay),
      added: onTheWay.reduce((sum, [from, to]) => sum + to - from, 0),
      weight: all.filter(({ media }) => !media).reduce((sum, { bytes }) => sum + bytes, 0) / 1000,
    };
  } finally {
    await context.close();
  }
}
