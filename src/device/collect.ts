import { isBlocked } from '../auth/compliance.js'
import { recordingRefusals } from '../auth/recording.js'
import type { Client } from '../client.js'
import { actorOf } from '../client.js'
import type { Core } from '../core.js'
import type { IssuedToken } from '../credentials/token.js'
import { preparedToken } from '../credentials/token.js'
import { kindOf } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { User } from '../identity.js'
import { toUser } from '../identity.js'
import type { Policy } from '../policy/policy.js'
import type { DeviceCodeRow } from '../store/device-code.js'
import { deviceClient, deviceParty } from './client.js'

/** What a device polls with. */
interface DevicePoll {
  readonly deviceCode: string
  readonly clientId: string
}

/** How a device comes by its token. */
export interface DeviceCollection {
  /**
   * Makes the token of a device that was let in, once. OAuth’s `authorization_pending`, `slow_down`, `access_denied`, `expired_token`,
   * `invalid_client` and `invalid_grant` (RFC 8628, section 3.5).
   */
  collect(client: Client, poll: DevicePoll): Promise<IssuedToken>
}

/** By how much a device must slow down that polls too often (RFC 8628, section 3.5). */
const slowerBySeconds = 5
/** A device that has been told so this often is told so again without a write. */
const slowestSeconds = 120

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'enrolled' | 'policyFor' | 'refusals'>

/** An approval that still holds. */
interface Approval {
  readonly user: User
  readonly policy: Policy
  readonly securityEpoch: number
  readonly hours: number
}

/** Makes the third part of the service. */
export function deviceCollection(core: Needs): DeviceCollection {
  const { options, store, digester, journal, policyFor } = core
  const { now } = options
  return Object.freeze({
    async collect(client, poll) {
      const row = await find(poll.deviceCode)
      // Also where another client, or none that there is, brings the code: that its device's code is elsewhere concerns whoever said yes.
      const who = row && { user: null, subject: deviceParty(options, row), concerns: row.userId }
      return recordingRefusals(core, { client, who }, async () => answer(client, { row, poll }))
    },
  } satisfies DeviceCollection)

  async function answer(
    client: Client,
    { row, poll: { clientId } }: { readonly row: DeviceCodeRow | null; readonly poll: DevicePoll },
  ): Promise<IssuedToken> {
    const { name } = deviceClient(options, clientId)
    if (!row) throw new KeywardError('invalid_grant')
    if (row.clientId !== clientId) throw new KeywardError('invalid_client')
    if (row.state === 'collected' || row.expiresAt <= now()) throw new KeywardError('expired_token')
    if (row.state === 'denied') throw new KeywardError('access_denied')
    if (row.state === 'pending') return stillPending(row)
    return issue(client, { row, name })
  }

  async function find(deviceCode: string): Promise<DeviceCodeRow | null> {
    if (kindOf(options.secretPrefix, deviceCode) !== 'device') return null
    return store.deviceCodes.byDigest(digester.candidates(deviceCode).map(({ digest }) => digest))
  }

  /** Notes the poll of a device that nobody has answered, and says whether it came too soon. */
  async function stillPending(row: DeviceCodeRow): Promise<never> {
    const { id, intervalSeconds, lastPolledAt } = row
    const at = now()
    const isEarly = lastPolledAt !== null && lastPolledAt + intervalSeconds * 1000 > at
    if (isEarly && intervalSeconds >= slowestSeconds) throw new KeywardError('slow_down')
    if (await store.commit([store.deviceCodes.polled(id, at)]))
      throw new KeywardError('authorization_pending')
    const hurried = await store.commit([store.deviceCodes.hurried(id, at, slowerBySeconds)])
    // Neither was written where somebody has answered meanwhile, of which the next poll hears.
    throw new KeywardError(hurried ? 'slow_down' : 'authorization_pending')
  }

  async function issue(
    client: Client,
    { row, name }: { readonly row: DeviceCodeRow; readonly name: string },
  ): Promise<IssuedToken> {
    const approval = await approvalOf(row)
    if (!approval) throw new KeywardError('access_denied')
    const { user, policy, securityEpoch, hours } = approval
    const { scopes, clientId } = row
    const given = { user, policy, name, scopes, hours, clientId }
    const { insert, event, issued } = preparedToken(core, actorOf(client, user), given)
    // The account comes first, here and everywhere: a change of password or factors at the same moment is before this, or after it.
    const still = store.accounts.still(user.id, securityEpoch)
    const done = await journal.commit([still, store.deviceCodes.collect(row.id, now()), insert], event)
    if (done) return issued
    const present = await store.deviceCodes.byDigest([row.digest])
    throw new KeywardError(present?.state === 'approved' ? 'access_denied' : 'expired_token')
  }

  /** What was approved; `null` = it does not hold any more, since the approver may not, or has changed what proves them. */
  async function approvalOf({
    userId,
    securityEpoch,
    lifetimeHours: hours,
  }: DeviceCodeRow): Promise<Approval | null> {
    if (userId === null || securityEpoch === null || hours === null) return null
    const owner = await store.users.byId(userId)
    const account = await store.accounts.byId(userId)
    if (!owner || owner.disabled || account?.securityEpoch !== securityEpoch) return null
    const user = toUser(owner, options)
    const policy = await policyFor(user)
    if (await isBlocked(core, user, policy)) return null
    return { user, policy, securityEpoch, hours }
  }
}
