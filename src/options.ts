import type { KeyProvider } from './crypto/keyring.js'
import type { AuditEvent } from './events.js'
import type { User } from './identity.js'
import type { Notify } from './notice/notice.js'
import type { PublicKeys, SecretScanningKeys } from './plug-in/public-keys.js'
import type { PasswordVerifier } from './plug-in/password-verifier.js'
import type { Store } from './store.js'

/** What a host tells `createKeyward`. */
export interface KeywardOptions {
  /** Where things are kept: `typeormStore(dataSource)`. */
  readonly store: Store
  /** At least one, ≥ 32 bytes each, kept outside the database. The first makes digests, all verify: put a new one in front to rotate. */
  readonly secrets: readonly (string | undefined)[]
  /** The origins browsers reach the app at, as they send them: https, or http on localhost. Decides cookie names and CSRF. */
  readonly origins: readonly string[]
  /** What users know the app as. Default: `keyward`. */
  readonly productName?: string
  /** Names the cookies: `__Host-<name>`. Default: `keyward`. */
  readonly cookieName?: string
  /** 2 to 8 lower-case letters that begin every API key and token. Default: `kw`. */
  readonly secretPrefix?: string
  /** The scopes that API keys and tokens may carry, with a description of each; names that begin with `keyward:` are reserved. Default: none. */
  readonly scopes?: Readonly<Record<string, string>>
  /** Refuses keys and tokens without scopes. Default: false. */
  readonly requireScopes?: boolean
  /**
   * The programs that people may let sign in from a browser (RFC 8628), by their ids: 1 to 64 letters, digits, `.`, `_` or `-`. Without any there
   * are no routes for it. Default: none.
   */
  readonly deviceClients?: Readonly<
    Record<
      string,
      {
        /** What people know the program as: 1 to 100 characters. */
        readonly name: string
        /** The scopes that it may ask for, and asks for where it does not say. Default: any, and it must say which. */
        readonly scopes?: readonly string[]
      }
    >
  >
  /** Lets service accounts with the scope `keyward:introspect` ask what API keys and tokens are good for (RFC 7662). Default: false. */
  readonly introspection?: boolean
  /** How long sessions last. */
  readonly sessions?: {
    /** A session that is not used for so long ends: 0.1 to 8760 hours. Default: 12. */
    readonly idleHours?: number
    /** It ends after so long in any case: at most 365 days. Default: 7. */
    readonly absoluteDays?: number
  }
  /** What passwords must be (NIST SP 800-63B-4), and how they are stored. */
  readonly passwords?: {
    /** The shortest password there may be, in characters: 8 to 128. Default: 15. */
    readonly minLength?: number
    /** The same where the policy demands a second factor. Default: 8. */
    readonly minLengthWithMfa?: number
    /**
     * Secrets of ≥ 32 bytes that go into password hashes and stand outside the database. The first makes, all verify, as do hashes made
     * without; at the next sign-in each is made anew. One that is lost, or taken away too early, makes its passwords useless. Default: none.
     */
    readonly peppers?: readonly (string | undefined)[]
    /** What checks passwords against hashes from before keyward; known kinds are in `keyward/legacy-passwords`. Default: none. */
    readonly verifiers?: readonly PasswordVerifier[]
    /**
     * Whether a password that was right is hashed anew with argon2id where its stored hash is of another kind, or of former parameters or
     * peppers. `false` leaves what is stored, for an app whose own sign-in goes on reading it. Default: true.
     */
    readonly rehash?: boolean
  }
  /**
   * The domain that security keys are bound to. At origins that are neither at it nor below it none can be used. Default: the host name of
   * the first origin that is no IP address. A change makes every registered key useless.
   */
  readonly rpId?: string
  /** Lets people sign in with a passkey alone. Default: false. */
  readonly passkeys?: boolean
  /** Lets people who forgot their password have a link sent to them, by `notify`, which it needs. Default: false. */
  readonly passwordReset?: boolean
  /** Serves the OpenAPI document, to anybody, as `/openapi.json`. Default: true. */
  readonly openapi?: boolean
  /**
   * The path at which browsers find keyward's router, if it has the pages: `guard({ redirect: true })` leads to some of them.
   * Default: what stands before `/sign-in` in `signInPath`, or the `prefix` of the router, or `publicPath` of the pages, or `/auth`.
   */
  readonly mountPath?: string
  /** Where `guard({ redirect: true })` sends browsers: the path of the sign-in page, mount included, or of the app's own. Default: `/sign-in` under `mountPath`. */
  readonly signInPath?: string
  /**
   * For apps with `resolveUser`: the path at which the app asks for a password again, such as `/login?again=1`, and from where it goes back to the
   * path in the parameter `to`, with a newer `provedAt`. Who has a second factor is asked for that, by the pages. Default: the pages ask.
   */
  readonly reauthenticateAt?: string
  /** Wraps the keys of what is stored encrypted, for example by a KMS. Default: keys derived from `secrets`. */
  readonly keyProvider?: KeyProvider
  /** How many wrong passwords and codes there may be until the answer is 429. */
  readonly throttle?: {
    /** Wrong passwords for one account from one address. Default: 10 per 15 min. */
    readonly perAccountAndAddress?: AttemptLimit
    /** Wrong passwords for one account, from wherever. Default: 100 per 60 min. */
    readonly perAccount?: AttemptLimit
    /** Wrong passwords from one address, requests for a password reset, and challenges for security keys that are not answered, ten times as many of those that sign-in pages ask for; each counted apart. Default: 50 per 15 min. */
    readonly perAddress?: AttemptLimit
    /** Wrong codes for one account, over all kinds of them. Default: 10 per 15 min. */
    readonly codesPerAccount?: AttemptLimit
  }
  /** Further ways to carry a key or token, beside `Authorization: Bearer`. */
  readonly carriers?: {
    /** HTTP Basic with the key as user name and an empty password. Default: false. */
    readonly basic?: boolean
    /** The header `X-API-Key`. Default: false. */
    readonly apiKeyHeader?: boolean
  }
  /**
   * Accepts API keys that came in by `keyward.import.apiKey`, in whatever form the app issued them. A text that is no secret of keyward's
   * then costs a look-up, remembered as that of a key nobody has; otherwise it costs none. Default: false.
   */
  readonly importedApiKeys?: boolean
  /** What guards remember of the credentials that they have verified, for 5 s at most and until something is revoked. */
  readonly verificationCache?: {
    /** How many they remember; 0 = each request reads the database. Default: 10,000. */
    readonly maxEntries?: number
  }
  /** What concerns SSH hosts. */
  readonly ssh?: {
    /**
     * Accounts on hosts that are nobody's own name, so that a grant without `account` does not give them; a `*` at the end stands for the rest.
     * Default: `systemAccounts`, those of Debian, Red Hat and Alpine.
     */
    readonly systemAccounts?: readonly string[]
  }
  /** Names administrators beside those with `admin: true`. Must be quick and pure; an answer that is no boolean is a 503. Default: nobody else is. */
  readonly isAdmin?: (user: User) => boolean
  /**
   * Tells users what concerns them, by mail or as the app likes. It is called after the change that a notice tells of, at least once for each
   * notice and until it returns, at most ten times within three days. Default: nobody is told.
   */
  readonly notify?: Notify
  /**
   * Takes reports of leaked secrets at `POST /secret-scanning`, as GitHub's partner program sends them, and ends the API keys and tokens
   * in them. The function answers the public key that a report names. Default: there is no such route.
   */
  readonly secretScanning?: SecretScanningKeys
  /** How long events stay in the audit. Default: for ever. */
  readonly audit?: AuditRetention
  /** The clock, epoch ms. Default: `Date.now`. */
  readonly now?: () => number
}

/** What becomes of old events, each hour, by whole seals: each row is verified before, and where one is not as keyward left it none is removed. */
export interface AuditRetention {
  /** Events are removed once they are so old: 1 to 36,500 days. Their seals stay. */
  readonly retentionDays: number
  /**
   * Takes the events of one seal, oldest first, to where they are kept; they are removed once it returns, within 30 s. What it throws keeps them,
   * and it is given them again: at least once each. Default: they go nowhere.
   */
  readonly export?: (events: readonly AuditEvent[]) => unknown
}

/** How many failures are let through: at most `failures` in a window of `minutes`. */
export interface AttemptLimit {
  /** After so many the next one is refused: 1 to 100,000. */
  readonly failures: number
  /** How long the window is: at most 10,080, a week. */
  readonly minutes: number
}

/** The options as keyward uses them: checked, with defaults filled in, frozen. */
export interface Options {
  readonly store: Store
  readonly secrets: readonly string[]
  readonly origins: readonly string[]
  readonly productName: string
  readonly cookieName: string
  readonly secretPrefix: string
  readonly scopes: Readonly<Record<string, string>>
  readonly requireScopes: boolean
  readonly deviceClients: Readonly<
    Record<string, { readonly name: string; readonly scopes?: readonly string[] | undefined }>
  >
  readonly introspection: boolean
  readonly sessions: { readonly idleHours: number; readonly absoluteDays: number }
  readonly passwords: {
    readonly minLength: number
    readonly minLengthWithMfa: number
    readonly peppers: readonly string[]
    readonly verifiers: readonly PasswordVerifier[]
    readonly rehash: boolean
  }
  /** `null` = the app is reached at IP addresses alone, where browsers allow no security key. */
  readonly rpId: string | null
  readonly passkeys: boolean
  readonly passwordReset: boolean
  readonly openapi: boolean
  /** `null` = the app does not say, and it is where routers say that they stand. */
  readonly mountPath: string | null
  /** `null` = the sign-in page of the pages. */
  readonly signInPath: string | null
  readonly reauthenticateAt?: string | undefined
  readonly keyProvider?: KeyProvider | undefined
  readonly throttle: {
    readonly perAccountAndAddress: AttemptLimit
    readonly perAccount: AttemptLimit
    readonly perAddress: AttemptLimit
    readonly codesPerAccount: AttemptLimit
  }
  readonly carriers: { readonly basic: boolean; readonly apiKeyHeader: boolean }
  readonly importedApiKeys: boolean
  readonly verificationCache: { readonly maxEntries: number }
  readonly ssh: { readonly systemAccounts: readonly string[] }
  readonly isAdmin: (user: User) => boolean
  readonly notify?: Notify | undefined
  readonly secretScanning: PublicKeys | null
  readonly audit?: AuditRetention | undefined
  readonly now: () => number
  /** Whether all origins are http on this machine, where cookies go without Secure and `__Host-`. */
  readonly insecure: boolean
}
