import type { SessionPrincipal } from '../auth/principal.js'
import type { Core } from '../core.js'
import { chooseHours } from '../credentials/lifetime.js'
import { hasRoomForToken } from '../credentials/token.js'
import { KeywardError, existing, invalidField } from '../errors.js'
import type { Actor, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { deviceApproval } from '../input/device.js'
import { readInput } from '../input/read-input.js'
import type { Change } from '../journal.js'
import type { Throttle } from '../sign-in/throttle.js'
import type { DeviceCodeRow } from '../store/device-code.js'
import { rfc3339 } from '../time.js'
import { deviceName, deviceParty, knownDeviceClient } from './client.js'
import { unknownCodeCounter } from './limits.js'
import { digestedUserCode, readUserCode } from './user-code.js'

/** Which program asks, from where, and for what. Times are RFC 3339. */
export interface DeviceRequest {
  readonly client: { readonly id: string; readonly name: string }
  readonly scopes: readonly string[]
  readonly ip: string | null
  readonly userAgent: string | null
  readonly createdAt: string
  readonly expiresAt: string
}

/** What somebody says yes to. */
export interface DeviceApproval {
  /** As somebody typed it. */
  readonly userCode: string
  /** How long the token lives once it is collected: 1 to 24; the policy's default when omitted. */
  readonly expiresInHours?: number | undefined
  /** Those that the device asks for, or some of them; all of them when omitted. */
  readonly scopes?: readonly string[] | undefined
}

/** How a user answers a device. After 10 codes in 10 minutes that nobody was given, all three answer 429. */
export interface DeviceAnswers {
  /** 404 for a code that is unknown, has expired or was answered. */
  find(user: User, userCode: string): Promise<DeviceRequest>
  /** 403 `limit_reached`, 404, 409 `conflict` where it was answered before, 422. */
  approve(actor: Actor, who: SessionPrincipal, given: DeviceApproval): Promise<void>
  /** 404, 409 `conflict`. */
  deny(actor: Actor, user: User, userCode: string): Promise<void>
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'policyFor'>

/** Makes the second part of the service. */
export function deviceAnswers(core: Needs, limits: Throttle): DeviceAnswers {
  const { options, store, digester, journal, policyFor } = core
  const { now } = options
  return Object.freeze({
    async find(user, userCode) {
      const row = await lookUp(user, userCode)
      if (row.state !== 'pending') throw new KeywardError('not_found')
      return toRequest(row)
    },

    async approve(actor, { user, session }, { userCode, ...given }) {
      const input = readInput(deviceApproval, given)
      const row = await pending(user, userCode)
      const lifetimeHours = chooseHours(input.expiresInHours, await policyFor(user))
      const scopes = chosenScopes(input.scopes, row)
      if (!(await hasRoomForToken(core, user))) throw new KeywardError('limit_reached')
      // The session's own: one that was ended a moment ago says yes to nothing.
      const { securityEpoch } = session.row
      const answer = { state: 'approved', userId: user.id, securityEpoch, lifetimeHours, scopes } as const
      await write(
        [store.accounts.still(user.id, securityEpoch), store.deviceCodes.answer(row.id, answer, now())],
        event('device.approved', actor, { user, row }),
      )
    },

    async deny(actor, user, userCode) {
      const row = await pending(user, userCode)
      const answer = store.deviceCodes.answer(row.id, { state: 'denied', userId: user.id }, now())
      await write([answer], event('device.denied', actor, { user, row }))
    },
  } satisfies DeviceAnswers)

  async function pending(user: User, userCode: string): Promise<DeviceCodeRow> {
    const row = await lookUp(user, userCode)
    if (row.state !== 'pending') throw new KeywardError('conflict')
    return row
  }

  /** Finds a device that has not expired; a code that finds none counts, and 10 minutes later no more. */
  async function lookUp(user: User, userCode: string): Promise<DeviceCodeRow> {
    const counted = limits.windows([unknownCodeCounter(core, user.id)])
    const known = await limits.attempt(counted, () => living(userCode))
    return existing(known).use(async (row, forgiven) => {
      await store.commit(forgiven)
      return row
    })
  }

  async function living(userCode: string): Promise<DeviceCodeRow | null> {
    const code = readUserCode(userCode)
    if (code === null) return null
    const digests = digester.candidates(digestedUserCode(code)).map(({ digest }) => digest)
    const row = await store.deviceCodes.byUserCode(digests)
    return row && row.expiresAt > now() && knownDeviceClient(options, row.clientId) ? row : null
  }

  /** Whether a change was made by somebody else first: another answer, or a change of the user's password or factors. */
  async function write(changes: readonly Change[], done: ReturnType<typeof event>): Promise<void> {
    if (!(await journal.commit(changes, done))) throw new KeywardError('conflict')
  }

  function event(type: EventType, actor: Actor, { user, row }: { user: User; row: DeviceCodeRow }) {
    return auditEvent(now(), actor, { type, subject: deviceParty(options, row), userId: user.id })
  }

  function toRequest(row: DeviceCodeRow): DeviceRequest {
    return {
      client: { id: row.clientId, name: deviceName(options, row) },
      scopes: row.scopes,
      ip: row.ip,
      userAgent: row.userAgent,
      createdAt: rfc3339(row.createdAt),
      expiresAt: rfc3339(row.expiresAt),
    }
  }
}

function chosenScopes(
  given: readonly string[] | undefined,
  { scopes: asked }: DeviceCodeRow,
): readonly string[] {
  if (given === undefined) return asked
  if (given.length === 0)
    throw invalidField('scopes', 'required', 'choose at least one scope, or leave it out')
  if (given.some((scope) => !asked.includes(scope))) {
    throw invalidField('scopes', 'unknown_scope', 'names a scope that the device does not ask for')
  }
  return [...new Set(given)].sort()
}
