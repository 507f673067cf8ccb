import { digester } from '../../../src/crypto/digest.js'
import { hintOf, mint } from '../../../src/crypto/secret.js'
import type { SecretKind } from '../../../src/crypto/secret.js'
import type { Store } from '../../../src/store.js'
import { addUser, anApiKey, aToken, hour, room } from '../../contract/store/rows.js'

/** A text to send as a bearer credential, and what is to be answered. */
export interface Sample {
  readonly text: string
  readonly status: 200 | 401
}

/** A key that can be revoked while it is in use. */
export interface Revocable {
  readonly text: string
  readonly userId: string
  readonly id: string
}

export interface Samples {
  readonly all: readonly Sample[]
  readonly revocable: readonly Revocable[]
}

/** Stores credentials of every kind that a guard may meet, so many of each; answers them with some that were never stored. */
export async function addSamples(store: Store, secret: string, each: number): Promise<Samples> {
  const digests = digester([secret])
  const at = Date.now()
  const active = await addUser(store)
  const disabled = await addUser(store, { disabled: true })
  const many = <T>(make: () => T): T[] => Array.from({ length: each }, make)

  const valid = await Promise.all(many(() => key(active.id)))
  const revocable = await Promise.all(many(() => key(active.id)))
  const all = [
    ...valid.map(accepted),
    ...(await Promise.all(many(() => token(active.id)))).map(accepted),
    ...(await Promise.all(many(() => key(active.id, { expiresAt: at - 1 })))).map(refused),
    ...(await Promise.all(many(() => token(active.id, at - 1)))).map(refused),
    ...(await Promise.all(many(() => key(active.id, { disabled: true })))).map(refused),
    ...(await Promise.all(many(() => key(disabled.id)))).map(refused),
    ...(await Promise.all(many(() => token(disabled.id)))).map(refused),
    ...(await removed(many(() => key(active.id)))).map(refused),
    ...many(() => refused({ text: mint('kw', 'api_key').reveal() })),
    ...many(() => refused({ text: mint('kw', 'session').reveal() })),
    ...many(() => refused({ text: mint('kw', 'host').reveal() })),
    ...valid.map(({ text }) => refused({ text: altered(text) })),
    ...valid.map(({ text }) => refused({ text: text.replace('kwk_', 'kwt_') })),
  ]
  return { all, revocable }

  async function key(
    userId: string,
    more: { expiresAt?: number; disabled?: boolean } = {},
  ): Promise<Revocable> {
    const { text, columns } = newSecret('api_key')
    const row = anApiKey(userId, {
      ...columns,
      issuedAt: at,
      createdAt: at,
      expiresAt: at + 24 * hour,
      ...more,
    })
    await store.commit([store.apiKeys.insert(row, roomy)])
    return { text, userId, id: row.id }
  }

  async function token(userId: string, expiresAt = at + hour): Promise<{ text: string }> {
    const { text, columns } = newSecret('token')
    await store.commit([store.tokens.insert(aToken(userId, { ...columns, createdAt: at, expiresAt }), roomy)])
    return { text }
  }

  async function removed(keys: readonly Promise<Revocable>[]): Promise<readonly Revocable[]> {
    const made = await Promise.all(keys)
    for (const { userId, id } of made) await store.commit([store.apiKeys.remove(userId, id)])
    return made
  }

  function newSecret(kind: SecretKind) {
    const made = mint('kw', kind)
    return { text: made.reveal(), columns: { ...digests.digest(made.reveal()), hint: hintOf(made) } }
  }
}

const roomy = { ...room, limit: 100_000 }

function accepted({ text }: { text: string }): Sample {
  return { text, status: 200 }
}

function refused({ text }: { text: string }): Sample {
  return { text, status: 401 }
}

/** One character of the random part is another one; the checksum no longer fits. */
function altered(text: string): string {
  return text.slice(0, 10) + (text[10] === 'a' ? 'b' : 'a') + text.slice(11)
}
