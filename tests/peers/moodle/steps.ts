import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** Tells a walk's steps as they happen, and keeps pictures of them where somebody wants pictures. */
export interface Steps {
  /** Runs one step; a failure is shown with what the page looked at, and ends the walk. */
  step(title: string, action: () => Promise<void>): Promise<void>;
  /** A line of its own below a step. */
  note(text: string): void;
  picture(name: string): Promise<void>;
}

export function createSteps(page: Page, pictures: string | undefined): Steps {
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.waitForLoadState('networkidle');
    // Frames of other sites are painted by processes of their own: two frames of animation in each, and it is there.
    for (const frame of page.frames())
      await frame
        .evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
        .catch(() => undefined);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  };
  return {
    async step(title, action) {
      const started = performance.now();
      try {
        await action();
        write(`✓ ${title} (${Math.round(performance.now() - started)} ms)`);
      } catch (caught) {
        write(
          `✗ ${title}\n  at ${page
            .frames()
            .map((frame) => frame.url().split('?')[0])
            .join(', ')}`,
        );
        await picture('failed');
        throw caught;
      }
    },
    note: (text) => write(`  ${text}`),
    picture,
  };
}
