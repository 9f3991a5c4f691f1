import { spawnSync } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { composeLotse, type Lotse } from '../../app/index.js';
import { createOrganisations } from '../../app/organisations/index.js';
import { createLogger, LotseError, newSecret, readConfiguration, systemClock } from '../../base/index.js';
import { organisationId } from '../../lrs/store/index.js';
import { modelLtiStore } from '../support/model/lti/lti-store.js';
import { productEnvironment, productPlace, type ProductPlace, startProduct } from '../support/product.js';
import { projectRoot } from '../support/project-root.js';
import { temporaryFolder } from '../support/sqlite.js';

const nord = organisationId('nordwerk')!;
const founder = fileURLToPath(new URL('../support/dying-founder.js', import.meta.url));
const stages = ['marked', 'entered', 'half'] as const;

/** An organisation is there with all that belongs to it, or somebody finishes it. */
describe('founding an organisation', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let place: ProductPlace;
  beforeEach(async () => {
    folder = await temporaryFolder();
    place = await productPlace(join(folder.path, 'data'));
    // As an installation has it; one of its own makes it at its first start.
    await mkdir(join(place.data, 'keys'), { recursive: true });
    await writeFile(join(place.data, 'keys', 'encryption-key'), newSecret());
  });
  afterEach(() => folder.remove());

  async function look<T>(at: (lotse: Lotse) => Promise<T>): Promise<T> {
    const lotse = await composeLotse(readConfiguration(productEnvironment(place)), createLogger('silent'), 'brief');
    return at(lotse).finally(() => lotse.close());
  }
  const standing = (): Promise<{ readonly name: string | undefined; readonly contents: number }> =>
    look(async ({ store, content }) => ({
      name: (await store.access.findOrganisation(nord))?.name,
      contents: (await content.catalogue.list(nord)).length,
    }));
  const starterCount = async (): Promise<number> =>
    (await readdir(join(projectRoot, 'h5p-content', 'starter'), { recursive: true })).filter((name) =>
      /^[^/]+\/lotse\.json$/.test(name),
    ).length;
  const commandLine = (...parameters: readonly string[]) =>
    spawnSync(process.execPath, [join(projectRoot, 'scripts', 'lotse.mjs'), ...parameters, '--json'], {
      encoding: 'utf8',
      env: productEnvironment(place),
    });
  function killed(stage: (typeof stages)[number]): void {
    const { signal, stderr } = spawnSync(process.execPath, [founder, place.data, stage], { encoding: 'utf8' });
    expect([signal, stderr]).toEqual(['SIGKILL', '']);
  }

  test.each(stages)(
    'killed when it is %s: the next process finishes it, once',
    async (stage) => {
      killed(stage);
      const before = await standing();
      expect(before).toEqual({
        name: stage === 'marked' ? undefined : 'Nordwerk GmbH',
        contents: stage === 'half' ? 2 : 0,
      });
      const [first, second] = await look(async ({ organisations, content }) => {
        await organisations.finish();
        const contents = await content.catalogue.list(nord);
        await organisations.finish();
        return [contents, await content.catalogue.list(nord)];
      });
      expect(first).toHaveLength(await starterCount());
      expect(second).toEqual(first);
      expect(first.every(({ version }) => version === 1)).toBe(true);
    },
    60_000,
  );

  test('a start of the server finishes it', async () => {
    killed('entered');
    const product = await startProduct({ ...place, environment: { LOTSE_DEMO: 'off' } });
    await product.kill();
    expect(await standing()).toEqual({ name: 'Nordwerk GmbH', contents: await starterCount() });
  }, 60_000);

  test('an invitation finishes it, with or without the name, and leaves one that is whole as it is', async () => {
    killed('half');
    expect(commandLine('platform', 'invite', '--organisation', nord).status).toBe(0);
    expect((await standing()).contents).toBe(await starterCount());
    expect(
      JSON.parse(commandLine('platform', 'invite', '--organisation', nord, '--name', 'Another').stdout),
    ).toMatchObject({ organisation: nord });
    expect((await standing()).name).toBe('Nordwerk GmbH');
  }, 60_000);

  test('a short name that is none leaves nothing behind; what cannot be finished waits and keeps nobody from the rest', async () => {
    const store = modelLtiStore();
    const open = async (): Promise<readonly string[]> =>
      (await store.provisioning.listProvisionings()).map(({ organisation }) => organisation);
    let isBroken = true;
    const {
      provision: found,
      finish,
      ensure,
    } = createOrganisations({
      clock: systemClock,
      logger: createLogger('silent'),
      organisations: { findOrganisation: async () => undefined },
      store,
      access: {
        createOrganisation: async ({ id, name }) => {
          if (organisationId(id) === undefined) throw new LotseError('invalid-parameter', 'No.');
          return { id: organisationId(id)!, name, created: '' };
        },
      },
      content: {
        installStarter: async (organisation) =>
          organisation === nord && isBroken ? Promise.reject(new Error('disk full')) : [],
      },
    });
    await expect(found({ id: 'Not A Name', name: 'x' })).rejects.toMatchObject({ code: 'invalid-parameter' });
    expect(await open()).toEqual([]);
    await expect(found({ id: nord, name: 'Nordwerk' })).rejects.toThrow('disk full');
    expect(await ensure({ id: 'suedwerk', name: 'Südwerk' })).toBe('suedwerk');
    expect(await open()).toEqual([nord]);
    isBroken = false;
    await finish();
    expect(await open()).toEqual([]);
  });

  test('has one home: nobody else enters an organisation or gives it the starter content', async () => {
    const rooms = ['people', 'lti-tool', 'pages', 'app'];
    const files = (
      await Promise.all(
        rooms.map(async (room) =>
          (await readdir(join(projectRoot, room), { recursive: true })).map((name) => join(room, name)),
        ),
      )
    )
      .flat()
      .filter((name) => name.endsWith('.ts') && !name.startsWith(join('app', 'organisations')));
    const sources = await Promise.all(
      files.map(async (name) => [name, await readFile(join(projectRoot, name), 'utf8')] as const),
    );
    expect(
      sources.filter(([, source]) => /createOrganisation\(|installStarter\(/.test(source)).map(([name]) => name),
    ).toEqual([]);
  });
});
