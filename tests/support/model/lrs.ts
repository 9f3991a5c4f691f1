import type { LrsStore } from '../../../lrs/store/index.js';
import { accessModel } from './access.js';
import { blobModel } from './blobs.js';
import { documentModel } from './documents.js';
import { forwardingModel } from './forwarding.js';
import { leaseModel } from './leases.js';
import { statementModel } from './statements.js';

/** The LRS's port in arrays and filters: slow, in memory, and obviously right. */
export function lrsModel(): LrsStore {
  const { access, exists } = accessModel();
  return {
    access,
    attachments: blobModel(),
    documents: documentModel(exists),
    forwarding: forwardingModel(exists),
    leases: leaseModel(),
    ...statementModel(exists),
  };
}
