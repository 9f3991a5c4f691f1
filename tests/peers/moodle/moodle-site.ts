import type { FrameLocator, Page } from 'playwright-core';

/** Somebody whom the walk enters in Moodle. */
export interface MoodlePerson {
  readonly name: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** An external tool as Moodle's list of tools tells about it. */
export interface MoodleTool {
  /** Moodle's own id. */
  readonly id: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly jwksUri: string;
  readonly tokenEndpoint: string;
  readonly authenticationEndpoint: string;
  /** Registered, but not activated by an administrator yet. */
  readonly pending: boolean;
}

/** An element of a page, as far as it is read here. */
interface Card {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  querySelector(selector: string): unknown;
}

/** A page of Moodle with the list of what its scripts are about to do. */
interface PendingView {
  readonly document: { querySelectorAll(selector: string): Iterable<Card> };
  readonly M: { readonly util: { readonly pending_js: readonly string[] } };
}

/** Ids of Moodle's own roles, as every installation begins with them. */
const roleIds = { trainer: '3', learner: '5' } as const;

const toolsPage = '/mod/lti/toolconfigure.php';

/**
 * A Moodle as people see it: every function does in its pages what an administrator, a trainer or a learner does there.
 * Elements are found by their names in forms and by their data, never by texts, so that the language of the site does
 * not matter.
 */
export function moodleSite(page: Page, url: string) {
  /** Until Moodle's scripts have done what they began: they replace fields and move parts of a page about. */
  const settled = async (): Promise<void> => {
    await page.waitForFunction(() => {
      const { document, M } = globalThis as unknown as {
        document: { readyState: string };
        M?: { util?: { pending_js?: readonly unknown[] } };
      };
      return document.readyState === 'complete' && (M?.util?.pending_js ?? []).length === 0;
    });
  };
  const open = async (path: string): Promise<void> => {
    await page.goto(path.startsWith('http') ? path : `${url}${path}`);
    await settled();
  };
  const openFieldsets = async (): Promise<void> => {
    const closed = page.locator('fieldset.collapsible .ftoggler [aria-expanded=false]');
    while ((await closed.count()) > 0) await closed.first().click();
  };
  const cardOf = (tool: string) => page.locator(`.tool-card[data-type-id="${tool}"]`);
  const openToolSettings = async (tool: string): Promise<void> => {
    await open(toolsPage);
    await open((await cardOf(tool).locator('a.edit').getAttribute('href'))!);
    await openFieldsets();
  };
  const saveToolSettings = async (): Promise<void> => {
    await page.click('#id_submitbutton');
    await page.waitForURL((address) => address.pathname.endsWith(toolsPage));
  };

  return {
    /** Signs in; tried again where Moodle finds its form's token outrun by a request of its own. */
    async signIn({ name, password }: Pick<MoodlePerson, 'name' | 'password'>): Promise<void> {
      await page.goto('about:blank');
      await page.context().clearCookies();
      for (let attempt = 1; ; attempt += 1) {
        await open('/login/index.php');
        // A script of this page puts fields of its own in the place of those that came.
        await page.waitForLoadState('networkidle');
        await page.fill('#username', name);
        await page.fill('#password', password);
        await page.click('#loginbtn');
        await page.waitForURL(
          (address) => !address.pathname.startsWith('/login/') || address.searchParams.has('loginredirect'),
        );
        if (!new URL(page.url()).pathname.startsWith('/login/')) return;
        if (attempt === 3) throw new Error(`Moodle does not let ${name} in.`);
      }
    },

    /** The number that Moodle has given to whoever is signed in. */
    async numberOfPerson(): Promise<string> {
      await open('/my/');
      return page.evaluate(() => String((globalThis as unknown as { M: { cfg: { userId: number } } }).M.cfg.userId));
    },

    /** Until they sign in again; Moodle stays in its own language where it does not have this one. */
    async chooseLanguage(language: string): Promise<void> {
      await open(`/my/?lang=${language}`);
    },

    /** Lets Moodle ask addresses of its own machine and any port, which it refuses as it comes. */
    async openLocalAddresses(): Promise<void> {
      await open('/admin/settings.php?section=httpsecurity');
      await page.fill('[name=s__curlsecurityblockedhosts]', '');
      await page.fill('[name=s__curlsecurityallowedport]', '');
      await page.click('#adminsettings [type=submit]');
      await page.waitForLoadState();
    },

    async createPerson(person: MoodlePerson): Promise<void> {
      await open('/user/editadvanced.php?id=-1');
      await page.fill('#id_username', person.name);
      await page.fill('#id_firstname', person.firstName);
      await page.fill('#id_lastname', person.lastName);
      await page.fill('#id_email', person.email);
      // The password's field shows itself only after a click on its placeholder.
      await page.locator('#id_newpassword').evaluate((field, value) => {
        (field as unknown as { value: string }).value = value;
      }, person.password);
      await page.click('#id_submitbutton');
      await page.waitForURL((address) => !address.pathname.endsWith('/editadvanced.php'));
    },

    /** @returns the course's id */
    async createCourse(title: string, shortName: string): Promise<string> {
      await open('/course/edit.php?category=1');
      await page.fill('#id_fullname', title);
      await page.fill('#id_shortname', shortName);
      await page.click('#id_saveanddisplay');
      await page.waitForURL(/\/course\/view\.php\?|\/user\/index\.php\?|\/enrol\//);
      return new URL(page.url()).searchParams.get('id')!;
    },

    async enrol(course: string, person: MoodlePerson, role: keyof typeof roleIds): Promise<void> {
      await open(`/enrol/instances.php?id=${course}`);
      const enrolment = (await page.locator('a[href*="/enrol/manual/manage.php"]').first().getAttribute('href'))!;
      // From a hundred people on, Moodle lists only those who are searched for.
      await open(`${enrolment}&addselect_searchtext=${encodeURIComponent(person.email)}`);
      await page.selectOption('#menuroleid', roleIds[role]);
      const option = page.locator('#addselect option', { hasText: person.email });
      await page.selectOption('#addselect', (await option.getAttribute('value'))!);
      await page.click('#add');
      await page.locator('#removeselect option', { hasText: person.email }).waitFor({ state: 'attached' });
    },

    /** Enters the address of a tool that registers itself; the frame that Moodle opens it in. */
    async openRegistration(registrationUrl: string): Promise<FrameLocator> {
      await open(toolsPage);
      await page.fill('#tool-url', registrationUrl);
      await page.click('#tool-create-button');
      return page.frameLocator('#external-registration-page-container iframe');
    },

    /** Brings the frame of `openRegistration` into sight as a whole. */
    async showRegistration(): Promise<void> {
      await page.locator('#external-registration-page-container iframe').evaluate((frame) =>
        (frame as unknown as { scrollIntoView(how: object): void }).scrollIntoView({
          block: 'end',
          behavior: 'instant',
        }),
      );
    },

    /** In the frame of `openRegistration`: Moodle knows a tool at this host, and is told to update it. */
    async chooseUpdate(frame: FrameLocator, tool: string): Promise<void> {
      await frame.locator(`button[data-href$="&type=${tool}"]`).click();
    },

    /** Enters a tool by hand. */
    async enterTool(tool: {
      readonly name: string;
      readonly url: string;
      readonly loginUrl: string;
      readonly keysUrl: string;
      readonly redirectUrl: string;
    }): Promise<void> {
      await open(toolsPage);
      await open((await page.locator('a[href*="/mod/lti/typessettings.php"]').first().getAttribute('href'))!);
      await page.fill('#id_lti_typename', tool.name);
      await page.fill('#id_lti_toolurl', tool.url);
      await page.selectOption('#id_lti_ltiversion', '1.3.0');
      await page.selectOption('#id_lti_keytype', 'JWK_KEYSET');
      await page.fill('#id_lti_publickeyset', tool.keysUrl);
      await page.fill('#id_lti_initiatelogin', tool.loginUrl);
      await page.fill('#id_lti_redirectionuris', tool.redirectUrl);
      await page.locator('#id_lti_contentitem').check();
      await openFieldsets();
      await page.selectOption('[name=ltiservice_gradesynchronization]', '2');
      await page.selectOption('[name=ltiservice_memberships]', '1');
      await page.selectOption('[name=lti_sendname]', '0');
      await page.selectOption('[name=lti_sendemailaddr]', '0');
      await page.selectOption('[name=lti_acceptgrades]', '2');
      await saveToolSettings();
    },

    /** The newest tool, once Moodle shows the list of tools again. */
    async newestTool(): Promise<MoodleTool> {
      await page.locator('#registration-choice-container').waitFor();
      // Moodle keeps a list of what it is still about to do. The tools are read in one go: it may draw them anew.
      const newest = await page.waitForFunction(() => {
        const view = globalThis as unknown as PendingView;
        const cards = [...view.document.querySelectorAll('#tool-list-container .tool-card')];
        if (view.M.util.pending_js.length > 0 || cards.length === 0) return undefined;
        const typeOf = ({ dataset }: Card): number => Number(dataset['typeId']);
        const card = cards.reduce((one, other) => (typeOf(other) > typeOf(one) ? other : one));
        return { ...card.dataset, pending: card.querySelector('a.activate') !== null };
      });
      const { typeId, platformid, clientid, deploymentid, publickeyseturl, accesstokenurl, authrequesturl, pending } =
        (await newest.jsonValue()) as Readonly<Record<string, string>> & { readonly pending: boolean };
      return {
        id: typeId ?? '',
        issuer: platformid ?? '',
        clientId: clientid ?? '',
        deploymentId: deploymentid ?? '',
        jwksUri: publickeyseturl ?? '',
        tokenEndpoint: accesstokenurl ?? '',
        authenticationEndpoint: authrequesturl ?? '',
        pending,
      };
    },

    async activateTool(tool: string): Promise<void> {
      await cardOf(tool).locator('a.activate').click();
      await cardOf(tool).locator('a.activate').waitFor({ state: 'detached' });
    },

    /** True if the tool is told names and e-mail addresses: `0` never, `1` always, `2` as each trainer decides. */
    async privacyOf(tool: string): Promise<{ readonly names: string; readonly emails: string }> {
      await openToolSettings(tool);
      return {
        names: await page.inputValue('[name=lti_sendname]'),
        emails: await page.inputValue('[name=lti_sendemailaddr]'),
      };
    },

    async shareNames(tool: string): Promise<void> {
      await openToolSettings(tool);
      await page.selectOption('[name=lti_sendname]', '1');
      await saveToolSettings();
    },

    /** Puts a tool of the site into the activity chooser of a course, as its trainer does. */
    async offerInChooser(course: string, tool: string): Promise<void> {
      await open(`/mod/lti/coursetools.php?id=${course}`);
      const toggle = page.locator(`[data-action="showinactivitychooser-toggle"][data-id="${tool}"]`);
      await toggle.waitFor({ state: 'attached' });
      if ((await toggle.getAttribute('data-state')) !== '0') return;
      const answered = page.waitForResponse((response) =>
        response.url().includes('mod_lti_toggle_showinactivitychooser'),
      );
      await toggle.click({ force: true });
      await answered;
    },

    /** Opens the tool's picker in the course editor; the frame that shows it. */
    async openPicker(course: string, tool: string): Promise<FrameLocator> {
      await open(`/course/modedit.php?add=lti&return=0&course=${course}&section=1&typeid=${tool}`);
      await page.click('[name=selectcontent]');
      return page.frameLocator('#contentitem-page-iframe');
    },

    async pickerClosed(): Promise<void> {
      await page.locator('#contentitem-page-iframe').waitFor({ state: 'detached' });
    },

    /** Saves the several items that a picker handed over. */
    async saveActivities(): Promise<void> {
      await page.locator('[data-attribute="dynamic-import"] li').first().waitFor();
      await page.click('#id_submitbutton2');
      await page.waitForURL(/\/course\/(view|section)\.php/);
    },

    /** The course's external activities: ids of course modules by their title. */
    async activities(course: string): Promise<ReadonlyMap<string, string>> {
      await open(`/course/view.php?id=${course}`);
      const links = await page
        .locator('a[href*="/mod/lti/view.php?id="]')
        .evaluateAll((all) =>
          all.map((link) => ({ title: link.textContent.trim(), address: (link as unknown as { href: string }).href })),
        );
      return new Map(
        links
          .filter(({ title }) => title !== '')
          .map(({ title, address }) => [title, new URL(address).searchParams.get('id')!]),
      );
    },

    /** Opens an activity as the course does; the frame that the tool is launched in. */
    async openActivity(module: string): Promise<FrameLocator> {
      await page.goto(`${url}/mod/lti/view.php?id=${module}`);
      return page.frameLocator('#contentframe');
    },

    /** A person's row in the grade book, as text. */
    async gradesOf(course: string, person: MoodlePerson): Promise<string> {
      await open(`/grade/report/grader/index.php?id=${course}`);
      return page.locator('tr.userrow', { hasText: person.email }).innerText();
    },

    /** What opens where somebody looks into a grade, by the menu of its cell (submission review). */
    async openSubmission(course: string, person: MoodlePerson, module: string): Promise<FrameLocator> {
      await open(`/grade/report/grader/index.php?id=${course}`);
      const cell = page
        .locator('tr.userrow', { hasText: person.email })
        .locator('td', { has: page.locator(`a[href*="/mod/lti/grade.php?id=${module}&"]`) });
      await cell.locator('.cellmenubtn').click();
      await cell.locator('a[href*="/mod/lti/grade.php"]').click();
      return page.frameLocator('#contentframe');
    },

    /** The card of a tool among the tools, in sight. */
    async showTool(tool: string): Promise<void> {
      await cardOf(tool).evaluate((card) =>
        (card as unknown as { scrollIntoView(how: object): void }).scrollIntoView({
          block: 'end',
          behavior: 'instant',
        }),
      );
    },

    /** More room for the page itself; Moodle remembers it for the person. */
    async closeCourseIndex(): Promise<void> {
      const close = page.locator('#theme_boost-drawers-courseindex [data-action="closedrawer"]:visible').first();
      if ((await close.count()) > 0) await close.click();
      await page.locator('#theme_boost-drawers-courseindex:not(.show)').waitFor({ state: 'attached' });
      await settled();
    },

    /** Closes the tour that Moodle offers on some pages to whoever is there for the first time. */
    async endTour(): Promise<void> {
      const end = page.locator('[data-role="flexitour-step"] [data-role="end"]:visible').first();
      if (
        !(await end.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        ))
      )
        return;
      await end.click();
      await page.locator('[data-flexitour="backdrop"]').first().waitFor({ state: 'detached' });
    },
  };
}
