export { judge, type Judgement, type Missing, type Reason } from './judge.js';
export type { NotCounted } from './application.js';
export { parseRuleSet, starterRuleSets, type Condition, type Rule, type RuleSet } from './rule-set.js';
