import type { StoredEvent } from '../../lrs/index.js';
import type { EvidenceChange } from '../store/index.js';
import { evidenceOf, type ReadingRules } from './evidence-of.js';

/** The changes that events make to the evidence, in their order. Pure. */
export function changesOf(events: readonly StoredEvent[], rules: ReadingRules): EvidenceChange[] {
  return events.flatMap((event): EvidenceChange[] => {
    const { organisation } = event;
    switch (event.kind) {
      case 'statement':
        return evidenceOf(event, rules).map((evidence) => ({ kind: 'add', evidence }));
      case 'void':
        return [{ kind: 'void', organisation, statement: event.target }];
      case 'erasure':
        return event.statements.map((statement) => ({ kind: 'erase', organisation, statement }));
    }
  });
}
