import type { BrowserContext, Page } from 'playwright-core';

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
