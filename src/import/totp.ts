import { timingSafeEqual } from 'node:crypto'
import type { ImportedTotp } from '../account/totp-import.js'
import { readTotp, takingTotpIn } from '../account/totp-import.js'
import type { Core } from '../core.js'
import type { Actor } from '../events.js'
import { placeOf, sealedOf } from '../sign-in/code-check.js'
import type { Owner } from './owner.js'
import type { Part } from './part.js'
import { checkSame, newPart } from './part.js'

type Needs = Pick<Core, 'options' | 'store' | 'sealer'>

/** Judges an authenticator app: the user's own is the same by its secret. */
export async function judgeTotp(
  core: Needs,
  given: ImportedTotp,
  { owner: { user, stored }, actor }: { readonly owner: Owner; readonly actor: Actor },
): Promise<Part> {
  const { store, sealer } = core
  const read = readTotp(core, given)
  const row = stored && (await store.totp.read(user.id, 'active'))
  if (row) {
    const own = await sealer.open(sealedOf(row), placeOf(row))
    checkSame({ secret: isEqual(own, read.secret) })
    return { kind: 'totp', state: 'same' }
  }
  const account = stored && (await store.accounts.byId(user.id))
  // Somebody who is added by the same commit is signed in nowhere.
  const epoch = stored ? (account?.securityEpoch ?? 0) : null
  return newPart('totp', () => takingTotpIn(core, { actor, user, epoch }, read))
}

/** Compares two secrets, and wipes them. */
function isEqual(one: Buffer, other: Buffer): boolean {
  const equal = one.length === other.length && timingSafeEqual(one, other)
  one.fill(0)
  other.fill(0)
  return equal
}
