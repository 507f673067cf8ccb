import type { ApiKey } from '../../credentials/shown-api-key.js'
import type { Token } from '../../credentials/token.js'
import type { Credential, User } from '../../identity.js'
import type { SshHost } from '../../ssh/host.js'

/** An API key with its secret, which nothing shows again. */
export interface ApiKeyWithSecretJson extends ApiKey {
  readonly key: string
}

/** A token with its secret, which nothing shows again. */
export interface TokenWithSecretJson extends Token {
  readonly token: string
}

/** An SSH host with its credential, which nothing shows again. */
export interface SshHostWithSecretJson extends SshHost {
  readonly credential: string
}

/** What a presented credential is, and whose. */
export interface CredentialJson extends Omit<Credential, 'metadata'> {
  readonly scopes: readonly string[]
  readonly user: User
}
