import { blobStoreContract } from '../blob-store/suite.js';
import { accessContract } from './access.js';
import { activityContract } from './activities.js';
import { documentContract } from './documents.js';
import { erasureContract } from './erasure.js';
import type { LrsStoreFactory } from './factory.js';
import { forwardingContract } from './forwarding.js';
import { leaseContract } from './leases.js';
import { referenceContract } from './references.js';
import { statementContract } from './statements.js';
import { streamContract } from './stream.js';

export type { LrsStoreFactory };

/** All that an adapter of the LRS's store port must do. */
export function lrsStoreContract(open: LrsStoreFactory): void {
  accessContract(open);
  statementContract(open);
  referenceContract(open);
  erasureContract(open);
  activityContract(open);
  blobStoreContract(async () => {
    const { store, close } = await open();
    return { blobs: store.attachments, close };
  });
  documentContract(open);
  streamContract(open);
  forwardingContract(open);
  leaseContract(open);
}
