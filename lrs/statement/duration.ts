const number = '\\d+(?:[.,]\\d+)?';
const duration = new RegExp(
  `^P(?=.)(?:${number}W|(?:${number}Y)?(?:${number}M)?(?:${number}D)?(?:T(?=\\d)(?:${number}H)?(?:${number}M)?(?:${number}S)?)?)$`,
);
const fractionBeforeTheEnd = /[.,]\d+[A-Z]./;
const subCentisecondDigits = /([.,]\d\d)\d+S$/;

/**
 * True if a text is a duration in the format with designators (ISO 8601:2004 §4.4.3.2, Data §4.6): weeks stand alone,
 * and only the last number may have a fraction.
 */
export function isDuration(text: string): boolean {
  return duration.test(text) && !fractionBeforeTheEnd.test(text);
}

/** The comparable part of a duration: its text, without anything finer than 0.01 seconds (Data §4.6). */
export function comparableDuration(text: string): string {
  return text.replace(subCentisecondDigits, '$1S');
}
