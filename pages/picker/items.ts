import { type DeepLinkingSettings, type PlacedLink, submissionReview } from '../../lti-tool/index.js';
import type { Placeable } from './placeables.js';

/** Scores are given out of this; the LMS scales them to the activity's own maximum. */
const scoreMaximum = 100;

/** What the LMS takes, as far as it matters for a link. */
export type AcceptedShape = Pick<DeepLinkingSettings, 'acceptTargets' | 'acceptLineItem'>;

/** Height of the frame in CSS pixels that suits a unit; the LMS may give it more. */
const frameHeight = 720;

/** What is graded: a content by its result, the path by the share that is completed. Matrices are looked at. */
function lineItemOf({ kind, content }: Placeable, title: string): PlacedLink['lineItem'] {
  if (content !== undefined) return { scoreMaximum, label: title, resourceId: content.id, tag: kind, submissionReview };
  return kind === 'path'
    ? { scoreMaximum, label: title, resourceId: 'learning-path', tag: kind, submissionReview }
    : undefined;
}

function presentationOf(targets: readonly string[] | undefined): Pick<PlacedLink, 'iframe' | 'window'> {
  return {
    ...(targets?.includes('iframe') === true ? { iframe: { height: frameHeight } } : {}),
    ...(targets?.includes('window') === true ? { window: { targetName: '_blank' } } : {}),
  };
}

/**
 * The link for something that was chosen (Deep Linking 2.0 §3.2): one launch address for all, told apart by the custom parameter.
 * @param launchUrl the one address that the LMS knows
 * @param publicUrl without a slash at its end
 */
export function linkFor(
  placeable: Placeable,
  { launchUrl, publicUrl }: { readonly launchUrl: string; readonly publicUrl: string },
  accepted: AcceptedShape,
): PlacedLink {
  const { content, kind } = placeable;
  // Learners meet the content in its own language, whatever the trainer's is.
  const { title, summary } = content ?? placeable;
  const lineItem = accepted.acceptLineItem === false ? undefined : lineItemOf(placeable, title);
  return {
    title,
    text: summary,
    url: launchUrl,
    custom: content === undefined ? { page: kind } : { content: content.id },
    ...(lineItem === undefined ? {} : { lineItem }),
    ...presentationOf(accepted.acceptTargets),
    icon: { url: `${publicUrl}/assets/icon.svg`, width: 64, height: 64 },
  };
}
