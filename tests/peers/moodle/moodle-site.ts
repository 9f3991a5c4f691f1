import type { FrameLocator, Page } from 'playwright-core';

/** Somebody whom the walk enters in Moodle. */
export interface MoodlePerson {
  readonly name: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
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

/** Ids of Moodle's own roles, as every installation begins with them. */
const roleIds = { trainer: '3', learner: '5' } as const;

/**
 * A Moodle as people see it: every function does in its pages what an administrator, a trainer or a learner does there.
 * Elements are found by their names in forms, never by texts, so that the language of the site does not matter.
 */
export function moodleSite(page: Page, url: string) {
  /** Until Moodle's scripts have done what they began: they replace fields and move parts of a page about. */
  const settled = async (): Promise<void> => {
    await page.waitForFunction(() => {
      const { M } = globalThis as unknown as { M?: { util?: { pending_js?: readonly unknown[] } } };
      return (globalThis as unknown as { document: { readyState: string } }).document.readyState === 'complete' && (M?.util?.pending_js ?? []).length === 0;
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

  return {
    async signIn({ name, password }: Pick<MoodlePerson, 'name' | 'password'>): Promise<void> {
      await page.context().clearCookies();
      await open('/login/index.php');
      // A script of this page puts fields of its own in the place of those that came.
      await page.waitForLoadState('networkidle');
      await page.fill('#username', name);
      await page.fill('#password', password);
      await page.click('#loginbtn');
      await page.waitForURL((address) => !address.pathname.startsWith('/login/'));
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
      await page.fill('#id_email', `${person.name}@nordwerk.example`);
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
      await open((await page.locator('a[href*="/enrol/manual/manage.php"]').first().getAttribute('href'))!);
      await page.selectOption('#menuroleid', roleIds[role]);
      const option = page.locator('#addselect option', { hasText: `${person.name}@nordwerk.example` });
      await page.selectOption('#addselect', (await option.getAttribute('value'))!);
      await page.click('#add');
      await page.locator('#removeselect option', { hasText: `${person.name}@nordwerk.example` }).waitFor({ state: 'attached' });
    },

    /** Enters a tool by hand, as an administrator of an older Moodle would. */
    async enterTool(tool: { name: string; url: string; loginUrl: string; keysUrl: string; redirectUrl: string; names: boolean }): Promise<MoodleTool> {
      await open('/mod/lti/toolconfigure.php');
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
      await page.selectOption('[name=lti_sendname]', tool.names ? '1' : '0');
      await page.selectOption('[name=lti_sendemailaddr]', '0');
      await page.selectOption('[name=lti_acceptgrades]', '2');
      await page.click('#id_submitbutton');
      return this.readTool(tool.name);
    },

    /** What the card of a tool says; it must be on the list of tools. */
    async readTool(name: string): Promise<MoodleTool> {
      if (!page.url().includes('/mod/lti/toolconfigure.php')) await open('/mod/lti/toolconfigure.php');
      const card = page.locator('.tool-card', { hasText: name }).last();
      await card.waitFor();
      const value = async (attribute: string): Promise<string> => (await card.getAttribute(`data-${attribute}`)) ?? '';
      return {
        id: await value('type-id'), issuer: await value('platformid'), clientId: await value('clientid'), deploymentId: await value('deploymentid'),
        jwksUri: await value('publickeyseturl'), tokenEndpoint: await value('accesstokenurl'), authenticationEndpoint: await value('authrequesturl'),
        pending: (await card.locator('a.activate').count()) > 0,
      };
    },

    /** Puts a tool of the site into the activity chooser of a course, as its trainer does. */
    async offerInChooser(course: string, tool: string): Promise<void> {
      await open(`/mod/lti/coursetools.php?id=${course}`);
      const toggle = page.locator(`[data-action="showinactivitychooser-toggle"][data-id="${tool}"]`);
      await toggle.waitFor({ state: 'attached' });
      if ((await toggle.getAttribute('data-state')) === '0') {
        const answered = page.waitForResponse((response) => response.url().includes('mod_lti_toggle_showinactivitychooser'));
        await toggle.locator('xpath=ancestor-or-self::*[1]').click({ force: true });
        await answered;
      }
    },

    /** Opens the tool's picker in the course editor; the frame that shows it. */
    async openPicker(course: string, tool: string): Promise<FrameLocator> {
      await open(`/course/modedit.php?add=lti&return=0&course=${course}&section=1&typeid=${tool}`);
      await page.click('[name=selectcontent]');
      return page.frameLocator('#contentitem-page-iframe');
    },

    /** Saves what a picker handed over; the course's activities of this kind then are `activities`. */
    async saveActivities(): Promise<void> {
      await page.locator('[data-attribute="dynamic-import"] li').first().waitFor();
      await page.click('#id_submitbutton2');
      await page.waitForURL(/\/course\/(view|section)\.php/);
    },

    /** The course's external activities: ids of course modules by their title. */
    async activities(course: string): Promise<ReadonlyMap<string, string>> {
      await open(`/mod/lti/index.php?id=${course}`);
      const links = await page.locator('a[href*="/mod/lti/view.php?id="], a[href*="view.php?id="]').evaluateAll((all) =>
        all.map((link) => [link.textContent.trim(), (link as unknown as { href: string }).href] as const));
      return new Map(links.filter(([, href]) => href.includes('/mod/lti/view.php')).map(([title, href]) => [title, new URL(href).searchParams.get('id')!]));
    },

    /** Opens an activity as the course does; the frame that the tool was launched in. */
    async openActivity(module: string): Promise<FrameLocator> {
      await open(`/mod/lti/view.php?id=${module}`);
      return page.frameLocator('#contentframe');
    },

    /** A person's row in the grade book, as text. */
    async gradesOf(course: string, person: MoodlePerson): Promise<string> {
      await open(`/grade/report/grader/index.php?id=${course}`);
      return page.locator('tr.userrow', { hasText: `${person.firstName} ${person.lastName}` }).innerText();
    },
  };
}
