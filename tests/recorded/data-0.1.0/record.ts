// Records the data folder beside this file: `node dist/tests/recorded/data-0.1.0/record.js CHECKOUT`, where CHECKOUT is a built
// checkout of the version that is recorded. Only its commands, its HTTP and its pages are used.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { launchGuardedBrowser } from '../../support/guarded-browser.js';
import { cardsOf, doCards, everythingSaved, openItem, signIn } from '../../support/learner.js';
import { dataPart, multipartBody, multipartType, statementsPart } from '../../support/multipart.js';
import { projectRoot } from '../../support/project-root.js';
import {
  ForwardingTarget,
  LrsClient,
  type RecordedCredential,
  type RecordedFolder,
  type RecordedPlace,
} from '../../support/recorded-folder.js';
import { temporaryFolder } from '../../support/sqlite.js';
import { until } from '../../support/until.js';
import { openExampleLms } from './example-lms.js';
import { type Filled, look, lookAtLearner } from './look.js';
import { demoUrl, type Organisation, publicUrl, RecordedCheckout, targetUrl } from './recorded-checkout.js';
import {
  attachmentData,
  documents,
  forgottenActor,
  ids,
  imported,
  limitedActor,
  pending,
  requests,
  withAttachment,
} from './statements.js';

type KeyAndSecret = Pick<RecordedCredential, 'key' | 'secret'>;

async function createCredentials(recorded: RecordedCheckout): Promise<Readonly<Record<string, RecordedCredential>>> {
  const create = (organisation: Organisation, scope: string, ...options: readonly string[]): KeyAndSecret =>
    recorded.lotseFor(organisation, 'credential', 'create', '--scope', scope, ...options);
  const rotate = ({ key }: KeyAndSecret, overlap: string): KeyAndSecret =>
    recorded.lotseFor('nordwerk', 'credential', 'rotate', '--key', key, '--overlap', overlap);

  const [rotated, replaced, revoked] = [1, 2, 3].map(() => create('nordwerk', 'all', '--label', 'Übergang'));
  const credentials: Record<string, KeyAndSecret & { readonly organisation: Organisation }> = {
    demo: { organisation: 'demo', ...create('demo', 'all', '--label', 'Verwaltung') },
    nordwerk: { organisation: 'nordwerk', ...create('nordwerk', 'all', '--label', 'Verwaltung') },
    reader: { organisation: 'nordwerk', ...create('nordwerk', 'statements/read') },
    limited: {
      organisation: 'nordwerk',
      ...create('nordwerk', 'statements/write,statements/read/mine', '--actor', limitedActor),
    },
    ilias: { organisation: 'nordwerk', ...create('nordwerk', 'all', '--for', 'ilias') },
    beforeRotation: { organisation: 'nordwerk', ...rotated! },
    afterRotation: { organisation: 'nordwerk', ...rotate(rotated!, '9999d') },
    replaced: { organisation: 'nordwerk', ...replaced! },
    replacement: { organisation: 'nordwerk', ...rotate(replaced!, '0m') },
    revoked: { organisation: 'nordwerk', ...revoked! },
  };
  recorded.lotseFor('nordwerk', 'credential', 'revoke', '--key', revoked!.key);
  const answered: Record<string, RecordedCredential> = {};
  for (const [name, each] of Object.entries(credentials))
    answered[name] = { ...each, ...(await new LrsClient(publicUrl, each).statuses()) };
  return answered;
}

/** @throws Error if the answer is no success */
async function send(lrs: LrsClient, address: string, request: RequestInit): Promise<void> {
  const answer = await lrs.ask(address, request);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
}

function postStatements(lrs: LrsClient, body: string | Buffer, headers: Record<string, string> = {}): Promise<void> {
  const type = { 'Content-Type': 'application/json' };
  return send(lrs, '/xapi/statements', { method: 'POST', headers: { ...type, ...headers }, body });
}

async function fillLrs(recorded: RecordedCheckout, lrs: LrsClient, scratch: string): Promise<void> {
  for (const { body, version = '2.0.0' } of requests)
    await postStatements(lrs, body, { 'X-Experience-API-Version': version });
  const multipart = multipartBody(statementsPart(withAttachment), dataPart(attachmentData));
  await postStatements(lrs, multipart, { 'Content-Type': multipartType });
  for (const { address, contentType, body } of documents)
    await send(lrs, address, {
      method: 'PUT',
      headers: { 'Content-Type': contentType, 'If-None-Match': '*' },
      body,
    });
  const file = join(scratch, 'old-lrs.ndjson');
  await writeFile(file, `${JSON.stringify(imported)}\n`);
  recorded.lotseFor('nordwerk', 'import', '--from', file);
  recorded.lotseFor('nordwerk', 'person', 'erase', '--actor', forgottenActor);
}

/** Lets statements wait for a target that has taken everything before them. */
async function forward(recorded: RecordedCheckout, lrs: LrsClient): Promise<RecordedFolder['forwarding']> {
  const [key, secret] = ['another-lrs', 'not-a-secret'];
  const target = await ForwardingTarget.open(targetUrl);
  const { id } = recorded.lotseFor<{ id: string }>(
    'nordwerk',
    ...['forward', 'add', '--url', targetUrl, '--allow-private', '--from-beginning', '--key', key, '--secret', secret],
  );
  await until(() => recorded.lotseFor<{ behind: number }[]>('nordwerk', 'forward', 'list')[0]!.behind === 0);
  await target.close();
  await postStatements(lrs, JSON.stringify(pending));
  return { organisation: 'nordwerk', id, url: targetUrl, key, secret, pending: ids.pending };
}

/** A learner of a platform that was connected by hand; their grade cannot be sent, and a further deployment waits to be accepted. */
async function connectByHand(recorded: RecordedCheckout, page: Page): Promise<void> {
  const lms = await openExampleLms(publicUrl);
  try {
    const { id } = recorded.lotseFor<{ id: string }>('nordwerk', 'platform', 'add', ...lms.options);
    const unit = 'd2-lernen-begleiten';
    await lms.launch(page, unit, '1');
    const player = page.locator('body');
    await player.getByRole('button', { name: 'Los geht’s' }).click();
    await doCards(player, cardsOf(unit), [0, cardsOf(unit).length]);
    await player.locator(everythingSaved).waitFor();
    await lms.launch(page, unit, '2');
    await until(() =>
      recorded
        .lotseFor<{ attempts: number }[]>('nordwerk', 'grade', 'list', '--state', 'waiting')
        .some(({ attempts }) => attempts > 0),
    );
    recorded.lotseFor('nordwerk', 'platform', 'deactivate', '--platform', id);
  } finally {
    await lms.close();
  }
}

async function beginUnit(page: Page, firstName: string, title: string) {
  await signIn(page, demoUrl, firstName);
  const player = await openItem(page, demoUrl, title);
  await player.getByRole('button', { name: 'Los geht’s' }).click();
  return player;
}

/** Somebody passes a unit, fails another and begins that one anew. */
async function learnMuch(page: Page): Promise<RecordedPlace> {
  const passed = 'd1-entwicklungsgespraech';
  const first = await beginUnit(page, 'Aylin', 'Das Entwicklungsgespräch');
  await doCards(first, cardsOf(passed), [0, cardsOf(passed).length]);
  await first.getByText('Sie haben diese Lerneinheit bestanden.').waitFor();
  await first.locator(everythingSaved).waitFor();

  const [unit, title] = ['e1-kollegiale-beratung', 'Kollegiale Beratung'];
  const second = await beginUnit(page, 'Aylin', title);
  await doCards(second, cardsOf(unit), [0, cardsOf(unit).length], false);
  await second.locator(everythingSaved).waitFor();
  await second.getByText('Mehr zu dieser Einheit, neu beginnen').click();
  await second.getByRole('button', { name: 'Neu beginnen' }).click();
  return leaveOpen(page, { firstName: 'Aylin', unit, title, cards: 1 });
}

/** Does the first cards of the unit that is open. */
async function leaveOpen(page: Page, place: RecordedPlace): Promise<RecordedPlace> {
  const player = page.frameLocator('iframe');
  const cards = cardsOf(place.unit);
  const begin = player.getByRole('button', { name: 'Los geht’s' });
  await begin
    .or(player.getByText(`Karte 1 von ${cards.length}`))
    .first()
    .waitFor();
  if (await begin.isVisible()) await begin.click();
  await doCards(player, cards, [0, place.cards]);
  await player
    .getByText(`Karte ${place.cards + 1} von ${cards.length}`)
    .first()
    .waitFor();
  await player.locator(everythingSaved).waitFor();
  return place;
}

async function learnHalf(page: Page): Promise<RecordedPlace> {
  const [unit, title] = ['d1-entwicklungsgespraech', 'Das Entwicklungsgespräch'];
  await signIn(page, demoUrl, 'Jonas');
  await openItem(page, demoUrl, title);
  const cards = cardsOf(unit).findIndex((card) => card.kind === 'question') + 2;
  return leaveOpen(page, { firstName: 'Jonas', unit, title, cards });
}

/** Lets people do what people do. */
async function fill(recorded: RecordedCheckout, context: BrowserContext, scratch: string): Promise<Filled> {
  recorded.lotse('organisation', 'create', '--id', 'nordwerk', '--name', 'Nordwerk GmbH');
  const credentials = await createCredentials(recorded);
  const lrs = new LrsClient(publicUrl, credentials['nordwerk']!);
  await fillLrs(recorded, lrs, scratch);
  const page = await context.newPage();
  await connectByHand(recorded, page);
  const startedOver = await learnMuch(page);
  const halfway = await learnHalf(page);
  await recorded.settle();
  const forwarding = await forward(recorded, lrs);
  const invitation = recorded.lotseFor<RecordedFolder['invitation']>('nordwerk', 'platform', 'invite');
  await until(() =>
    recorded.lotseFor<{ state: string }[]>('demo', 'grade', 'list').every(({ state }) => state === 'sent'),
  );
  const learners = [
    await lookAtLearner(page, 'Aylin', 'Aylin Demir'),
    await lookAtLearner(page, 'Jonas', 'Jonas Weber'),
  ];
  return { credentials, startedOver, halfway, forwarding, invitation, learners };
}

async function record(checkout: string): Promise<void> {
  const output = join(projectRoot, 'tests', 'recorded', 'data-0.1.0');
  const scratch = await temporaryFolder();
  const data = join(scratch.path, 'data');
  await mkdir(data);
  const recorded = new RecordedCheckout(checkout, data);
  const browser = await launchGuardedBrowser();
  await recorded.start();
  try {
    const seen = await look(recorded, await fill(recorded, browser.context, scratch.path));
    await recorded.stop();
    const { version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as { version: string };
    const commit = execFileSync('git', ['-C', checkout, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    const expected: RecordedFolder = { version, commit, ...seen };
    await writeFile(join(output, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
    execFileSync('tar', [
      ...['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--use-compress-program=gzip -9'],
      ...['-cf', join(output, 'data.tar.gz'), '-C', scratch.path, 'data'],
    ]);
  } finally {
    await browser.close();
    await recorded.stop().catch(() => undefined);
    await scratch.remove();
  }
}

const [checkout] = process.argv.slice(2);
if (checkout === undefined) throw new Error('Which checkout? node dist/tests/recorded/data-0.1.0/record.js CHECKOUT');
await record(checkout);
