import type { DeepLinkingSettings } from '../../lti-tool/index.js';

/**
 * Names of Lotse, now and in earlier registrations: Moodle sends the tool's name if the trainer has written no title.
 */
const ownNames = ['Lotse', 'Lotse – Lernen im Betrieb', 'Lotse – learning at work'];

/** The LMS's own words about what to choose (Deep Linking 2.0 §3.4.1 `title`, `text`); none of them only says our name back to us. */
export function askedBy({ title, text }: Pick<DeepLinkingSettings, 'title' | 'text'>): readonly string[] {
  return [title, text].map((each) => each?.trim() ?? '').filter((each) => each !== '' && !ownNames.includes(each));
}
