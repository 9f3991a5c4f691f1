/** A message for the LMS to show, and one for its log (LTI 1.3 §5.4.4). */
export interface ReturnMessage {
  readonly text: string;
  readonly log: string;
}

/**
 * The return address of a launch, with what went wrong: LMSs show `lti_errormsg` on the page people come back to.
 * Whatever the address carries of its own stays, to the letter: an LMS may have signed it, or read it in a way of its own.
 */
export function returnAddress(returnUrl: string, { text, log }: ReturnMessage): string {
  const url = new URL(returnUrl);
  const said = new URLSearchParams({ lti_errormsg: text, lti_errorlog: log }).toString();
  url.search = url.search === '' ? said : `${url.search}&${said}`;
  return url.href;
}
