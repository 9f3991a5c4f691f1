import type { Frame, Page } from 'playwright-core';

/**
 * Presses Tab until what a selector names has the focus.
 * @param options `inside`: the frame that it is in; `presses`: how often at most
 */
export async function tabTo(
  page: Page,
  selector: string,
  { inside = page, presses }: { readonly inside?: Page | Frame; readonly presses: number },
): Promise<void> {
  const reached = (): Promise<boolean> =>
    inside.evaluate<boolean>(
      `document.activeElement !== null && document.activeElement.matches(${JSON.stringify(selector)})`,
    );
  for (let pressed = 0; pressed < presses; pressed += 1) {
    if (await reached()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}.`);
}
