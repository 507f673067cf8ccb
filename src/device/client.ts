import { KeywardError } from '../errors.js'
import type { EventParty } from '../events.js'
import type { Options } from '../options.js'
import type { DeviceCodeRow } from '../store/device-code.js'

/** A program that may have people sign in on another device, as the app has named it. */
export type DeviceClient = Options['deviceClients'][string]

/** The client of that id; throws `invalid_client` where the app names none. */
export function deviceClient(options: Pick<Options, 'deviceClients'>, id: string): DeviceClient {
  const client = knownDeviceClient(options, id)
  if (!client) throw new KeywardError('invalid_client')
  return client
}

/** The client of that id; `null` = the app names none. */
export function knownDeviceClient(
  { deviceClients }: Pick<Options, 'deviceClients'>,
  id: string,
): DeviceClient | null {
  return Object.hasOwn(deviceClients, id) ? (deviceClients[id] ?? null) : null
}

/** What a device is called: its client's name, or the client's id where the app names it no more. */
export function deviceName(
  options: Pick<Options, 'deviceClients'>,
  { clientId }: Pick<DeviceCodeRow, 'clientId'>,
): string {
  return knownDeviceClient(options, clientId)?.name ?? clientId
}

/** A device as the audit names it. */
export function deviceParty(
  options: Pick<Options, 'deviceClients'>,
  row: Pick<DeviceCodeRow, 'id' | 'clientId'>,
): EventParty {
  return { kind: 'device', id: row.id, name: deviceName(options, row) }
}

/** Reads the scopes that a client asks for; left out = those that the app gives it, or `invalid_scope` where it gives it none. */
export function scopesOfClient(
  { scopes: declared }: Pick<Options, 'scopes'>,
  client: DeviceClient,
  asked: readonly string[] | undefined,
): readonly string[] {
  const mayAsk = client.scopes ?? Object.keys(declared)
  const wanted = asked ?? client.scopes ?? []
  const isAllowed = wanted.length > 0 && wanted.every((scope) => mayAsk.includes(scope))
  if (!isAllowed) throw new KeywardError('invalid_scope')
  return [...new Set(wanted)].sort()
}
