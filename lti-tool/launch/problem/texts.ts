import { defineTexts } from '../../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Advice about a failed launch for each person involved: one line per error code and role, if there is any. */
export const problemTexts = defineTexts({ de, en });

/** The errors about which there is something to say to each of those concerned. */
export const explainedProblems = [
  'no-end-user',
  'unknown-content',
  'nothing-chosen',
  'unknown-platform',
  'ambiguous-platform',
  'platform-inactive',
  'invalid-login',
  'invalid-launch',
  'login-required',
] as const;
export type ExplainedProblem = (typeof explainedProblems)[number];
