import type { CheckedSealer } from './canary.js'
import type { Core } from './core.js'
import { keyIdOf } from './crypto/derive.js'
import type { SecretWeakness } from './crypto/secret-strength.js'
import { weaknessOf } from './crypto/secret-strength.js'
import type { SharedState } from './store.js'

/** What the app is configured with, without any secret. */
export interface Settings {
  readonly origins: readonly string[]
  readonly rpId: string | null
  readonly cookieName: string
  readonly mountPath: string | null
  /** Whether cookies go without `Secure`, since all origins are http on this machine. */
  readonly insecure: boolean
  readonly openapi: boolean
  /** Whether the keys of what is sealed are a key service's, and not derived from the secrets. */
  readonly keyService: boolean
  /** Whether users are told anything. */
  readonly notifies: boolean
  readonly secrets: readonly ConfiguredSecret[]
  readonly peppers: readonly ConfiguredSecret[]
}

/** A secret of the app's by its id, which tells nothing of its text. */
export interface ConfiguredSecret {
  readonly id: string
  /** Why it may be guessed; `null` = nothing speaks for that. */
  readonly weakness: SecretWeakness | null
}

/** What `keyward doctor` asks. Nothing of it changes anything. */
export interface Diagnosis {
  readonly settings: Settings
  /** Reads whether every table and column is there, as `ready` does. */
  tables(): Promise<void>
  /** How far the clock of this process is ahead of the database's, ms. */
  clockAheadMs(): Promise<number>
  /** Whether what is sealed can be opened; `none` = nothing was sealed so far. */
  sealing(): Promise<'fits' | 'wrong_key' | 'none'>
  /** What is shared beside the database, such as Redis; `null` = nothing is. */
  shared(): Promise<SharedState | null>
  notices(): Promise<WaitingNotices>
  /** How many users who are not disabled are administrators, by their row or by `isAdmin`; it stops at the first page with one. */
  administrators(): Promise<number>
  /** The number of the newest seal of the audit; `null` = there is none. */
  newestSeal(): Promise<number | null>
}

/** The notices that wait to be told. */
export interface WaitingNotices {
  readonly count: number
  /** When the one that has been due for longest happened, epoch ms; `null` = none is due. */
  readonly since: number | null
}

const usersAtOnce = 100

/** Makes it. */
export function diagnosis(
  { options, store }: Pick<Core, 'options' | 'store'>,
  sealer: Pick<CheckedSealer, 'look'>,
): Diagnosis {
  return Object.freeze({
    settings: settingsOf(options),
    tables: () => store.ready(),
    async clockAheadMs() {
      const before = options.now()
      const theirs = await store.clock()
      // The answer took time both ways.
      return (before + options.now()) / 2 - theirs
    },
    sealing: () => sealer.look(),
    shared: async () => (store.shared ? store.shared() : null),
    async notices() {
      const [first] = await store.notices.due(options.now(), 1)
      return { count: await store.notices.waiting(), since: first?.at ?? null }
    },
    async administrators() {
      for (let before: string | null = null; ;) {
        const page: { rows: readonly UserLike[]; more: boolean } = await store.users.list({
          limit: usersAtOnce,
          before,
        })
        const found = page.rows.filter(
          (user) => !user.disabled && (user.admin || options.isAdmin({ kind: 'user', ...user })),
        )
        before = page.rows.at(-1)?.id ?? null
        if (found.length > 0 || !page.more || before === null) return found.length
      }
    },
    newestSeal: async () => (await store.auditSeals.newest())?.number ?? null,
  } satisfies Diagnosis)
}

type UserLike = Awaited<ReturnType<Core['store']['users']['list']>>['rows'][number]

function settingsOf(options: Core['options']): Settings {
  const { origins, rpId, cookieName, mountPath, insecure, openapi } = options
  return Object.freeze({
    origins,
    rpId,
    cookieName,
    mountPath,
    insecure,
    openapi,
    keyService: options.keyProvider !== undefined,
    notifies: options.notify !== undefined,
    secrets: options.secrets.map(configured),
    peppers: options.passwords.peppers.map(configured),
  } satisfies Settings)
}

function configured(text: string): ConfiguredSecret {
  return { id: keyIdOf(text), weakness: weaknessOf(text) }
}
