import type { ChosenItem } from '../../lti-tool/index.js';
import type { Placeable } from './placeables.js';

/**
 * The content item for a choice. A content is graded by its result, the path by the share that is completed; matrices
 * are only viewed.
 */
export function chosenItem(placeable: Placeable): ChosenItem {
  const { content, kind } = placeable;
  // Learners meet the content in its own language, whatever the trainer's is.
  const { title, summary } = content ?? placeable;
  if (content !== undefined)
    return { title, summary, custom: { content: content.id }, graded: { resourceId: content.id, tag: kind } };
  return {
    title,
    summary,
    custom: { page: kind },
    ...(kind === 'path' ? { graded: { resourceId: 'learning-path', tag: kind } } : {}),
  };
}
