import type { Statement } from '../../statement/index.js';
import type { ForwardTarget, LrsStore, StoredEvent } from '../../store/index.js';
import type { OutgoingStatement } from './deliver.js';

function objectOf({ object }: Statement): string | undefined {
  return 'id' in object && typeof object.id === 'string' && object.objectType !== 'StatementRef'
    ? object.id
    : undefined;
}

function passes({ verbs, activities }: ForwardTarget, text: string): boolean {
  if (verbs.length === 0 && activities.length === 0) return true;
  const statement = JSON.parse(text) as Statement;
  if (verbs.length > 0 && !verbs.includes(statement.verb.id)) return false;
  const id = objectOf(statement);
  return activities.length === 0 || (id !== undefined && activities.some((start) => id.startsWith(start)));
}

/**
 * The statements of a stretch that a target is told of: those of its organisation that its filters let through. What
 * voids such a statement is told too; otherwise the target would go on believing it.
 */
export async function selectFor(
  target: ForwardTarget,
  events: readonly StoredEvent[],
  { findStatement }: Pick<LrsStore['statements'], 'findStatement'>,
): Promise<readonly OutgoingStatement[]> {
  const selected: OutgoingStatement[] = [];
  for (const event of events) {
    if (event.kind === 'erasure' || event.organisation !== target.organisation) continue;
    // If nobody knows yet what is voided, the voiding must be there first.
    const text = event.kind === 'void' ? (await findStatement(event.organisation, event.target))?.text : event.text;
    if (text === undefined || passes(target, text))
      selected.push({ id: event.id, position: event.position, text: event.text });
  }
  return selected;
}
