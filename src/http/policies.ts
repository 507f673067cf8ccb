import { z } from 'zod'
import type { PolicyDryRun, PolicyLevel, PolicyView } from '../admin/policies.js'
import { actorOf } from '../client.js'
import { invalidField, KeywardError } from '../errors.js'
import { organizationId } from '../input/fields.js'
import { storedPolicy } from '../input/policy.js'
import { policy, policyView } from './answer/policy.js'
import type { PolicyJson } from './json/admin.js'
import { ifMatch, versionTag } from './precondition.js'
import type { Answer, Call, Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'

const putQuery = z.strictObject({ dryRun: z.literal(['1', '0']).default('0') })

/** The caller's policy and, for administrators, those of the platform and of organisations. */
export function policyRoutes({ policies }: Services): readonly Route[] {
  return [
    route('get', '/policy', {
      operation: 'getPolicy',
      summary: 'The policy that holds for the caller.',
      answers: { 200: policy },
      level: 'limitedOrTicket',
      handler: async ({ principal }) => ok(await policies.forUser(principal.user)),
    }),
    ...levelRoutes('/admin/policies/platform', 'PlatformPolicy', () => ({ kind: 'platform' })),
    ...levelRoutes('/admin/policies/organizations/:id', 'OrganizationPolicy', (call) => ({
      kind: 'organization',
      id: organizationIn(call),
    })),
  ]

  function levelRoutes(
    path: string,
    called: string,
    levelOf: (call: Pick<Call<unknown, unknown, unknown>, 'param'>) => PolicyLevel,
  ) {
    return [
      route('get', path, {
        operation: `get${called}`,
        summary: 'A policy as it was set, and what comes of it together with the platform’s.',
        answers: { 200: policyView },
        refusals: ['invalid_input'],
        level: 'admin',
        handler: async (call) => policyReply(await policies.get(levelOf(call))),
      }),
      route('put', path, {
        operation: `replace${called}`,
        summary:
          'Sets a policy, or with `dryRun=1` tells what that would end. `If-Match` makes it depend on the version that was read.',
        answers: { 200: policyView },
        refusals: ['conflict', 'setter_not_compliant'],
        precondition: 'If-Match',
        level: 'admin',
        body: storedPolicy,
        query: putQuery,
        handler: async (call) => {
          const { client, principal, body, query } = call
          if (query.dryRun === '1') {
            return policyReply(await policies.dryRun(principal, levelOf(call), body))
          }
          const setter = { actor: actorOf(client, principal.user), principal }
          return policyReply(
            await policies.put(setter, levelOf(call), {
              policy: body,
              ifVersion: ifMatch(client.header('if-match')),
            }),
          )
        },
      }),
    ]
  }
}

function organizationIn({ param }: Pick<Call<unknown, unknown, unknown>, 'param'>): string {
  const id = param('id')
  if (id.length > 64) throw invalidField('id', 'too_long', 'must be at most 64 characters')
  if (!organizationId.safeParse(id).success) throw new KeywardError('not_found')
  return id
}

function policyReply({ version, ...body }: PolicyView | PolicyDryRun): Answer<200, PolicyJson> {
  return { ...ok(body), headers: { ETag: versionTag(version) } }
}
