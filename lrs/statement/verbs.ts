const adl = 'http://adlnet.gov/expapi/verbs/';

/** The verbs that Lotse itself writes or gives a meaning to. */
export const verbs = {
  attempted: `${adl}attempted`,
  answered: `${adl}answered`,
  progressed: `${adl}progressed`,
  completed: `${adl}completed`,
  passed: `${adl}passed`,
  failed: `${adl}failed`,
  experienced: `${adl}experienced`,
  /** The one verb that the specification reserves (Data §2.3.2). */
  voided: `${adl}voided`,
} as const;
