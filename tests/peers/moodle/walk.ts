import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { protections } from '../../support/firefox.js';
import { launchGuardedBrowser, thirdPartyCookiesAreBlocked } from '../../support/guarded-browser.js';
import { cardsOf, doCards, everythingSaved } from '../../support/learner.js';
import { productEnvironment, productPlace, type ProductPlace, startProduct } from '../../support/product.js';
import { projectRoot } from '../../support/project-root.js';
import { temporaryFolder } from '../../support/sqlite.js';
import { readMoodlePeer } from './environment.js';
import { learnInFirefox } from './firefox-learner.js';
import { figuresOf, measureLaunches } from './launch-times.js';
import { logstorePlugin } from './logstore.js';
import { type MoodlePerson, moodleSite, type MoodleTool } from './moodle-site.js';
import { learnOnPhone } from './phone-learner.js';
import { reportedOf } from './reported.js';
import { createSteps } from './steps.js';

const units = {
  'd1-entwicklungsgespraech': 'Das Entwicklungsgespräch',
  'd2-lernen-begleiten': 'Lernen am Arbeitsplatz begleiten',
} as const;
const pages = ['Ganzer Lernpfad', 'Meine Kompetenzmatrix', 'Team-Matrix'];
const [firstUnit, secondUnit] = Object.values(units);
const firstCards = cardsOf('d1-entwicklungsgespraech');

const peer = readMoodlePeer(process.env);
// Names must be new to Moodle at every walk; like this they look like a company's.
const run = String(Math.floor(Date.now() / 1000) % 100_000).padStart(5, '0');
const person = (name: string, firstName: string, lastName: string): MoodlePerson => ({
  name: `${name}.${run}`,
  password: `Lotse-${run}-1`,
  firstName,
  lastName,
  email: `${name}.${run}@nordwerk.example`,
});
const trainer = person('petra', 'Petra', 'Lindner');
const learner = person('aylin', 'Aylin', 'Demir');
const colleague = person('jonas', 'Jonas', 'Weber');
const commuter = person('lena', 'Lena', 'Vogt');

const folder = await temporaryFolder();
const place: ProductPlace = {
  ...(await productPlace(join(folder.path, 'data'))),
  environment: { LOTSE_ALLOW_INTERNAL_PLATFORMS: 'on' },
};
const product = await startProduct(place);
const browser = await launchGuardedBrowser({ width: 1280, height: 860 });
const page = await browser.context.newPage();
page.setDefaultTimeout(30_000);
const complaints: string[] = [];
// Moodle's own scripts may complain as they like.
page.on('pageerror', (error) => {
  if (error.stack?.includes(product.publicUrl) === true) complaints.push(error.stack);
});
const site = moodleSite(page, peer.url);
const logstore = logstorePlugin(page, peer.url);
/** True if Moodle's own events are sent to us, too. */
let reports = false as boolean;
const { step, note, picture } = createSteps(page, peer.pictures);

function lotse<T>(...words: string[]): T {
  return JSON.parse(
    execFileSync(process.execPath, [join(projectRoot, 'scripts', 'lotse.mjs'), ...words, '--json'], {
      env: productEnvironment(place),
      encoding: 'utf8',
    }),
  ) as T;
}

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not as it should be: ${what}`);
}

async function openUnit(activity: string, title: string): Promise<FrameLocator> {
  const frame = await site.openActivity(activity);
  await frame.getByText(title).first().waitFor();
  return frame;
}

/** A person's row, once it has a grade. */
async function gradeOf(course: string, somebody: MoodlePerson, grade: RegExp): Promise<string> {
  const deadline = Date.now() + 30_000;
  let row = '';
  while (!grade.test(row) && Date.now() < deadline) row = await site.gradesOf(course, somebody);
  expectThat(grade.test(row), `grade book says ${row}`);
  return row;
}

async function inFirefox(
  somebody: MoodlePerson,
  module: string,
  protection: keyof typeof protections,
  ownWindow: boolean,
): Promise<void> {
  await learnInFirefox(peer.url, somebody, { module, cards: firstCards }, protections[protection], async (visit) => {
    expectThat(visit.ownWindow === ownWindow, `a window of its own: ${visit.ownWindow}`);
    if (peer.pictures !== undefined)
      await writeFile(join(peer.pictures, `firefox-${protection}.png`), await visit.picture());
  });
}

async function walk(): Promise<void> {
  let course = '';
  let tool: MoodleTool;
  let activities: ReadonlyMap<string, string>;

  await step('the browser blocks third-party cookies', async () => {
    expectThat(await thirdPartyCookiesAreBlocked(browser.context), 'third-party cookies come back');
  });

  await step('Moodle: a course with a trainer and three learners', async () => {
    await site.signIn({ name: peer.adminName, password: peer.adminPassword });
    await site.chooseLanguage('de');
    await site.openLocalAddresses();
    for (const each of [trainer, learner, colleague, commuter]) await site.createPerson(each);
    course = await site.createCourse('Führen im Betrieb', `Führen ${run}`);
    await site.enrol(course, trainer, 'trainer');
    for (const each of [learner, colleague, commuter]) await site.enrol(course, each, 'learner');
  });

  if (peer.registration === 'dynamic') {
    await step(
      "dynamic registration: the administrator enters Lotse's link, agrees, and activates the tool",
      async () => {
        const { url } = lotse<{ url: string }>(
          'platform',
          'invite',
          '--organisation',
          'nordwerk',
          '--name',
          'Nordwerk GmbH',
        );
        const frame = await site.openRegistration(url);
        const connect = frame.getByRole('button', { name: 'Jetzt verbinden' });
        await connect.waitFor();
        await site.showRegistration();
        await picture('moodle-registration');
        await connect.click();
        tool = await site.newestTool();
        expectThat(tool.pending, 'a tool that registered itself waits for the administrator');
        await site.showTool(tool.id);
        await picture('moodle-activation');
        await site.activateTool(tool.id);
      },
    );
  } else {
    await step(
      "manual registration: the administrator enters Lotse's addresses in Moodle, and Moodle's in Lotse",
      async () => {
        const { publicUrl } = product;
        await site.enterTool({
          name: 'Lotse',
          url: `${publicUrl}/lti/launch`,
          loginUrl: `${publicUrl}/lti/login`,
          keysUrl: `${publicUrl}/lti/keys/nordwerk`,
          redirectUrl: `${publicUrl}/lti/launch`,
        });
        tool = await site.newestTool();
        lotse('organisation', 'create', '--id', 'nordwerk', '--name', 'Nordwerk GmbH');
        lotse(
          'platform',
          'add',
          '--organisation',
          'nordwerk',
          '--kind',
          'moodle',
          '--name',
          'Moodle',
          '--issuer',
          tool.issuer,
          '--client-id',
          tool.clientId,
          '--deployment-id',
          tool.deploymentId,
          '--authentication-endpoint',
          tool.authenticationEndpoint,
          '--token-endpoint',
          tool.tokenEndpoint,
          '--jwks-uri',
          tool.jwksUri,
        );
      },
    );
  }

  await step("Moodle's plugin logstore_xapi, where it is installed, is set up as the manual says", async () => {
    reports = await logstore.isInstalled();
    if (!reports) {
      note('skipped: it is not installed');
      return;
    }
    const credential = lotse<{ key: string; secret: string }>(
      'credential',
      'create',
      '--organisation',
      'nordwerk',
      '--scope',
      'statements/write,define',
      '--for',
      'moodle',
    );
    await logstore.switchOn({ endpoint: `${product.publicUrl}/xapi`, ...credential });
  });

  await step('both sides know the same registration', async () => {
    const [platform] = lotse<readonly { issuer: string; clientId: string; deploymentIds: readonly string[] }[]>(
      'platform',
      'list',
      '--organisation',
      'nordwerk',
    );
    expectThat(
      platform?.issuer === peer.url &&
        platform.clientId === tool.clientId &&
        platform.deploymentIds.includes(tool.deploymentId),
      JSON.stringify(platform),
    );
  });

  await step("Lotse has asked for nobody's name; the administrator decides to share names", async () => {
    const shared = await site.privacyOf(tool.id);
    expectThat(shared.names === '0' && shared.emails === '0', `names ${shared.names}, e-mail ${shared.emails}`);
    await site.shareNames(tool.id);
  });

  if (peer.registration === 'dynamic') {
    await step(
      'the administrator lets Moodle update the tool: Lotse says that it was connected already, and what Moodle sets back',
      async () => {
        const { url } = lotse<{ url: string }>('platform', 'invite', '--organisation', 'nordwerk');
        const frame = await site.openRegistration(url);
        await site.chooseUpdate(frame, tool.id);
        await frame.getByRole('button', { name: 'Jetzt verbinden' }).click();
        await frame.getByRole('heading', { name: 'Die Verbindung ist auf dem neuesten Stand' }).waitFor();
        await site.showRegistration();
        await picture('moodle-update');
        await frame.getByRole('button', { name: 'Fertig' }).click();
        const updated = await site.newestTool();
        expectThat(
          updated.id === tool.id && updated.clientId === tool.clientId && !updated.pending,
          JSON.stringify(updated),
        );
        expectThat(
          lotse<readonly unknown[]>('platform', 'list', '--organisation', 'nordwerk').length === 1,
          'one platform',
        );
        expectThat((await site.privacyOf(tool.id)).names === '0', 'Moodle has set back the sharing of names');
        await site.shareNames(tool.id);
      },
    );
  }

  await step('deep linking: the trainer picks two units', async () => {
    await site.signIn(trainer);
    await site.offerInChooser(course, tool.id);
    const picker = await site.openPicker(course, tool.id);
    for (const title of Object.values(units)) await picker.getByRole('checkbox', { name: title }).check();
    expectThat(
      (await picker.getByText('schreibt dazu').count()) === 0,
      "Moodle says the tool's own name, which is not quoted",
    );
    await picker.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
    const [box, bar] = [
      await picker.getByRole('checkbox', { name: firstUnit! }).boundingBox(),
      await picker.locator('.bar').boundingBox(),
    ];
    expectThat(box!.y + box!.height < bar!.y, "the first unit is in sight in Moodle's dialogue without scrolling");
    await picture('moodle-picker');
    await picker.getByRole('button', { name: 'In den Kurs übernehmen' }).click();
    await site.saveActivities();
    activities = await site.activities(course);
    for (const title of Object.values(units)) expectThat(activities.has(title), `${title} stands in the course`);
  });

  await step(
    'deep linking: the learning path and both matrices can be placed as well, and cancelling places nothing',
    async () => {
      const picker = await site.openPicker(course, tool.id);
      for (const title of pages) await picker.getByRole('checkbox', { name: title }).check();
      await picker.getByRole('button', { name: 'In den Kurs übernehmen' }).click();
      await site.saveActivities();
      await (await site.openPicker(course, tool.id)).getByRole('button', { name: 'Abbrechen' }).click();
      await site.pickerClosed();
      activities = await site.activities(course);
      for (const title of pages) expectThat(activities.has(title), `${title} stands in the course`);
      const placed = new Set(activities.values()).size;
      expectThat(placed === pages.length + Object.keys(units).length, `${placed} activities`);
      for (const title of pages)
        await (await site.openActivity(activities.get(title)!)).getByRole('heading', { level: 1 }).waitFor();
    },
  );

  if (peer.browser === 'firefox') {
    await step(
      "Firefox, as it comes: the learner launches a unit inside Moodle's frame, works through it, and goes back to the course",
      async () => {
        await inFirefox(learner, activities.get(firstUnit!)!, 'standard', false);
      },
    );
  } else {
    await step('the learner launches a unit in the course, and works through it', async () => {
      await site.signIn(learner);
      const unit = await openUnit(activities.get(firstUnit!)!, 'Los geht’s');
      await picture('moodle-unit');
      await unit.getByRole('button', { name: 'Los geht’s' }).click();
      await doCards(unit, firstCards, [0, firstCards.length]);
      await unit.locator(everythingSaved).waitFor();
    });

    await step('the way back leads to the course, out of the frame', async () => {
      await page.frameLocator('#contentframe').getByRole('link', { name: 'Zum Kurs' }).click();
      await page.waitForURL(new RegExp(`/course/view\\.php\\?id=${course}`));
      expectThat(
        page.frames().every((frame) => !frame.url().includes('/login/')),
        'no login page in a frame',
      );
    });
  }

  await step("the grade stands in Moodle's grade book", async () => {
    await site.signIn(trainer);
    await gradeOf(course, learner, /100[,.]00/);
    expectThat(!/100[,.]00/.test(await site.gradesOf(course, colleague)), 'nobody else has a grade');
  });

  await step('a click on the grade shows the trainer what the learner answered', async () => {
    await site.endTour();
    const submission = await site.openSubmission(course, learner, activities.get(firstUnit!)!);
    await submission.getByRole('heading', { level: 1, name: firstUnit! }).waitFor();
    await submission.getByText(/^Durchgang · Aylin Demir$/).waitFor();
    await submission.getByText(/^Aus diesem Durchgang stammt die Bewertung in/).waitFor();
    await picture('moodle-submission');
  });

  await step('a phone: another learner does all that by touch, in the whole window, and gets the grade', async () => {
    await learnOnPhone(peer.url, commuter, { course, unit: firstUnit!, cards: firstCards }, peer.pictures);
    await gradeOf(course, commuter, /100[,.]00/);
  });

  if (peer.browser === 'firefox') {
    await step(
      'Firefox that blocks all third-party cookies: the unit opens in a window of its own by one click, and its grade arrives',
      async () => {
        await inFirefox(colleague, activities.get(firstUnit!)!, 'noThirdParty', true);
        await gradeOf(course, colleague, /100[,.]00/);
      },
    );
  }

  await step(
    'the learning path: the learner finishes a unit in it, and the share that is completed stands in the grade book',
    async () => {
      await site.signIn(learner);
      const path = await site.openActivity(activities.get('Ganzer Lernpfad')!);
      await path
        .getByRole('button', { name: `${secondUnit!}: öffnen` })
        .first()
        .click();
      await path.getByRole('button', { name: 'Los geht’s' }).click();
      const cards = cardsOf('d2-lernen-begleiten');
      await doCards(path, cards, [0, cards.length]);
      await path.locator(everythingSaved).waitFor();
      await path.getByRole('link', { name: 'Lernpfad' }).click();
      await path
        .getByText(/\d von \d+ abgeschlossen/)
        .first()
        .waitFor();
      await picture('moodle-path');
      await site.signIn(trainer);
      note(`the learner's row: ${(await gradeOf(course, learner, /25[,.]00/)).replaceAll(/\s+/g, ' ')}`);
      await site.endTour();
      await site.closeCourseIndex();
      await site.gradesOf(course, learner);
      await picture('moodle-grades');
    },
  );

  await step("the trainer's team page names everybody in the course, whether launched or not", async () => {
    const frame = await openUnit(activities.get(firstUnit!)!, 'Team-Matrix');
    await frame.getByRole('link', { name: 'Team-Matrix' }).click();
    await frame.getByRole('heading', { level: 1, name: 'Team-Matrix' }).waitFor();
    for (const name of ['Aylin Demir', 'Jonas Weber']) await frame.getByRole('link', { name }).waitFor();
    await frame.locator('tfoot').scrollIntoViewIfNeeded();
    expectThat((await frame.getByText('Petra Lindner').count()) === 0, 'the trainer is not among the learners');
    await picture('moodle-team');
  });

  if (reports) {
    await step(
      'what Moodle reports itself arrives, about the same person and the same course as what came of launches',
      async () => {
        // Not who was on the phone: Moodle reports no look at an activity that it opens in the whole window.
        await site.signIn(learner);
        const account = { homePage: peer.url, name: await site.numberOfPerson() };
        const { key, secret } = lotse<{ key: string; secret: string }>(
          'credential',
          'create',
          '--organisation',
          'nordwerk',
          '--scope',
          'all/read',
        );
        const lrs = {
          endpoint: `${product.publicUrl}/xapi`,
          authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
        };
        const [courseOfMoodle, activity] = [
          `${peer.url}/course/view.php?id=${course}`,
          `${peer.url}/mod/lti/view.php?id=${activities.get(firstUnit!)!}`,
        ];
        const seen = await reportedOf(lrs, account, (all) =>
          [courseOfMoodle, activity].every((id) => all.some(({ object }) => object.id === id)),
        );
        const launched = seen.filter(({ object }) => object.id.startsWith(product.publicUrl));
        expectThat(
          launched.length > firstCards.length / 2,
          `${launched.length} statements of the launch are about the same person`,
        );
        expectThat(
          seen.every(({ actor }) => actor.name === undefined && actor.mbox === undefined),
          'no statement says a name',
        );
        expectThat(!/"path":"\/xapi\/statements","status":[45]/.test(product.log()), 'nothing was refused');
        note(`of one learner ${seen.length} statements, ${launched.length} of them out of launches`);
        await page.goto(`${product.publicUrl}/browser`);
        await page.fill('#key', key);
        await page.fill('#secret', secret);
        await page.press('#secret', 'Enter');
        await page.locator('.sentence').first().waitFor();
        await page.goto(
          `${product.publicUrl}/browser?${new URLSearchParams({ course: courseOfMoodle, person: account.name })}`,
        );
        const sentences = await page.locator('.sentence').allInnerTexts();
        note(`of the course: ${sentences.length} on the first page`);
        expectThat(
          sentences.some((text) => text.includes('Führen im Betrieb')) &&
            sentences.some((text) => /Karte|abgeschlossen|beantwortet/.test(text)),
          sentences.join('\n'),
        );
        await picture('moodle-statements');
      },
    );
  }

  await step('no page complained, and the log names nobody', async () => {
    expectThat(complaints.length === 0, complaints.join('\n'));
    expectThat(
      !/Aylin|Demir|Jonas|Petra|Lena|Vogt|id_token|registration_token|launch=|visit=/.test(product.log()),
      'names or tokens in the log',
    );
  });

  if (peer.launches > 0) {
    await step(`${peer.launches} launches measured`, async () => {
      await site.signIn(colleague);
      const times = await measureLaunches(
        page,
        () => site.openActivity(activities.get(secondUnit!)!),
        peer.launches,
        product.log,
      );
      for (const line of figuresOf(times)) note(line);
    });
  }
}

/** A plugin that is left on would try to reach a Lotse that is gone, every minute. */
async function forgetLogstore(): Promise<void> {
  try {
    await site.signIn({ name: peer.adminName, password: peer.adminPassword });
    await logstore.switchOff();
  } catch (caught) {
    note(`logstore_xapi may still be on in Moodle: ${caught instanceof Error ? caught.message : String(caught)}`);
  }
}

try {
  await walk();
} catch (caught) {
  process.stdout.write(`${caught instanceof Error ? (caught.stack ?? caught.message) : String(caught)}\n`);
  process.stdout.write(
    product
      .log()
      .split('\n')
      .filter((line) => /"level":[456]0|"detail"/.test(line))
      .slice(-20)
      .join('\n'),
  );
  process.exitCode = 1;
} finally {
  if (reports) await forgetLogstore();
  await browser.close();
  await product.stop();
  await folder.remove();
}
