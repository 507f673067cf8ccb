import type { Client } from '../client.js'
import { countedAddressOf } from '../client.js'
import type { Core } from '../core.js'
import type { Counter } from '../sign-in/throttle.js'
import { addressGroup } from '../sign-in/throttle.js'

/** How many devices may begin from one address, in that time. */
const begun = { failures: 20, minutes: 10 }
/** How many codes that nobody was given one user may try, in that time. */
const unknownCodes = { failures: 10, minutes: 10 }

/** The counter of the devices that begin from an address: each of them counts, since each is a code that could be guessed. */
export function begunCounter({ digester }: Pick<Core, 'digester'>, client: Client): Counter {
  const key = digester.label(`device:begun:${addressGroup(countedAddressOf(client))}`)
  return { key, limit: begun, clearedBySuccess: false }
}

/** The counter of the user codes that a user has typed and nobody was given. */
export function unknownCodeCounter({ digester }: Pick<Core, 'digester'>, userId: string): Counter {
  const key = digester.label(`device:unknown:${userId}`)
  return { key, limit: unknownCodes, clearedBySuccess: false }
}
