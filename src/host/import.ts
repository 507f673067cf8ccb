import type { ImportedTotp } from '../account/totp-import.js'
import { importTotp } from '../account/totp-import.js'
import { refusalReasons } from '../auth/recording.js'
import type { Core } from '../core.js'
import type { ApiKey } from '../credentials/shown-api-key.js'
import type { ImportedApiKey } from '../credentials/imported-api-key.js'
import { importApiKey } from '../credentials/imported-api-key.js'
import type { Actor } from '../events.js'
import type { User } from '../identity.js'
import type { NewSshKey, SshKey, SshKeys } from '../ssh/ssh-key.js'
import type { ImportOutcome, ImportTotals } from '../import/outcome.js'
import type { ImportLines, UserImport } from '../import/user-import.js'
import { importedLines, importListener } from '../input/import.js'
import { readInput } from '../input/read-input.js'
import type { Acting } from './acting.js'

/**
 * Imports what users had before the app had keyward, each thing by one call, in a loop of the app's own, or all of it by lines. Times are
 * epoch milliseconds, digests lower-case hex. What is there already is refused by a call of its own, so that a loop can be run again, and
 * nobody is told of what they had. Recovery codes are not imported: their owners make new ones.
 */
export interface HostImport {
  /** Imports an authenticator app by its secret in base32; sessions and sign-ins under way end. 404, 409 `conflict`, 422. */
  totp(userId: string, secret: string, confirmed: Pick<ImportedTotp, 'confirmedAt'>): Promise<void>
  /** 403 `limit_reached`, 404, 409 `name_taken`, `key_in_use`, 422. */
  sshKey(userId: string, key: NewSshKey): Promise<SshKey>
  /**
   * Imports a key that the app issued in a form of its own, which guards accept until it ends or is rotated into one of keyward's. Its text
   * must have only characters that may follow `Bearer`: letters, digits, `-._~+/`, and `=` at the end. A TypeError unless
   * `importedApiKeys: true`. 403, 404, 409 `name_taken`, `key_in_use`, 422.
   */
  apiKey(userId: string, key: ImportedApiKey): Promise<ApiKey>
  /** Judges every line, and answers what `users` would make; what is wrong with a line is told by `each`. Writes nothing. 422. */
  check(lines: ImportLines, listener?: ImportListener): Promise<ImportTotals>
  /**
   * Adds users with what is theirs, and brings to those who are there what they lack: all of a line, or nothing of one that is refused. What
   * is there stays as it is, so that it may be run again. Let `check` go through all lines first. 422.
   */
  users(lines: ImportLines, listener?: ImportListener): Promise<ImportTotals>
}

/** Who hears of each line. */
export interface ImportListener {
  /** Called for each line, in order. */
  readonly each?: (outcome: ImportOutcome) => void
}

/** What importing is made of. */
export type ImportNeeds = Pick<
  Core,
  'options' | 'store' | 'digester' | 'sealer' | 'journal' | 'policyFor' | 'refusals'
>

/** Makes `keyward.import`. */
export function hostImport(
  core: ImportNeeds,
  { sshKeys, userImport }: { readonly sshKeys: Pick<SshKeys, 'import'>; readonly userImport: UserImport },
  { actor, holder }: Acting,
): HostImport {
  return Object.freeze({
    async totp(userId, secret, confirmed) {
      await importTotp(core, await whoFor(userId), { ...confirmed, secret })
    },
    async sshKey(userId, key) {
      const { actor, user } = await whoFor(userId)
      return sshKeys.import(actor, user, key)
    },
    async apiKey(userId, key) {
      if (!core.options.importedApiKeys) {
        throw new TypeError(
          'import.apiKey: no guard accepts such keys without the option importedApiKeys: true',
        )
      }
      return importApiKey(core, await whoFor(userId), key)
    },
    check: async (lines, listener = {}) =>
      userImport.check(actor, readInput(importedLines, lines), eachOf(listener)),
    async users(lines, listener = {}) {
      const each = eachOf(listener)
      let recorded = Promise.resolve()
      const totals = await userImport.users(actor, readInput(importedLines, lines), (outcome) => {
        // A line is refused by an answer, and not by an error that is thrown.
        for (const reason of refusalReasons(outcome.errors)) recorded = recorded.then(() => record(reason))
        each(outcome)
      })
      await recorded
      return totals
    },
  } satisfies HostImport)

  function record(reason: string): Promise<void> {
    return core.refusals.record(null, actor, { type: 'request.refused', subject: null, userId: null, reason })
  }

  /** Who acts, and the user they act for, who is given an account so that they can own something. */
  async function whoFor(userId: string): Promise<{ readonly actor: Actor; readonly user: User }> {
    return { actor, user: await holder(userId) }
  }
}

function eachOf(listener: ImportListener): (outcome: ImportOutcome) => void {
  return readInput(importListener, listener).each ?? (() => undefined)
}
