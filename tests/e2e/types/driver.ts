import type { Page } from 'playwright-core';

/** The parts of a statement that these tests look at. */
export interface Statement {
  readonly verb: { readonly id: string };
  readonly object: { readonly id: string; readonly definition: Readonly<Record<string, unknown>> };
  readonly result?: {
    readonly score?: Readonly<Record<string, number>>;
    readonly success?: boolean;
    readonly completion?: boolean;
    readonly response?: string;
    readonly duration?: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
  readonly context?: { readonly contextActivities?: Readonly<Record<string, readonly { readonly id: string }[]>> };
}

interface PageElement {
  readonly textContent: string;
  readonly labels?: readonly PageElement[] | null;
}

interface PageGlobals {
  readonly document: { readonly activeElement: PageElement | null };
  readonly statements: Statement[];
  readonly H5P: { readonly instances: Record<string, (...values: unknown[]) => unknown>[] };
}

/** What core has told the outside world so far. */
export function statementsOf(page: Page): Promise<Statement[]> {
  return page.evaluate(() => (globalThis as unknown as PageGlobals).statements);
}

/** Calls a method of H5P's contract on the running instance. */
export function call(page: Page, method: string): Promise<unknown> {
  return page.evaluate((name) => (globalThis as unknown as PageGlobals).H5P.instances[0]![name]!(), method);
}

export const verb = (statement: Statement): string => statement.verb.id.replace('http://adlnet.gov/expapi/verbs/', '');
export const verbs = (statements: readonly Statement[]): string[] => statements.map(verb);

/** Clicks the button with exactly these words. */
export async function click(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: words, exact: true }).click();
}

export async function choose(page: Page, words: string): Promise<void> {
  await page.getByText(words, { exact: true }).click();
}

export function heading(page: Page): Promise<string> {
  return page.locator('.lh-heading').innerText();
}

/** The accessible words of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const found = (globalThis as unknown as PageGlobals).document.activeElement;
    return (found?.labels?.[0] ?? found)?.textContent.trim() ?? '';
  });
}

/** Presses Tab until the focus is on what has these words; says what was passed if it never is. */
export async function tabTo(page: Page, words: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press('Tab');
    const here = await focused(page);
    if (here === words) return;
    passed.push(here);
  }
  throw new Error(`Tab does not reach “${words}”; it passed ${JSON.stringify(passed)}`);
}

/** Presses an arrow key until the radio button with these words is chosen. */
export async function arrowTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 10; presses += 1) {
    if ((await focused(page)) === words) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrow keys do not reach “${words}”`);
}

export async function press(page: Page, words: string, key = 'Enter'): Promise<void> {
  await tabTo(page, words);
  await page.keyboard.press(key);
}

/** Text of the element that has the focus, for checks of where it went. */
export const focusedWords = focused;
