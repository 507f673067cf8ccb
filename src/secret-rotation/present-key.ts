import { keyIdOf } from '../crypto/derive.js'
import type { KeyProvider } from '../crypto/keyring.js'
import { secretBytes } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { Options } from '../options.js'
import type { KeyedTable } from '../store/keyed-row.js'
import { sealedTables } from '../store/keyed-row.js'

/** The ids of the configured keys: what new rows stand under, and where each has its place. */
export interface ConfiguredKeys {
  /** The ids of the configured secrets, in their order. */
  readonly secretIds: readonly string[]
  /** The key that what is sealed stands under from now on. */
  readonly sealingId: string
  /** Whether that is a key of the app's key service. */
  readonly isProvided: boolean
}

const dataKeyBytes = 32

/** Asks which keys there are. The key service alone knows its present one: 503 `unavailable` where it does not answer. */
export async function configuredKeys({
  secrets,
  keyProvider,
}: Pick<Options, 'secrets' | 'keyProvider'>): Promise<ConfiguredKeys> {
  const secretIds = secrets.map(keyIdOf)
  const [first = ''] = secretIds
  const sealingId = keyProvider ? await presentOf(keyProvider) : first
  return { secretIds, sealingId, isProvided: keyProvider !== undefined }
}

/** The key that new rows of a table stand under. */
export function presentIn({ secretIds, sealingId }: ConfiguredKeys, table: KeyedTable): string {
  return isSealed(table) ? sealingId : (secretIds[0] ?? '')
}

/** Whether a key is there to read a row of a table: of the keys of a key service nobody can say. */
export function isConfigured(
  { secretIds, isProvided }: ConfiguredKeys,
  table: KeyedTable,
  keyId: string,
): boolean {
  return (isProvided && isSealed(table)) || secretIds.includes(keyId)
}

/** Whether what stands under a key in a table is sealed, and so may be under a key of a key service. */
export function isSealed(table: KeyedTable): boolean {
  return sealedTables.some((sealed) => sealed === table)
}

async function presentOf(provider: KeyProvider): Promise<string> {
  const dataKey = secretBytes(dataKeyBytes)
  try {
    return (await provider.wrap(dataKey)).keyId
  } catch (error) {
    throw new KeywardError('unavailable', { headers: { 'Retry-After': '1' }, cause: error })
  } finally {
    dataKey.fill(0)
  }
}
