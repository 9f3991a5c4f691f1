import type { FrameLocator, Page, Request } from 'playwright-core';

/** What one launch took, in milliseconds. */
export interface LaunchTime {
  /** From the LMS's first form post to us (the begin of the login) to a unit that can be begun. */
  readonly whole: number;
  /** Of that, from the LMS's second form post (the id_token). */
  readonly fromToken: number;
  /** Our server's time for all requests of the launch, added up, until the browser asks for nothing more. */
  readonly server: number;
}

/** In every frame: remembers when the unit's first button could be seen. */
const watch = `(() => {
  const look = () => {
    const button = [...document.querySelectorAll('button')].find((each) => each.textContent.trim() === 'Los geht’s');
    if (button !== undefined && button.getBoundingClientRect().height > 0) window.__playableAt = performance.timeOrigin + performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

/** Milliseconds that the access log has added up since a place in it. */
function serverTime(log: string): number {
  let sum = 0;
  for (const line of log.split('\n')) {
    const milliseconds = /"msg":"answered"/.test(line) ? /"milliseconds":([\d.]+)/.exec(line)?.[1] : undefined;
    sum += Number(milliseconds ?? 0);
  }
  return sum;
}

/** Launches the same unit again and again as the person who is signed in, and takes the times that the browser itself noted. */
export async function measureLaunches(
  page: Page,
  launch: () => Promise<FrameLocator>,
  count: number,
  log: () => string,
): Promise<readonly LaunchTime[]> {
  await page.addInitScript(watch);
  const posts = new Map<string, Request>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'POST' && /\/lti\/(login|launch)$/.test(pathname)) posts.set(pathname, request);
  });
  const times: LaunchTime[] = [];
  for (let number = 0; number < count; number += 1) {
    posts.clear();
    const before = log().length;
    const frame = await launch();
    await frame.getByRole('button', { name: 'Los geht’s' }).waitFor();
    const playable = await frame
      .locator('body')
      .evaluate(() => (globalThis as unknown as { __playableAt: number }).__playableAt);
    const started = (path: string): number => posts.get(path)!.timing().startTime;
    await page.waitForLoadState('networkidle');
    times.push({
      whole: playable - started('/lti/login'),
      fromToken: playable - started('/lti/launch'),
      server: serverTime(log().slice(before)),
    });
  }
  return times;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!);
}

/** The figures as lines to read. */
export function figuresOf(times: readonly LaunchTime[]): readonly string[] {
  const line = (title: string, values: readonly number[]): string =>
    `${title}: p50 ${percentile(values, 0.5)} ms, p95 ${percentile(values, 0.95)} ms`;
  return [
    line(
      "first form post to playable unit, Moodle's own time in between included",
      times.map(({ whole }) => whole),
    ),
    line(
      'form post with the id_token to playable unit',
      times.map(({ fromToken }) => fromToken),
    ),
    line(
      'our own server time for all requests of a launch, added up',
      times.map(({ server }) => server),
    ),
  ];
}
