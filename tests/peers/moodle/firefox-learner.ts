import { Firefox, type protections } from '../../support/firefox.js';
import type { Card } from '../../support/learner.js';
import type { MoodlePerson } from './moodle-site.js';

/** How long a page may take to become as it is waited for, in milliseconds. */
const patience = 30_000;

/** Text as XPath writes it; there is no way to escape a quote in it. */
function literal(text: string): string {
  return `concat("", ${text
    .split('"')
    .map((part) => `"${part}"`)
    .join(`, '"', `)})`;
}

const button = (...names: readonly string[]): string =>
  `//button[${names.map((name) => `normalize-space(.)=${literal(name)}`).join(' or ')}][not(ancestor-or-self::*[@hidden])]`;

async function until(firefox: Firefox, condition: string): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await firefox.evaluate<boolean>(`return ${condition}`).catch(() => false)))
    if (Date.now() > deadline) throw new Error(`Firefox waits in vain for ${condition}.`);
}

/** Tried again where Moodle finds its form's token outrun by a request of its own, as in Chromium. */
async function signIn(firefox: Firefox, url: string, { name, password }: MoodlePerson): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await firefox.open(`${url}/login/index.php`);
    await until(firefox, 'document.readyState === "complete" && (M.util.pending_js ?? []).length === 0');
    await firefox.evaluate(
      `document.querySelector('#username').value = ${JSON.stringify(name)}; document.querySelector('#password').value = ${JSON.stringify(password)};`,
    );
    await firefox.click('//*[@id="loginbtn"]');
    await until(firefox, '!location.pathname.startsWith("/login/") || location.search.includes("loginredirect")');
    if (await firefox.evaluate<boolean>('return !location.pathname.startsWith("/login/")')) return;
    if (attempt === 3) throw new Error(`Moodle does not let ${name} in.`);
  }
}

/** A unit that has been opened. */
export interface FirefoxVisit {
  /** The whole window as PNG. */
  picture(): Promise<Buffer>;
  /** True if the unit had to be opened in a window of its own. */
  readonly ownWindow: boolean;
}

/**
 * A learner in Firefox: signs in to Moodle, opens a unit as the course does, works through it rightly until the server
 * has confirmed everything, and, where the unit stands in Moodle's frame, goes back to the course.
 * @param protection how Firefox treats what other sites want to store
 * @param begun told when the unit is open
 */
export async function learnInFirefox(
  url: string,
  person: MoodlePerson,
  { module, cards }: { readonly module: string; readonly cards: readonly Card[] },
  protection: (typeof protections)[keyof typeof protections],
  begun: (visit: FirefoxVisit) => Promise<void>,
): Promise<void> {
  const firefox = await Firefox.launch(protection);
  try {
    await signIn(firefox, url, person);
    await firefox.open(`${url}/mod/lti/view.php?id=${module}`);
    await firefox.enterFrame();
    await firefox.text(`//h1 | ${button('Los geht’s')}`);
    await until(firefox, 'document.readyState === "complete" && document.body.innerText.trim() !== ""');
    const ownWindow = await firefox.evaluate<boolean>(
      'return document.body.innerText.includes("In neuem Fenster öffnen")',
    );
    if (ownWindow)
      await firefox.enterWindowOpenedBy(() => firefox.click('//a[contains(., "In neuem Fenster öffnen")]'));
    await firefox.text(button('Los geht’s'));
    // Firefox does not take a picture from within a frame of another site.
    if (!ownWindow) await firefox.leaveFrame();
    await begun({ picture: () => firefox.picture(), ownWindow });
    if (!ownWindow) await firefox.enterFrame();
    await firefox.click(button('Los geht’s'));
    for (const [index, { kind, options = [] }] of cards.entries()) {
      await firefox.text(`//*[contains(text(), "Karte ${index + 1} von ${cards.length}")]`);
      if (kind === 'question') {
        for (const { text } of options.filter(({ correct }) => correct))
          await firefox.click(`//label[normalize-space(.)=${literal(text)}]`);
        await firefox.click(button('Antwort prüfen'));
      }
      await firefox.click(button('Weiter', 'Abschließen'));
    }
    await firefox.text('//*[@id="play-status"][@data-status="saved"]');
    if (ownWindow) return;
    await firefox.click('//a[normalize-space(.)="Zum Kurs"]');
    await firefox.leaveFrame();
    await until(firefox, 'location.pathname.startsWith("/course/")');
  } catch (caught) {
    const address = await firefox
      .evaluate<string>('return location.href.split("?")[0]')
      .catch(() => 'a page that is gone');
    throw new Error(`Firefox at ${address}: ${caught instanceof Error ? caught.message : String(caught)}`, {
      cause: caught,
    });
  } finally {
    await firefox.close();
  }
}
