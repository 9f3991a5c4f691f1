import { mayReadRecords, type SignInArea } from '../../people/index.js';
import { pageTexts, signInTexts } from './texts/pages.js';

/** The statement browser behind the sign-in: whoever may read all statements of an organisation may look at them. */
export const browserArea: SignInArea = {
  address: '/browser',
  admits: mayReadRecords,
  words(language) {
    const text = signInTexts(language);
    return { title: text('title'), lead: text('lead'), forbidden: text('forbidden'), scope: 'all/read' };
  },
  places: (language) => [{ address: '/browser', label: pageTexts(language)('title') }],
};
