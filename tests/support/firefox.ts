import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Marionette } from './marionette.js';
import { temporaryFolder } from './sqlite.js';

/** How Firefox treats what other sites want to store. */
export const protections = {
  /** As it comes: Total Cookie Protection, every site's storage is partitioned by the page around it. */
  standard: {},
  /** "Strict" in its settings. */
  strict: {
    'browser.contentblocking.category': 'strict',
    'network.cookie.cookieBehavior': 5,
    'privacy.trackingprotection.enabled': true,
    'privacy.annotate_channels.strict_list.enabled': true,
  },
  /** "All third-party cookies" blocked: in a frame of another site, cookies are dropped and localStorage throws. */
  noThirdParty: { 'browser.contentblocking.category': 'custom', 'network.cookie.cookieBehavior': 1 },
} as const;

/** Nothing but the pages under test: no requests of the browser's own, no questions, German. */
const preferences = {
  'marionette.port': 0,
  'intl.accept_languages': 'de-DE, de',
  'browser.shell.checkDefaultBrowser': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.startup.page': 0,
  'extensions.update.enabled': false,
  'services.settings.server': 'data:,',
};

const patience = 30_000;
/** The key under which WebDriver hands out elements. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** The system's Firefox, driven as WebDriver has it, headless and with a fresh profile. */
export class Firefox {
  readonly #marionette: Marionette;
  readonly #close: () => Promise<void>;

  private constructor(marionette: Marionette, close: () => Promise<void>) {
    this.#marionette = marionette;
    this.#close = close;
  }

  static async launch(protection: Readonly<Record<string, string | number | boolean>>): Promise<Firefox> {
    const profile = await temporaryFolder();
    const lines = Object.entries({ ...preferences, ...protection }).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    );
    await writeFile(join(profile.path, 'user.js'), lines.join('\n'));
    const child = spawn(
      process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
      ['--headless', '--marionette', '--no-remote', '--width', '1280', '--height', '900', '--profile', profile.path],
      { stdio: 'ignore' },
    );
    const end = async (): Promise<void> => {
      await ended(child);
      await profile.remove();
    };
    try {
      const marionette = await Marionette.connect(await portOf(child, join(profile.path, 'MarionetteActivePort')));
      await marionette.send('WebDriver:NewSession', {
        capabilities: { alwaysMatch: { timeouts: { pageLoad: patience, script: patience } } },
      });
      return new Firefox(marionette, async () => {
        marionette.close();
        await end();
      });
    } catch (caught) {
      await end();
      throw caught;
    }
  }

  async open(address: string): Promise<void> {
    await this.#marionette.send('WebDriver:Navigate', { url: address });
  }

  /** Waits for an element by XPath and clicks it. */
  async click(xpath: string): Promise<void> {
    await this.#marionette.send('WebDriver:ElementClick', { id: await this.#find(xpath) });
  }

  /** Waits for an element by XPath; gives its text as people see it. */
  async text(xpath: string): Promise<string> {
    const { value } = await this.#marionette.send('WebDriver:GetElementText', { id: await this.#find(xpath) });
    return value as string;
  }

  /** What follows happens inside a frame of the page's: the first, or that of a name. */
  async enterFrame(name?: string): Promise<void> {
    await this.#marionette.send('WebDriver:SwitchToFrame', {
      element: await this.#find(name === undefined ? '//iframe' : `//iframe[@name="${name}"]`),
    });
  }

  /** What follows happens in the page itself. */
  async leaveFrame(): Promise<void> {
    await this.#marionette.send('WebDriver:SwitchToFrame', { id: null });
  }

  /** Runs a function's body in the page or frame; gives what it returns. */
  async evaluate<T>(body: string): Promise<T> {
    const { value } = await this.#marionette.send('WebDriver:ExecuteScript', { script: body, args: [] });
    return value as T;
  }

  /** What the window shows, as PNG. */
  async picture(): Promise<Buffer> {
    const { value } = await this.#marionette.send('WebDriver:TakeScreenshot', { full: false, hash: false });
    return Buffer.from(value as string, 'base64');
  }

  async windows(): Promise<readonly string[]> {
    return (await this.#marionette.send('WebDriver:GetWindowHandles')) as unknown as readonly string[];
  }

  async enterWindow(handle: string): Promise<void> {
    await this.#marionette.send('WebDriver:SwitchToWindow', { handle });
  }

  /** Does something that opens a window; what follows happens in it. */
  async enterWindowOpenedBy(action: () => Promise<void>): Promise<void> {
    const before = new Set(await this.windows());
    await action();
    await this.enterWindow(
      await eventually(
        async () => (await this.windows()).find((handle) => !before.has(handle)),
        'No window was opened.',
      ),
    );
  }

  async close(): Promise<void> {
    await this.#close();
  }

  async #find(xpath: string): Promise<string> {
    // WebDriver's own waiting ends with the page it began on, and a launch passes through several.
    return eventually(async () => {
      try {
        const { value } = await this.#marionette.send('WebDriver:FindElement', { using: 'xpath', value: xpath });
        return (value as Readonly<Record<string, string>>)[elementKey];
      } catch (caught) {
        if (
          caught instanceof Error &&
          /^(?:no such element|stale element reference|no such window|unknown error)$/.test(caught.name)
        )
          return undefined;
        throw caught;
      }
    }, `There is no ${xpath}.`);
  }
}

/** Asks until there is an answer. */
async function eventually<T>(ask: () => Promise<T | undefined>, complaint: string): Promise<T> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await after(50);
  }
  throw new Error(complaint);
}

/** Firefox writes down where it listens. */
function portOf(child: ChildProcess, file: string): Promise<number> {
  return eventually(async () => {
    if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode} before it could be driven.`);
    const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    return text === '' ? undefined : Number(text);
  }, 'Firefox did not start.');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await once(child, 'exit');
  clearTimeout(forced);
}
