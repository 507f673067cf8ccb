import type { Place, Sealer } from './crypto/seal.js'
import { SealError } from './crypto/seal.js'
import { KeywardError } from './errors.js'
import type { Store } from './store.js'

const place: Place = { table: 'canary', id: '1', column: 'sealed', userId: '' }
const song = 'keyward'

/** A sealer that opens the canary before anything else: under a wrong key-encryption key nothing is sealed or opened. */
export interface CheckedSealer extends Sealer {
  /** Opens the canary, or makes it where there is none; throws 503 `unavailable` under a wrong key. */
  check(): Promise<void>
  /** Looks whether the canary can be opened, and makes none where there is none. */
  look(): Promise<'fits' | 'wrong_key' | 'none'>
}

/** Makes such a sealer. Whatever fails to seal or to open is a 503: nobody is let in because something could not be read. */
export function checked(sealer: Sealer, store: Pick<Store, 'canary' | 'commit'>): CheckedSealer {
  /** The key-encryption key that the canary was opened under. */
  let keyId: string | null = null
  return Object.freeze({
    check,
    look,
    seal: (plain, at) => after(() => sealer.seal(plain, at)),
    open: (sealed, at) => after(() => sealer.open(sealed, at)),
    rewrap: (sealed) =>
      after(async () => {
        const moved = await sealer.rewrap(sealed)
        // The present key-encryption key has changed: the canary moves to it as well, so that the old key can be removed.
        if (moved.keyId !== keyId) await sing()
        return moved
      }),
  } satisfies CheckedSealer)

  async function after<T>(work: () => Promise<T>): Promise<T> {
    await check()
    return work().catch(unavailable)
  }

  async function look(): Promise<'fits' | 'wrong_key' | 'none'> {
    const sealed = await store.canary.read()
    if (!sealed) return 'none'
    try {
      await sealer.open(sealed, place)
      return 'fits'
    } catch (error) {
      if (error instanceof SealError) return 'wrong_key'
      throw error
    }
  }

  async function check(): Promise<void> {
    if (keyId === null) await sing().catch(unavailable)
  }

  async function sing(): Promise<void> {
    if (!(await store.canary.read())) {
      await store.commit([store.canary.put(await sealer.seal(Buffer.from(song), place))])
    }
    const sealed = await store.canary.read()
    if (!sealed) throw new SealError('the canary is gone')
    await sealer.open(sealed, place)
    const moved = await sealer.rewrap(sealed)
    if (moved !== sealed) await store.commit([store.canary.move(sealed, moved)])
    keyId = moved.keyId
  }
}

function unavailable(error: unknown): never {
  if (!(error instanceof SealError)) throw error
  throw new KeywardError('unavailable', { headers: { 'Retry-After': '1' }, cause: error })
}
