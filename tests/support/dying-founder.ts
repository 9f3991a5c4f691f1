/**
 * A process of its own that founds an organisation and is killed in the middle of it, as by a power switch.
 *
 * node dying-founder.js <data folder> marked   dies before the organisation is there
 * node dying-founder.js <data folder> entered  dies before it has any content
 * node dying-founder.js <data folder> half     dies when it has some of its contents
 */
import { join } from 'node:path';
import { blobFolder } from '../../adapters/files/index.js';
import { contentStore, lrsStore, ltiStore, openSqlite } from '../../adapters/sqlite/index.js';
import { createOrganisations } from '../../app/organisations/index.js';
import { createLogger, systemClock, vocabularyFor } from '../../base/index.js';
import { installStarter } from '../../h5p-content/packages/index.js';
import { createLrs } from '../../lrs/index.js';

const [data, stage] = process.argv.slice(2);
const publicUrl = 'http://localhost:3000';
const engine = await openSqlite({ path: join(data!, 'lotse.sqlite'), synchronous: 'full' });
const [records, contents, logger, clock] = [
  lrsStore(engine),
  contentStore(engine),
  createLogger('silent'),
  systemClock,
];
const blobs = blobFolder(join(data!, 'blobs', 'contents'));
const lrs = createLrs({
  store: records,
  clock,
  logger,
  vocabulary: vocabularyFor(publicUrl),
  publicUrl,
  bodyLimit: 1_000_000,
});
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

const published: Promise<unknown>[] = [];
const mortal: typeof contents = {
  ...contents,
  contents: {
    ...contents.contents,
    async publishVersion(...content) {
      if (published.length === 2) return Promise.all(published).then(die);
      const publishing = contents.contents.publishVersion(...content);
      published.push(publishing);
      return publishing;
    },
  },
};

await createOrganisations({
  store: ltiStore(engine),
  organisations: records.access,
  clock,
  logger,
  access: stage === 'marked' ? { createOrganisation: die } : lrs.access,
  content: {
    installStarter:
      stage === 'entered' ? die : (organisation) => installStarter({ store: mortal, blobs, clock }, organisation),
  },
}).provision({ id: 'nordwerk', name: 'Nordwerk GmbH' });
