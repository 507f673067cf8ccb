import type { Client } from '../client.js'
import { actorOf } from '../client.js'
import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { mint, newUserCode } from '../crypto/secret.js'
import { retryLater } from '../errors.js'
import type { Throttle } from '../sign-in/throttle.js'
import type { DeviceCodeRow } from '../store/device-code.js'
import { ConflictError } from '../store/write.js'
import { minuteMs } from '../time.js'
import { deviceClient, scopesOfClient } from './client.js'
import { begunCounter } from './limits.js'
import { digestedUserCode, shownUserCode } from './user-code.js'

/** What a device asks for. */
interface DeviceStart {
  readonly clientId: string
  /** Those that the app gives the client when omitted. */
  readonly scopes?: readonly string[] | undefined
}

/** A device that was begun: the code that it keeps, and the one that it shows. */
interface BegunDevice {
  readonly deviceCode: Secret
  /** Such as `BCDF-GHJK`. */
  readonly userCode: string
  readonly expiresInSeconds: number
  readonly intervalSeconds: number
}

/** How a device begins. */
export interface DeviceBeginning {
  /** Makes the two codes of a device. OAuth’s `invalid_client` and `invalid_scope`; 429 after 20 from one address in 10 minutes. */
  begin(client: Client, asked: DeviceStart): Promise<BegunDevice>
}

const expiresInSeconds = 600
const intervalSeconds = 5
/** Of 2.56 × 10^10 user codes it would take millions of living ones for two to be alike this often. */
const mostTries = 5

type Needs = Pick<Core, 'options' | 'store' | 'digester'>

/** Makes the first part of the service. */
export function deviceBeginning({ options, store, digester }: Needs, limits: Throttle): DeviceBeginning {
  return Object.freeze({
    async begin(client, { clientId, scopes: asked }) {
      const scopes = scopesOfClient(options, deviceClient(options, clientId), asked)
      for (let tries = 0; tries < mostTries; tries++) {
        const begun = await stored(client, { clientId, scopes })
        if (begun) return begun
      }
      throw retryLater('busy', 1)
    },
  } satisfies DeviceBeginning)

  /** Stores a device under new codes; `null` = a living one has that user code already. */
  async function stored(
    client: Client,
    asks: Pick<DeviceCodeRow, 'clientId' | 'scopes'>,
  ): Promise<BegunDevice | null> {
    const deviceCode = mint(options.secretPrefix, 'device')
    const code = newUserCode()
    const counted = limits.windows([begunCounter({ digester }, client)])
    const insert = store.deviceCodes.insert(newRow(client, asks, { deviceCode, code }))
    try {
      if (await store.commit([...counted.reserve(), insert])) {
        return { deviceCode, userCode: shownUserCode(code), expiresInSeconds, intervalSeconds }
      }
    } catch (error) {
      if (error instanceof ConflictError) return null
      throw error
    }
    await counted.refuse()
    // The window has ended meanwhile, so the next one will find room.
    throw retryLater('too_many_attempts', 1)
  }

  function newRow(
    client: Client,
    asks: Pick<DeviceCodeRow, 'clientId' | 'scopes'>,
    { deviceCode, code }: { readonly deviceCode: Secret; readonly code: string },
  ): DeviceCodeRow {
    const at = options.now()
    const { ip, userAgent } = actorOf(client, null)
    return {
      id: newId(at),
      ...digester.digest(deviceCode.reveal()),
      userCodeDigest: digester.digest(digestedUserCode(code)).digest,
      ...asks,
      ip,
      userAgent,
      createdAt: at,
      expiresAt: at + (expiresInSeconds / 60) * minuteMs,
      intervalSeconds,
      lastPolledAt: null,
      state: 'pending',
      userId: null,
      securityEpoch: null,
      lifetimeHours: null,
    }
  }
}
