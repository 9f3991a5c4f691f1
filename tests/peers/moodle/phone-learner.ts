import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { screens } from '../../support/browser.js';
import { launchGuardedBrowser, thirdPartyCookiesAreBlocked } from '../../support/guarded-browser.js';
import { type Card, everythingSaved } from '../../support/learner.js';
import { type MoodlePerson, moodleSite } from './moodle-site.js';

/** How a phone with Android's Chromium names itself, which is how Moodle tells it from other machines. */
const phone =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

/** If a page of ours is wider than the phone, its reader would have to push it about. */
async function fits(page: Page): Promise<void> {
  const [wide, screen] = await page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    return [document.documentElement.scrollWidth, innerWidth] as const;
  });
  if (wide > screen || screen !== screens.phone.width)
    throw new Error(`The page is ${wide} wide on a window of ${screen}.`);
}

/**
 * A learner with a phone, by touch alone: from the course to a unit, through it rightly until the server has confirmed everything, and back
 * to the course. Moodle gives phones the whole window instead of a frame.
 * @param pictures folder for pictures of every stage; none without it
 */
export async function learnOnPhone(
  url: string,
  person: MoodlePerson,
  { course, unit, cards }: { readonly course: string; readonly unit: string; readonly cards: readonly Card[] },
  pictures: string | undefined,
): Promise<void> {
  const browser = await launchGuardedBrowser(screens.phone, {
    hasTouch: true,
    isMobile: true,
    userAgent: phone,
    deviceScaleFactor: 2,
  });
  const page = await browser.context.newPage();
  page.setDefaultTimeout(30_000);
  const look = async (name: string): Promise<void> => {
    await page.waitForLoadState('networkidle');
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `phone-${name}.png`) });
  };
  try {
    if (!(await thirdPartyCookiesAreBlocked(browser.context)))
      throw new Error('The phone lets third-party cookies through.');
    const site = moodleSite(page, url);
    await site.signIn(person);
    await page.goto(`${url}/course/view.php?id=${course}`);
    await site.endTour();
    await look('course');
    await page.locator('#region-main a[href*="/mod/lti/view.php?id="]', { hasText: unit }).first().tap();
    const start = page.getByRole('button', { name: 'Los geht’s' });
    await start.waitFor();
    await fits(page);
    await look('unit');
    await start.tap();
    let asked = false;
    for (const [index, { kind, options = [] }] of cards.entries()) {
      await page
        .getByText(`Karte ${index + 1} von ${cards.length}`)
        .first()
        .waitFor();
      await fits(page);
      if (index === 0) await look('card');
      if (kind === 'question') {
        for (const { text } of options.filter(({ correct }) => correct))
          await page.getByLabel(text, { exact: true }).tap();
        if (!asked) await look('question');
        await page.getByRole('button', { name: 'Antwort prüfen' }).tap();
        if (!asked) await look('answer');
        asked = true;
      }
      await page.getByRole('button', { name: /^(Weiter|Abschließen)$/ }).tap();
    }
    await page.locator(everythingSaved).waitFor();
    await fits(page);
    await look('finished');
    await page.getByRole('link', { name: 'Zum Kurs' }).tap();
    await page.waitForURL(
      (address) =>
        address.href.startsWith(url) &&
        address.pathname === '/course/view.php' &&
        address.searchParams.get('id') === course,
    );
    await look('back');
  } catch (caught) {
    await look('failed').catch(() => undefined);
    throw caught;
  } finally {
    await browser.close();
  }
}
