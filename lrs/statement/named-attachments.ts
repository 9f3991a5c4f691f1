import { childPath, elementPath } from './path.js';
import type { Attachment, Statement } from './types.js';

/** An attachment, and its place in the statement that names it. */
export interface NamedAttachment {
  readonly attachment: Attachment;
  readonly path: string;
}

/**
 * Every attachment that a statement names, those of its SubStatement included.
 * @param path where the statement stands in what was sent
 */
export function namedAttachments({ attachments, object }: Statement, path = ''): readonly NamedAttachment[] {
  const own = placed(attachments, path);
  return object.objectType === 'SubStatement'
    ? [...own, ...placed(object.attachments, childPath(path, 'object'))]
    : own;
}

function placed(attachments: readonly Attachment[] = [], path: string): readonly NamedAttachment[] {
  return attachments.map((attachment, index) => ({
    attachment,
    path: elementPath(childPath(path, 'attachments'), index),
  }));
}
