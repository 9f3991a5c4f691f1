/** What the LMS shows people, and what it writes to its log (LTI 1.3 §5.4.4). */
export interface ReturnMessage {
  readonly text: string;
  readonly log: string;
}

/**
 * The return address of a launch, with what went wrong: LMSs show `lti_errormsg` on the page people come back to.
 * Whatever the address carries of its own stays.
 */
export function returnAddress(returnUrl: string, { text, log }: ReturnMessage): string {
  const url = new URL(returnUrl);
  url.searchParams.set('lti_errormsg', text);
  url.searchParams.set('lti_errorlog', log);
  return url.href;
}
