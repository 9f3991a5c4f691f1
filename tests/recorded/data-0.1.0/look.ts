import type { Page } from 'playwright-core';
import { openItem, signIn } from '../../support/learner.js';
import { sha2Of } from '../../support/multipart.js';
import {
  LrsClient,
  namedStatements,
  type RecordedFolder,
  type RecordedLearner,
  shownLevels,
} from '../../support/recorded-folder.js';
import { demoUrl, type Organisation, publicUrl, type RecordedCheckout } from './recorded-checkout.js';
import { attachmentData, courseId, documents, ids, queries, questionId } from './statements.js';

/** What is known since the folder was filled. */
export type Filled = Pick<
  RecordedFolder,
  'credentials' | 'startedOver' | 'halfway' | 'forwarding' | 'invitation' | 'learners'
>;

/** Reads what the pages show of a learner. */
export async function lookAtLearner(page: Page, firstName: string, name: string): Promise<RecordedLearner> {
  await signIn(page, demoUrl, firstName);
  const matrix = await openItem(page, demoUrl, 'Meine Kompetenzmatrix');
  await matrix.getByRole('heading', { level: 1, name: 'Meine Kompetenzmatrix' }).waitFor();
  const levels = await shownLevels(matrix);
  const reasons: Record<string, readonly string[]> = {};
  for (const code of Object.keys(levels).filter((each) => levels[each] !== null)) {
    const why = await openItem(page, demoUrl, 'Meine Kompetenzmatrix');
    await why.getByRole('row', { name: code }).getByRole('link', { name: /Warum/ }).click();
    await why.getByRole('heading', { level: 1, name: /^Warum/ }).waitFor();
    reasons[code] = await namedStatements(why);
  }
  await signIn(page, demoUrl, 'Petra');
  await page.goto(`${demoUrl}/grades`);
  const grades = await page.getByRole('row', { name }).innerText();
  return { firstName, name, levels, reasons, grades };
}

async function lookAtOrganisation(recorded: RecordedCheckout, lrs: LrsClient, organisation: Organisation) {
  const gone = organisation === 'nordwerk' ? [ids.mistaken] : [];
  const statements = [
    ...(await lrs.statementIds()).map((id) => ({ id, parameter: 'statementId' as const })),
    ...gone.map((id) => ({ id, parameter: 'voidedStatementId' as const })),
  ].map(async ({ id, parameter }) => ({
    id,
    sha256: (await lrs.statementHash(id, parameter))!,
    ...(parameter === 'voidedStatementId' ? { voided: true as const } : {}),
  }));
  const keys = (await (await fetch(`${publicUrl}/lti/keys/${organisation}`)).json()) as { keys: { kid: string }[] };
  return {
    statements: await Promise.all(statements),
    signingKeys: keys.keys.map(({ kid }) => kid),
    platforms: recorded
      .lotseFor<(Record<string, unknown> & { id: string })[]>(organisation, 'platform', 'list')
      .map(({ launches: _launches, ...platform }) => platform),
    grades: recorded
      .lotseFor<(Record<string, unknown> & { id: string })[]>(organisation, 'grade', 'list')
      .map(({ attempts: _attempts, nextTry: _nextTry, lastError: _lastError, ...grade }) => grade),
  };
}

async function lookAtLrs(lrs: LrsClient): Promise<Pick<RecordedFolder, 'activities' | 'documents' | 'queries'>> {
  const activityOf = async (id: string) =>
    (await (await lrs.ask(`/xapi/activities?activityId=${encodeURIComponent(id)}`)).json()) as { readonly id: string };
  const found = queries.map(async (address) => ({ address, ids: await lrs.statementIds(address) }));
  return {
    queries: { nordwerk: await Promise.all(found) },
    activities: { nordwerk: [await activityOf(questionId), await activityOf(courseId)] },
    documents: await Promise.all(
      documents.map(async ({ address }) => ({ organisation: 'nordwerk', address, ...(await lrs.document(address)) })),
    ),
  };
}

/** Reads all that a test compares. */
export async function look(
  recorded: RecordedCheckout,
  { credentials, ...filled }: Filled,
): Promise<Omit<RecordedFolder, 'commit' | 'version'>> {
  const lrs = new LrsClient(publicUrl, credentials['nordwerk']!);
  const demo = await lookAtOrganisation(recorded, new LrsClient(publicUrl, credentials['demo']!), 'demo');
  const nordwerk = await lookAtOrganisation(recorded, lrs, 'nordwerk');
  const ofBoth = <Name extends keyof typeof demo>(name: Name) => ({ demo: demo[name], nordwerk: nordwerk[name] });
  const now = new Date();
  const kept = { sha2: sha2Of(attachmentData), length: Buffer.byteLength(attachmentData) };
  return {
    recordedAt: now.toISOString(),
    publicUrl,
    demoUrl,
    organisations: recorded
      .lotse<{ id: string; name: string }[]>('organisation', 'list')
      .map(({ id, name }) => ({ id, name })),
    credentials,
    statements: ofBoth('statements'),
    erased: { nordwerk: [ids.forgotten] },
    ...(await lookAtLrs(lrs)),
    attachments: { nordwerk: [{ statement: ids.withAttachment, ...kept }] },
    platforms: ofBoth('platforms'),
    signingKeys: ofBoth('signingKeys'),
    grades: ofBoth('grades'),
    ...filled,
    levelsHoldUntil: new Date(new Date(now).setMonth(now.getMonth() + 23)).toISOString(),
  };
}
