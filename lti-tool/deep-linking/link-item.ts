import { type DeepLinkingSettings, launchUrl } from '../launch/index.js';
import { type PlacedLink, submissionReview } from '../platform/index.js';

/** The maximum of our scores; the LMS scales them to the activity's own. */
const scoreMaximum = 100;

/** The LMS's settings that matter for a link. */
export type AcceptedShape = Pick<DeepLinkingSettings, 'acceptTargets' | 'acceptLineItem'>;

/** Height of the frame in CSS pixels that suits a unit; the LMS may give it more. */
const frameHeight = 720;

/** An item to be placed in a course. */
export interface ContentItem {
  readonly title: string;
  readonly summary: string;
  /** Custom parameters that identify its launches. */
  readonly custom: Readonly<Record<string, string>>;
  /** The resource of its grade column; left out: it is only viewed, and gets no grade. */
  readonly graded?: { readonly resourceId: string; readonly tag: string };
}

function presentationOf(targets: readonly string[] | undefined): Pick<PlacedLink, 'iframe' | 'window'> {
  return {
    ...(targets?.includes('iframe') === true ? { iframe: { height: frameHeight } } : {}),
    ...(targets?.includes('window') === true ? { window: { targetName: '_blank' } } : {}),
  };
}

/**
 * The link for something that was chosen (Deep Linking 2.0 §3.2): one launch address for all, told apart by the custom
 * parameter.
 * @param publicUrl without a slash at its end
 */
export function linkItem(
  { title, summary, custom, graded }: ContentItem,
  publicUrl: string,
  accepted: AcceptedShape,
): PlacedLink {
  return {
    title,
    text: summary,
    url: launchUrl(publicUrl),
    custom,
    ...(graded === undefined || accepted.acceptLineItem === false
      ? {}
      : { lineItem: { scoreMaximum, label: title, ...graded, submissionReview } }),
    ...presentationOf(accepted.acceptTargets),
    icon: { url: `${publicUrl}/assets/icon.svg`, width: 64, height: 64 },
  };
}
