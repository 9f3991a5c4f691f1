import { type OrganisationId, organisationId } from '../../lrs/store/index.js';
import type { Lotse } from '../lotse.js';
import { type Output, standardOutput } from './output.js';
import { Refusal } from './words.js';

/** Every command takes these. */
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
  const lotse = await composeLotse(readConfiguration(process.env), createLogger('warn', 'stderr'));
  try {
    await command(lotse, standardOutput(options.json === true));
  } finally {
    await lotse.close();
  }
}

/**
 * The organisation that a command names; what was cut short when one was founded is finished first.
 * @throws Refusal where there is none
 */
export async function existingOrganisation(lotse: Lotse, id: string): Promise<OrganisationId> {
  await lotse.organisations.finish();
  const organisation = organisationId(id);
  if (organisation === undefined || (await lotse.store.access.findOrganisation(organisation)) === undefined) {
    throw new Refusal(`Eine Organisation „${id}“ gibt es nicht.`, `There is no organisation "${id}".`, {
      see: 'npx lotse organisation list',
    });
  }
  return organisation;
}
