import { namedAttachments, type Statement } from '../statement/index.js';

/** An attachment as a statement names it. */
export interface NamedData {
  /** Lower case. */
  readonly sha2: string;
  /** True if the statement has a fileUrl for the data, so that it need not be here. */
  readonly elsewhere: boolean;
}

/** The attachments that a statement's text names, each once. */
export function attachmentsIn(text: string): readonly NamedData[] {
  // Most statements have no attachment; those need not be read.
  if (!text.includes('"sha2"')) return [];
  const named = new Map<string, NamedData>();
  for (const {
    attachment: { sha2: originalHash, fileUrl },
  } of namedAttachments(JSON.parse(text) as Statement)) {
    const sha2 = originalHash.toLowerCase();
    named.set(sha2, { sha2, elsewhere: fileUrl !== undefined && named.get(sha2)?.elsewhere !== false });
  }
  return [...named.values()];
}
