import { expect, test } from '@jest/globals';
import { createDeletions } from '../../../adapters/ilias/xapi/index.js';
import { createLogger } from '../../../base/index.js';
import { type LrsStore, organisationId } from '../../../lrs/store/index.js';
import { testClock } from '../../support/lrs-server.js';
import { until } from '../../support/until.js';

const [nord, south] = [organisationId('nordwerk')!, organisationId('suedwerk')!];
const nothing = { kind: 'any', of: [] } as const;

/** A store in which one organisation's deletions take as long as the test wants. */
function deletionsHeldUp() {
  let letGo = (): void => undefined;
  const held = new Promise<readonly []>((resolve) => (letGo = () => resolve([])));
  const access = { listCredentials: (organisation: string) => (organisation === nord ? held : Promise.resolve([])) };
  const deletions = createDeletions({
    store: { access, statements: {} } as unknown as Pick<LrsStore, 'access' | 'statements'>,
    clock: testClock(),
    logger: createLogger('silent'),
  });
  return { deletions, letGo };
}

test('nobody waits for the deletions of another organisation, however many there are', async () => {
  const { deletions, letGo } = deletionsHeldUp();
  let refused = 0;
  for (let count = 0; count < 1_000; count += 1) {
    try {
      deletions.begin(nord, nothing);
    } catch (caught) {
      expect(caught).toMatchObject({ code: 'too-many-requests' });
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(900);
  const { id } = deletions.begin(south, nothing);
  await until(() => deletions.find(south, id)!.done);
  letGo();
  await deletions.stop();
});

test('what an organisation has asked for is forgotten for its own sake alone, the oldest first and never what still waits', async () => {
  const { deletions, letGo } = deletionsHeldUp();
  const waiting = deletions.begin(nord, nothing).id;
  const first = deletions.begin(south, nothing).id;
  for (let round = 0; round < 25; round += 1) {
    const ids = Array.from({ length: 10 }, () => deletions.begin(south, nothing).id);
    await until(() => ids.every((id) => deletions.find(south, id)!.done));
  }
  expect(deletions.find(south, first)).toBeUndefined();
  expect(deletions.find(nord, waiting)).toMatchObject({ done: false });
  expect(deletions.find(south, waiting)).toBeUndefined();
  letGo();
  await until(() => deletions.find(nord, waiting)!.done);
  await deletions.stop();
});
