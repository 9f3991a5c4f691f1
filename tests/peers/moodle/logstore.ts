import type { Page } from 'playwright-core';

/** The plugin's own page of settings; Moodle answers 404 where the plugin is not installed. */
const settingsPage = '/admin/settings.php?section=logsettingxapi';

/** How the walk sets the plugin, as docs/moodle-logstore.md tells administrators. */
export interface LogstoreSettings {
  /** The LRS, without `/statements`. */
  readonly endpoint: string;
  readonly key: string;
  readonly secret: string;
}

const field = (name: string): string => `[name="s_logstore_xapi_${name}"]:not([type=hidden])`;

/** Moodle's plugin logstore_xapi, as its administrator meets it. The page must be signed in as one. */
export function logstorePlugin(page: Page, url: string) {
  const settled = () => page.waitForLoadState('networkidle');
  const toggle = async (action: 'enable' | 'disable'): Promise<void> => {
    await page.goto(`${url}/admin/settings.php?section=managelogging`);
    const link = page.locator(`a[href*="action=${action}"][href*="store=logstore_xapi"]`).first();
    if ((await link.count()) === 0) return;
    await page.goto((await link.getAttribute('href'))!);
    await settled();
  };

  return {
    async isInstalled(): Promise<boolean> {
      return (await page.goto(`${url}${settingsPage}`))?.status() === 200;
    },

    /** Sets what the manual says, leaves everything else as it comes, and switches the plugin on. */
    async switchOn({ endpoint, key, secret }: LogstoreSettings): Promise<void> {
      await page.goto(`${url}${settingsPage}`);
      await settled();
      await page.fill(field('endpoint'), endpoint);
      await page.fill(field('username'), key);
      // Its field shows itself only after a click on its placeholder.
      await page.locator(field('password')).evaluate((element, value) => {
        (element as unknown as { value: string }).value = value;
      }, secret);
      await page.fill(field('maxbatchsize'), '250');
      await page.locator(field('resendfailedbatches')).check();
      await page.locator(field('send_name')).uncheck();
      await page.click('#adminsettings [type=submit]');
      await settled();
      await toggle('enable');
    },

    /** Nobody is there to hear it any more. */
    switchOff: () => toggle('disable'),
  };
}
