import { z } from 'zod'
import type { PolicyLevel, PolicyView } from '../admin/policies.js'
import { actorOf } from '../auth/client.js'
import { invalidField } from '../errors.js'
import { dayChoices, securityKeyKinds } from '../policy/policy.js'
import { maxSshDays, rsaBits, sshKeyTypes, sshPermits } from '../policy/ssh-key.js'
import { ifMatch, versionTag } from './precondition.js'
import type { Call, Reply, Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'

const days = z.union(dayChoices.map((choice) => z.literal(choice)))
const hours = z.int().min(1).max(24)
/** What can be set on one level. */
export const storedPolicy = z.strictObject({
  apiKeys: z
    .strictObject({
      expiryChoice: z.boolean(),
      allowedDays: z.array(days).min(1).max(dayChoices.length),
      defaultDays: days,
      maxPerUser: z.int().min(0).max(50),
    })
    .partial()
    .optional(),
  tokens: z
    .strictObject({ lifetimeChoice: z.boolean(), maxHours: hours, defaultHours: hours })
    .partial()
    .optional(),
  sshKeys: z
    .strictObject({
      allowedTypes: z.array(z.literal(sshKeyTypes)).min(1).max(sshKeyTypes.length),
      minRsaBits: z.int().min(rsaBits.min).max(rsaBits.max),
      maxDays: z.union([z.int().min(1).max(maxSshDays), z.literal('none')]),
      permit: z.array(z.literal(sshPermits)).max(sshPermits.length),
    })
    .partial()
    .optional(),
  mfa: z
    .strictObject({
      enforceMfa: z.boolean(),
      enforceSecurityKey: z.boolean(),
      graceDays: z.int().min(0).max(365),
      securityKeyKind: z.enum(securityKeyKinds),
    })
    .partial()
    .optional(),
  enforcement: z
    .strictObject({ blockCredentials: z.boolean(), blockSshKeys: z.boolean() })
    .partial()
    .optional(),
})
const putQuery = z.strictObject({ dryRun: z.literal(['1', '0']).default('0') })

/** The caller's policy; the platform's and the organisations' for administrators. */
export function policyRoutes({ policies, policyFor }: Services): readonly Route[] {
  return [
    route('get', '/policy', {
      level: 'limitedOrTicket',
      handler: async ({ principal }) => ok(await policyFor(principal.user)),
    }),
    ...levelRoutes('/admin/policies/platform', () => ({ kind: 'platform' })),
    ...levelRoutes('/admin/policies/organizations/:id', (call) => ({
      kind: 'organization',
      id: organizationId(call),
    })),
  ]

  function levelRoutes(
    path: string,
    levelOf: (call: Pick<Call<unknown, unknown, unknown>, 'param'>) => PolicyLevel,
  ) {
    return [
      route('get', path, {
        level: 'admin',
        handler: async (call) => policyReply(await policies.get(levelOf(call))),
      }),
      route('put', path, {
        level: 'admin',
        body: storedPolicy,
        query: putQuery,
        handler: async (call) => {
          const { client, principal, body, query } = call
          if (query.dryRun === '1') return policyReply(await policies.dryRun(levelOf(call), body))
          const setter = { actor: actorOf(client, principal.user), principal }
          return policyReply(
            await policies.put(setter, levelOf(call), body, ifMatch(client.headers['if-match'])),
          )
        },
      }),
    ]
  }
}

function organizationId({ param }: Pick<Call<unknown, unknown, unknown>, 'param'>): string {
  const id = param('id')
  if (id.length > 64) throw invalidField('id', 'too_long', 'must be at most 64 characters')
  return id
}

function policyReply({ version, ...body }: PolicyView): Reply {
  return { ...ok(body), headers: { ETag: versionTag(version) } }
}
