import { describe, expect, test } from '@jest/globals';
import type { OrganisationId } from '../../../lrs/store/index.js';
import type { LtiStore, Provisioning } from '../../../lti-tool/store/index.js';
import { eachOnFreshStore, instant, type LtiStoreFactory, nord, sued } from './factory.js';

/** What every adapter must do with what belongs to an organisation as such. */
export function organisationContract(open: LtiStoreFactory): void {
  describe('settings', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    test('belong to their organisation, and ask for no names until somebody wants them', async () => {
      expect(await store.settings.findSettings(nord)).toEqual({ nameClaims: false });
      await store.settings.changeSettings(nord, { nameClaims: true });
      await store.settings.changeSettings(nord, {});
      expect(await store.settings.findSettings(nord)).toEqual({ nameClaims: true });
      expect(await store.settings.findSettings(sued)).toEqual({ nameClaims: false });
      await store.settings.changeSettings(nord, { nameClaims: false });
      expect(await store.settings.findSettings(nord)).toEqual({ nameClaims: false });
    });
  });

  describe('provisioning', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    const begun = (id: string, organisation: OrganisationId, name: string, minute: number): Provisioning => ({
      id,
      organisation,
      name,
      begun: instant(minute),
    });

    test('is open from its beginning to its end; who begins a second time changes nothing', async () => {
      const south = begun('a', sued, 'Südwerk', 1);
      const north = begun('b', nord, 'Nordwerk', 2);
      expect(await store.provisioning.beginProvisioning(south)).toEqual(south);
      expect(await store.provisioning.beginProvisioning(north)).toEqual(north);
      expect(await store.provisioning.beginProvisioning(begun('c', nord, 'Another', 3))).toEqual(north);
      expect(await store.provisioning.listProvisionings()).toEqual([north, south]);
      await store.provisioning.endProvisioning(nord, 'b');
      await store.provisioning.endProvisioning(nord, 'b');
      expect(await store.provisioning.listProvisionings()).toEqual([south]);
    });

    test('an end that is repeated does not reach the next beginning', async () => {
      await store.provisioning.beginProvisioning(begun('a', nord, 'Nordwerk', 1));
      await store.provisioning.endProvisioning(nord, 'a');
      const again = begun('b', nord, 'Nordwerk', 2);
      await store.provisioning.beginProvisioning(again);
      await store.provisioning.endProvisioning(nord, 'a');
      expect(await store.provisioning.listProvisionings()).toEqual([again]);
    });
  });
}
