export {
  level,
  levels,
  parseFramework,
  translated,
  type Competency,
  type CompetencyGroup,
  type Framework,
  type Level,
  type RoleProfile,
  type Translated,
} from './framework.js';
export { frameworksOf, starterFrameworks, type Frameworks } from './frameworks.js';
