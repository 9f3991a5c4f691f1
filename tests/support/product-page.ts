import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, screens } from './browser.js';
import { type Product, productPlace, type ProductPlace, startProduct } from './product.js';
import { temporaryFolder } from './sqlite.js';

/** The product with an empty folder, and a German browser on a desk that looks at it. */
export interface ProductPage {
  readonly place: ProductPlace;
  readonly product: Product;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
}

/**
 * Signs an administrator in wherever the page asks for it.
 * @param afterwards `attached` if the credential does not open the page, which then asks again
 */
export async function signInWith(
  page: Page,
  { key, secret }: { readonly key: string; readonly secret: string },
  afterwards: 'attached' | 'detached' = 'detached',
): Promise<void> {
  await page.locator('#key').fill(key);
  await page.locator('#secret').fill(secret);
  await page.locator('.sign-in button').press('Enter');
  await page.locator('.sign-in').waitFor({ state: afterwards });
}

/** Starts both before the tests of a file, and ends them after all. @param environment further settings of the product */
export function useProductPage(
  handOver: (opened: ProductPage) => void,
  environment: Readonly<Record<string, string>> = {},
): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>> | undefined;
  let product: Product | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    folder = await temporaryFolder();
    const place = { ...(await productPlace(join(folder.path, 'data'))), environment };
    product = await startProduct(place);
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: screens.desktop, locale: 'de-DE' });
    handOver({ place, product, browser, context, page: await context.newPage() });
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await folder?.remove();
  });
}
