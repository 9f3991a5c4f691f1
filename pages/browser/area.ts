import { canReadRecords, type SignInArea } from '../../people/index.js';
import { pageTexts, browserSignInTexts } from './texts/pages.js';

/** The statement browser behind the sign-in: whoever may read all statements of an organisation may look at them. */
export const browserArea: SignInArea = {
  address: '/browser',
  admits: canReadRecords,
  words(language) {
    const text = browserSignInTexts(language);
    return { title: text('title'), lead: text('lead'), forbidden: text('forbidden'), scope: 'all/read' };
  },
  places: (language) => [{ address: '/browser', label: pageTexts(language)('title') }],
};
