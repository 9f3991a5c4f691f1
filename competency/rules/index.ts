export type { NotCountedReason } from './application.js';
export { judge, type Judgement, type Missing, type Reason } from './judge.js';
export { type RuleCondition, parseRuleSet, type Rule, type RuleSet, starterRuleSets } from './rule-set.js';
