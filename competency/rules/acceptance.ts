import type { Evidence } from '../store/index.js';
import type { RuleCondition, Rule, RuleSet } from './rule-set.js';

/** Why a rule does not take a statement by itself, before anything else is looked at. */
export type EvidenceRefusal = 'other-verb' | 'not-passed' | 'no-score' | 'score-too-low' | 'tag-too-low';

/** Ordered from the farthest from acceptance to the nearest: of several conditions the nearest miss is reported. */
const nearness: readonly EvidenceRefusal[] = ['other-verb', 'not-passed', 'tag-too-low', 'no-score', 'score-too-low'];

function refusalOf(condition: RuleCondition, evidence: Evidence, verbs: RuleSet['verbs']): EvidenceRefusal | undefined {
  if (evidence.verb !== verbs[condition.verb]) return evidence.verb === verbs['failed'] ? 'not-passed' : 'other-verb';
  // A judged result needs success not to be denied; mere exposure ("completed") does not.
  if (evidence.success === false && (condition.scaled !== undefined || condition.verb === 'passed'))
    return 'not-passed';
  if (evidence.level < condition.tagLevel) return 'tag-too-low';
  if (condition.scaled === undefined) return undefined;
  if (evidence.scaled === undefined) return 'no-score';
  return evidence.scaled < condition.scaled ? 'score-too-low' : undefined;
}

/** `undefined` if the rule accepts the statement, otherwise the nearest miss among its conditions. */
export function refusal(rule: Rule, evidence: Evidence, verbs: RuleSet['verbs']): EvidenceRefusal | undefined {
  let nearest: EvidenceRefusal = 'other-verb';
  for (const condition of rule.accepts) {
    const found = refusalOf(condition, evidence, verbs);
    if (found === undefined) return undefined;
    if (nearness.indexOf(found) > nearness.indexOf(nearest)) nearest = found;
  }
  return nearest;
}
