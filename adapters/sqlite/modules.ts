import { accessModule } from './access.js';
import { activitiesModule } from './activities.js';
import { competencyModule } from './competency.js';
import { contentModule } from './content.js';
import { documentsModule } from './documents.js';
import type { Registry } from './engine/index.js';
import { forwardingModule } from './forwarding.js';
import { leasesModule } from './leases.js';
import { ltiModules } from './lti/lti-store.js';
import { peopleModule } from './people.js';
import { statementsModule } from './statements.js';
import { streamModule } from './stream.js';
import { termsModule } from './terms.js';

/** Every port's operations, by the name under which both threads know them. */
export const modules = {
  access: accessModule,
  terms: termsModule,
  statements: statementsModule,
  activities: activitiesModule,
  documents: documentsModule,
  stream: streamModule,
  forwarding: forwardingModule,
  leases: leasesModule,
  content: contentModule,
  competency: competencyModule,
  people: peopleModule,
  ...ltiModules,
} as const satisfies Registry;
