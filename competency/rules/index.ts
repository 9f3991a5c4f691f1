export type { NotCounted } from './application.js';
export { judge, type Judgement, type Missing, type Reason } from './judge.js';
export { type Condition, parseRuleSet, type Rule, type RuleSet, starterRuleSets } from './rule-set.js';
