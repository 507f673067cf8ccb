import { z } from 'zod'
import type { User } from '../../identity.js'
import type { EventJson } from '../../event-json.js'
import type { ListJson } from '../json/list.js'
import { eventOutcomes, eventTypes } from '../../events.js'

/** The schema of an id, which nobody should read anything from. */
export const id = z.string()

/** The schema of a time, RFC 3339 in UTC. */
export const time = z.iso.datetime()

/** The schema of a list of scopes; `*` = all the rights of the user. */
export const scopes = z.array(z.string())

/** The schema of what a key may be used from; empty = anywhere. */
export const allowedAddresses = z.array(z.string())

/** The schema of how many requests a key may make; `null` = any number. */
export const limit = z.strictObject({ requests: z.int(), perSeconds: z.int() }).nullable()

/** The schema of a user. */
export const user = z.strictObject({
  id,
  username: z.string(),
  displayName: z.string().nullable(),
  organizationId: z.string().nullable(),
  admin: z.boolean(),
  kind: z.literal(['user', 'service']),
}) satisfies z.ZodType<User>

const party = z.strictObject({
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable(),
  hint: z.string().optional(),
})

/** The schema of an event. */
export const event = z.strictObject({
  id,
  type: z.literal([...eventTypes]),
  at: time,
  actor: party.nullable(),
  subject: party.nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  outcome: z.literal([...eventOutcomes]),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  count: z.int().min(1),
}) satisfies z.ZodType<EventJson>

/** The schema of a list of events. */
export const eventList = listOf(event) satisfies z.ZodType<ListJson<EventJson>>

/** The schema of a list. */
export function listOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; nextCursor: z.ZodNullable<z.ZodString> }, z.core.$strict> {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** The schema of a list that says how many items fit the query. */
export function countedListOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<
  { items: z.ZodArray<Item>; nextCursor: z.ZodNullable<z.ZodString>; total: z.ZodInt },
  z.core.$strict
> {
  return z.strictObject({ ...listOf(item).shape, total: z.int().min(0) })
}
