import { type LrsStore, type OrganisationId, organisationId } from '../../lrs/store/index.js';
import type { Lotse } from '../lotse.js';
import { openConfiguredStores, type Stores } from '../stores.js';
import { type Output, standardOutput } from './output.js';
import { CommandError } from './help-texts.js';

/** Options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** Opens Lotse's parts for one command, without serving, and closes them again. */
export async function withLotse(
  options: CommonOptions,
  command: (lotse: Lotse, output: Output) => Promise<void>,
): Promise<void> {
  const [{ createLogger, readConfiguration }, { composeLotse }] = await Promise.all([
    import('../../base/index.js'),
    import('../lotse.js'),
  ]);
  const lotse = await composeLotse(readConfiguration(process.env), createLogger('warn', 'stderr'), 'brief');
  try {
    await command(lotse, standardOutput(options.json === true));
  } finally {
    await lotse.close();
  }
}

async function useStores<T>(use: (stores: Stores) => Promise<T>): Promise<T> {
  const { readConfiguration } = await import('../../base/index.js');
  const stores = await openConfiguredStores(readConfiguration(process.env), 'brief');
  try {
    return await use(stores);
  } finally {
    await stores.close();
  }
}

/** Opens the stores alone, for a command that needs no other part: it starts several times as fast. */
export async function withStores(
  options: CommonOptions,
  command: (stores: Stores, output: Output) => Promise<void>,
): Promise<void> {
  const output = standardOutput(options.json === true);
  const isDone = await useStores(async (stores) => {
    if ((await stores.lti.provisioning.listProvisionings()).length > 0) return false;
    await command(stores, output);
    return true;
  });
  if (isDone) return;
  // An interrupted provisioning is finished first, which needs all parts.
  await withLotse(options, ({ organisations }) => organisations.finish());
  await useStores((stores) => command(stores, output));
}

/**
 * The organisation that a command names; an interrupted provisioning is finished first.
 * @throws CommandError if there is none
 */
export async function existingOrganisation(lotse: Lotse, id: string): Promise<OrganisationId> {
  await lotse.organisations.finish();
  return storedOrganisation(lotse.store, id);
}

/**
 * The organisation that a command names.
 * @throws CommandError if there is none
 */
export async function storedOrganisation({ access }: Pick<LrsStore, 'access'>, id: string): Promise<OrganisationId> {
  const organisation = organisationId(id);
  if (organisation === undefined || (await access.findOrganisation(organisation)) === undefined) {
    throw new CommandError(
      'refused.organisation',
      { id },
      {
        see: 'npx lotse organisation list',
      },
    );
  }
  return organisation;
}
