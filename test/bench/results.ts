import type { AuditVerified } from './audit.js'
import type { Framework } from './contenders.js'
import type { Engine } from './database.js'
import type { Told } from './enumeration.js'
import type { Compared } from './guard.js'
import type { ImportCost } from './imports.js'
import type { AtKeysInUse } from './keys-in-use.js'
import type { RevocationLag } from './revocation.js'
import type { Settings } from './settings.js'
import type { SignInComparison } from './sign-in.js'
import type { AtSize } from './size.js'
import type { Soak } from './soak.js'
import type { Verifications } from './verification.js'

/** What contenders of one framework did on one database. */
export interface GuardComparison extends Compared {
  readonly engine: Engine
  readonly framework: Framework
}

/** All that a run measured; parts that did not run are missing. */
export interface Results {
  readonly date: string
  readonly machine: string
  readonly betterAuth: string
  readonly settings: Settings
  readonly guard?: readonly GuardComparison[]
  readonly keysInUse?: readonly AtKeysInUse[]
  readonly imports?: ImportCost
  readonly verification?: Readonly<Partial<Record<Engine, Verifications>>>
  readonly signIn?: SignInComparison
  readonly size?: readonly AtSize[]
  readonly revocations?: readonly RevocationLag[]
  readonly soak?: readonly Soak[]
  readonly audit?: readonly AuditVerified[]
  readonly enumeration?: readonly Told[]
}
