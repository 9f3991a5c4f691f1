import type { LtiStoreFactory } from './factory.js';
import { gradeColumnContract } from './grade-columns.js';
import { gradeContract } from './grades.js';
import { historyContract } from './histories.js';
import { identityErasureContract } from './identity-erasure.js';
import { invitationContract } from './invitations.js';
import { launchContract } from './launches.js';
import { organisationContract } from './organisations.js';
import { platformContract } from './platforms.js';
import { ruleContract } from './rules.js';
import { signingKeyContract } from './signing-keys.js';

/** All that an adapter of the LTI tool's store port must do. */
export function ltiStoreContract(open: LtiStoreFactory): void {
  organisationContract(open);
  platformContract(open);
  invitationContract(open);
  signingKeyContract(open);
  launchContract(open);
  identityErasureContract(open);
  gradeColumnContract(open);
  gradeContract(open);
  ruleContract(open);
  historyContract(open);
}
