import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../../support/browser.js';
import { ifOpened } from '../../support/if-opened.js';
import { projectRoot } from '../../support/project-root.js';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await ifOpened(browser, (each) => each.close());
});

const widget = readFileSync(
  join(projectRoot, 'dist', 'h5p-libraries', 'H5PEditor.LotseVisibleWhen-1.0', 'visible-when.js'),
  'utf8',
);

/** The four parts of H5P's editor that the widget touches: widget table, jQuery, and finding and following a field. */
const editor = `
  window.kind = { value: 'text', changes: [] };
  window.H5PEditor = {
    widgets: { text: class {
      constructor(parent, field, params) { this.field = field; this.input = document.createElement('input'); this.input.value = params ?? ''; }
      appendTo(wrapper) { wrapper[0].append(this.input); }
      validate() { return this.field.optional === true || this.input.value !== ''; }
    } },
    $: (element) => ({ 0: element, append: (child) => element.append(child) }),
    findField: (name) => (name === 'kind' ? kind : false),
    followField: (parent, name, callback) => { kind.changes.push(callback); callback(); },
  };
  window.choose = (value) => { kind.value = value; kind.changes.forEach((changed) => changed()); };
  window.create = (rule, params) => {
    const made = new H5PEditor.widgets.lotseVisibleWhen({}, { name: 'body', type: 'text', optional: true, lotseVisibleWhen: rule }, params, () => {});
    made.appendTo(H5PEditor.$(document.body));
    return made;
  };`;

test('a field is shown, and asked for, only with the kinds that it belongs to', async () => {
  const { page, complaints, close } = await openPage(browser);
  await page.setContent('<!doctype html><title>Editor</title><body></body>');
  await page.evaluate(editor);
  await page.evaluate(widget);
  const seen = await page.evaluate(`(() => {
    const required = create({ field: 'kind', equals: ['text', 'image'], required: true });
    const optional = create({ field: 'kind', equals: ['question'] });
    const look = () => [...document.querySelectorAll('input')].map((input) => !input.parentElement.hidden).concat(required.validate(), optional.validate());
    return ['text', 'question', 'image'].map((value) => { choose(value); return look(); });
  })()`);
  expect(seen).toEqual([
    [true, false, false, true],
    [false, true, true, true],
    [true, false, false, true],
  ]);
  expect(complaints).toEqual([]);
  await close();
});
