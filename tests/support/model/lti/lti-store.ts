import type { LtiStore } from '../../../../lti-tool/store/index.js';
import { modelColumns } from './columns.js';
import { modelGrades } from './grades.js';
import { modelIdentityErasure } from './identity-erasure.js';
import { modelInvitations } from './invitations.js';
import { modelLogins } from './logins.js';
import { modelPlacements } from './placements.js';
import { modelPlatforms } from './platforms.js';
import { modelProvisioning, modelSettings, modelTraces } from './settings.js';
import { modelSigningKeys } from './signing-keys.js';
import { emptyState } from './state.js';

/** The LTI tool's store as arrays and filters: slow, and obviously right. */
export function modelLtiStore(): LtiStore {
  const state = emptyState();
  return structuredAnswers({
    provisioning: modelProvisioning(state),
    platforms: modelPlatforms(state),
    signingKeys: modelSigningKeys(state),
    invitations: modelInvitations(state),
    settings: modelSettings(state),
    logins: modelLogins(state),
    traces: modelTraces(state),
    erasure: modelIdentityErasure(state),
    placements: modelPlacements(state),
    columns: modelColumns(state),
    grades: modelGrades(state),
  });
}

/** Answers are copies, as from a real store: what a caller does to them changes nothing. */
function structuredAnswers(store: LtiStore): LtiStore {
  const copied = (room: object): object =>
    Object.fromEntries(
      Object.entries(room as Record<string, (...input: unknown[]) => Promise<unknown>>).map(([name, call]) => [
        name,
        async (...input: unknown[]) => structuredClone(await call(...structuredClone(input))),
      ]),
    );
  return Object.fromEntries(Object.entries(store).map(([name, room]) => [name, copied(room)])) as unknown as LtiStore;
}
