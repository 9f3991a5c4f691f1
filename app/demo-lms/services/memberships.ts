import type { RequestHandler } from 'express';
import { roleUrns, shortRoles } from '../claims.js';
import { course, fullName, people } from '../course.js';
import type { DemoParts } from '../parts.js';
import { media, pageOf } from './media.js';

/** NRPS 2.0 §2: who is in the course. */
export function membershipsEndpoint({ url }: DemoParts): RequestHandler {
  const address = `${url}/lti/nrps/${course.id}/memberships`;
  return (request, response) => {
    const role = request.query['role'];
    const members = people
      .filter(
        (person) =>
          role === undefined ||
          role === shortRoles[person.role] ||
          (roleUrns[person.role] as readonly unknown[]).includes(role),
      )
      .map((person) => ({
        status: 'Active',
        user_id: person.id,
        roles: [shortRoles[person.role]],
        name: fullName(person),
        given_name: person.given,
        family_name: person.family,
      }));
    const { page, link } = pageOf(members, request, address);
    if (link !== undefined) response.set('Link', link);
    response.type(media.members).send(
      JSON.stringify({
        id: address,
        context: { id: course.id, label: course.label, title: course.title.de },
        members: page,
      }),
    );
  };
}
