import type { Core } from '../core.js'
import { fingerprint } from '../crypto/digest.js'
import { ConflictError } from '../store/write.js'

/** A form that is sent, by the token that it was shown with. */
interface SentForm {
  /** Where it is sent to. */
  readonly path: string
  readonly token: string
  /** Whom it was made out to. */
  readonly holder: string
  /** When the token ends, epoch ms. */
  readonly expiresAt: number
}

/** Which forms have been sent, so that what a form does is done once, however often it is sent. */
export interface SentForms {
  /** Notes that a form is sent; `false` = it was sent before. */
  isFirst(form: SentForm): Promise<boolean>
}

/** Makes the memory of sent forms, which all processes share. */
export function sentForms({ store }: Pick<Core, 'store'>): SentForms {
  return Object.freeze({
    async isFirst({ path, token, holder, expiresAt }) {
      const row = { digest: fingerprint(`${path} ${token}`), purpose: 'form', holder, expiresAt }
      return store.commit([store.challenges.insert(row)]).catch((error: unknown) => {
        if (error instanceof ConflictError) return false
        throw error
      })
    },
  } satisfies SentForms)
}
