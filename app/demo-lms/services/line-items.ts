import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { LotseError } from '../../../base/index.js';
import { demoScopes } from '../claims.js';
import { course } from '../course.js';
import type { DemoParts } from '../parts.js';
import { type LineItem, nextId, type State } from '../state/index.js';
import { requireDemoScope } from './bearer.js';
import { media, pageOf, parseDemoBody, takeText } from './media.js';

const schema = z.looseObject({
  label: z.string().min(1).max(255),
  scoreMaximum: z.number().positive().max(1_000_000),
  resourceLinkId: z.string().optional(),
  resourceId: z.string().max(255).optional(),
  tag: z.string().max(255).optional(),
});

/** @throws LotseError `not-found` */
export function lineItemIn(state: Readonly<State>, id: string): LineItem {
  const found = state.lineItems.find((each) => each.id === id);
  if (found === undefined) throw new LotseError('not-found', 'This line item does not exist.');
  return found;
}

type GivenLineItem = z.infer<typeof schema>;

/** The line items service of the course. */
class CourseLineItems {
  readonly address: string;
  readonly #parts: DemoParts;

  constructor(parts: DemoParts) {
    this.#parts = parts;
    this.address = `${parts.url}/lti/ags/${course.id}/lineitems`;
  }

  /** A line item in the form for tools. */
  rendered({ id, label, scoreMaximum, itemId, resourceId, tag }: LineItem) {
    return {
      id: `${this.address}/${id}`,
      label,
      scoreMaximum,
      ...(itemId === undefined ? {} : { resourceLinkId: this.#linkId(itemId) }),
      ...(resourceId === undefined ? {} : { resourceId }),
      ...(tag === undefined ? {} : { tag }),
    };
  }

  matching({ resource_link_id: link, resource_id: resource, tag }: Request['query']) {
    return this.#parts.state
      .current()
      .lineItems.map((each) => this.rendered(each))
      .filter(
        (each) =>
          (link === undefined || each.resourceLinkId === link) &&
          (resource === undefined || each.resourceId === resource) &&
          (tag === undefined || each.tag === tag),
      );
  }

  find(id: string): LineItem {
    return lineItemIn(this.#parts.state.current(), id);
  }

  create({ label, scoreMaximum, resourceLinkId, resourceId, tag }: GivenLineItem): Promise<LineItem> {
    return this.#parts.state.update((draft) => {
      const itemId = this.#itemOf(draft, resourceLinkId);
      const lineItem: LineItem = { id: nextId(draft), label, scoreMaximum, itemId, resourceId, tag, byTool: true };
      draft.lineItems.push(lineItem);
      return lineItem;
    });
  }

  change(id: string, { label, scoreMaximum, resourceLinkId, resourceId, tag }: GivenLineItem): Promise<LineItem> {
    return this.#parts.state.update((draft) => {
      const lineItem = lineItemIn(draft, id);
      if (resourceLinkId !== undefined && this.#itemOf(draft, resourceLinkId) !== lineItem.itemId) {
        throw new LotseError('bad-request', 'resourceLinkId: a line item stays with its link.', {
          path: 'resourceLinkId',
        });
      }
      Object.assign(lineItem, { label, scoreMaximum, resourceId, tag });
      return lineItem;
    });
  }

  async remove(resourceLinks: string): Promise<void> {
    await this.#parts.state.update((draft) => {
      const { id, byTool } = lineItemIn(draft, resourceLinks);
      if (!byTool)
        throw new LotseError(
          'forbidden',
          'This line item belongs to the course; a tool can delete only those it made.',
        );
      draft.lineItems = draft.lineItems.filter((each) => each.id !== id);
      draft.scores = draft.scores.filter((each) => each.lineItemId !== id);
    });
  }

  #linkId(itemId: string): string {
    return `${this.#parts.platform.deploymentId}-${itemId}`;
  }

  #itemOf(draft: Readonly<State>, resourceLinkId: string | undefined): string | undefined {
    if (resourceLinkId === undefined) return undefined;
    const item = draft.items.find((each) => this.#linkId(each.id) === resourceLinkId);
    if (item === undefined)
      throw new LotseError('bad-request', 'resourceLinkId: there is no such link in this course.', {
        path: 'resourceLinkId',
      });
    return item.id;
  }
}

/** AGS 2.0 §3.2: the line items of the course. */
export function lineItemRouter(parts: DemoParts): Router {
  const { keys } = parts;
  const items = new CourseLineItems(parts);
  const router = Router();
  const read = [demoScopes.lineItem, demoScopes.lineItemReadOnly];
  const send = (response: Response, lineItem: LineItem): void => {
    response.type(media.lineItem).send(JSON.stringify(items.rendered(lineItem)));
  };
  router.get('/', requireDemoScope(keys, ...read), (request, response) => {
    const { page, link: next } = pageOf(items.matching(request.query), request, items.address);
    if (next !== undefined) response.set('Link', next);
    response.type(media.lineItems).send(JSON.stringify(page));
  });
  router.post(
    '/',
    requireDemoScope(keys, demoScopes.lineItem),
    ...takeText(media.lineItem),
    async (request, response) => {
      const created = await items.create(parseDemoBody(request, schema));
      send(response.status(201).location(items.rendered(created).id), created);
    },
  );
  router.get('/:id', requireDemoScope<{ id: string }>(keys, ...read), (request, response) => {
    send(response, items.find(request.params.id));
  });
  router.put(
    '/:id',
    requireDemoScope(keys, demoScopes.lineItem),
    ...takeText<{ id: string }>(media.lineItem),
    async (request, response) => {
      send(response, await items.change(request.params.id, parseDemoBody(request, schema)));
    },
  );
  router.delete('/:id', requireDemoScope<{ id: string }>(keys, demoScopes.lineItem), async (request, response) => {
    await items.remove(request.params.id);
    response.status(204).end();
  });
  return router;
}
