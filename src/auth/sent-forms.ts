import type { Core } from '../core.js'
import { fingerprint } from '../crypto/digest.js'
import type { ChallengeRow } from '../store/challenge.js'
import { ConflictError } from '../store/write.js'

/** A form that is sent, by the token that it was shown with. */
export interface SentForm {
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
  /** Forgets a form that was refused, since nothing has come of it: it may be sent again. */
  forget(form: SentForm): Promise<void>
}

/** Makes the memory of sent forms, which all processes share. */
export function sentForms({ options, store }: Pick<Core, 'options' | 'store'>): SentForms {
  return Object.freeze({
    async isFirst(form) {
      return store.commit([store.challenges.insert(rowOf(form))]).catch((error: unknown) => {
        if (error instanceof ConflictError) return false
        throw error
      })
    },

    async forget(form) {
      await store.commit([store.challenges.consume(rowOf(form), options.now())])
    },
  } satisfies SentForms)
}

function rowOf({ path, token, holder, expiresAt }: SentForm): ChallengeRow {
  return { digest: fingerprint(`${path} ${token}`), purpose: 'form', holder, expiresAt }
}
