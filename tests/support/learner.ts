import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { projectRoot } from './project-root.js';

interface Option {
  readonly text: string;
  readonly correct: boolean;
}

/** A card of a unit. */
export type Card = { readonly kind: string } & Partial<{
  readonly question: string;
  readonly options: readonly Option[];
}>;

/** The cards of a starter unit, as its author wrote them. */
export function cardsOf(unit: string): readonly Card[] {
  const { cards } = JSON.parse(
    readFileSync(join(projectRoot, 'h5p-content', 'starter', unit, 'content.json'), 'utf8'),
  ) as { cards: Card[] };
  return cards;
}

/** Where the player says that the server has confirmed everything. */
export const everythingSaved = '#play-status[data-status="saved"]';

/** Signs in to the demo LMS as one of its people. */
export async function signIn(page: Page, demoUrl: string, firstName: string): Promise<void> {
  await page.goto(demoUrl);
  const other = page.getByRole('button', { name: 'Person wechseln' });
  if ((await other.count()) > 0) await other.click();
  await page.getByRole('button', { name: `Als ${firstName} anmelden` }).click();
  await page.getByRole('heading', { level: 1, name: 'Digital lernen im Betrieb' }).waitFor();
}

/** Opens an item of the demo course; gives the frame that the LMS launched it in. */
export async function openItem(page: Page, demoUrl: string, title: string): Promise<FrameLocator> {
  await page.goto(demoUrl);
  await page.getByRole('link', { name: `${title} öffnen` }).click();
  return page.frameLocator('iframe');
}

/** Answers the card that is open, right or wrong, and goes on. */
async function doCard(unit: FrameLocator | Locator, card: Card, rightly: boolean): Promise<void> {
  if (card.kind === 'question') {
    const options = card.options!;
    const wanted = rightly
      ? options.filter((each) => each.correct)
      : options.filter((each) => !each.correct).slice(0, 1);
    // By keyboard: a click into a cross-site frame may meet it where it stood a moment ago.
    for (const { text } of wanted) await unit.getByLabel(text, { exact: true }).press('Space');
    await unit.getByRole('button', { name: 'Antwort prüfen' }).click();
  }
  await unit.getByRole('button', { name: /^(Weiter|Abschließen)$/ }).click();
}

/** Works through cards `from` to `to` (exclusive) of a unit; its first card must be open. */
export async function doCards(
  unit: FrameLocator | Locator,
  cards: readonly Card[],
  [from, to]: readonly [number, number],
  rightly = true,
): Promise<void> {
  for (let position = from; position < to; position += 1) {
    await unit
      .getByText(`Karte ${position + 1} von ${cards.length}`)
      .first()
      .waitFor();
    await doCard(unit, cards[position]!, rightly);
  }
}
