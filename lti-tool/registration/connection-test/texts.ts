import { defineTexts } from '../../../base/index.js';
import { type Language, formatMoment } from '../../../web/index.js';
import { type LoginError, loginErrors } from '../../store/index.js';
import type { Finding } from './findings.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

const findingTexts = defineTexts({ de, en });

/** Advice against an LMS's errors. */
const remedies = {
  unauthorized_client: 'client',
  access_denied: 'person',
  login_required: 'person',
  interaction_required: 'person',
  account_selection_required: 'person',
  consent_required: 'person',
  invalid_request: 'request',
  unsupported_response_type: 'request',
  invalid_scope: 'request',
  server_error: 'later',
  temporarily_unavailable: 'later',
  other: 'later',
} as const satisfies Readonly<Record<LoginError, string>>;

type Values = Readonly<Record<string, string | number>>;

/** The values of a finding, in the words of a language. */
function filledIn(language: Language, { place, values }: Finding): Values {
  const text = findingTexts(language);
  const { direction, moment, seconds } = values;
  const error = loginErrors.find((each) => each === values['error']);
  return {
    ...values,
    ...(place === undefined ? {} : { place: text(`place.${place}`) }),
    ...(direction === 'ahead' || direction === 'behind' ? { direction: text(direction) } : {}),
    ...(typeof seconds === 'number'
      ? {
          duration: new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(
            seconds,
          ),
        }
      : {}),
    ...(typeof moment === 'string' ? { moment: formatMoment(moment, language) } : {}),
    ...(error === undefined ? {} : { meaning: text(`error.${error}`), remedy: text(`remedy.${remedies[error]}`) }),
  };
}

/** A finding in words: the problem and the advice. */
export function findingSentences(
  language: Language,
  finding: Finding,
): { readonly what: string; readonly todo: string } {
  const text = findingTexts(language);
  const filled = filledIn(language, finding);
  return { what: text(`${finding.code}.what`, filled), todo: text(`${finding.code}.do`, filled) };
}
