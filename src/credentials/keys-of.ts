import type { User } from '../identity.js'
import type { Store } from '../store.js'
import type { ApiKeyStore, FoundApiKey } from '../store/api-key.js'
import type { OwnedCredential } from '../store/owned-credential.js'

/** Where API keys are stored. */
type KeyStores = Pick<Store, 'apiKeys' | 'serviceKeys'>

/** Where the API keys of an owner are stored: those of users and those of service accounts stand apart. */
export function keysOf(store: KeyStores, owner: Pick<User, 'kind'>): ApiKeyStore {
  return store[keyTableOf(owner)]
}

/** What the place is called where the API keys of an owner are stored. */
export function keyTableOf({ kind }: Pick<User, 'kind'>): keyof KeyStores {
  return kind === 'service' ? 'serviceKeys' : 'apiKeys'
}

/** Finds an API key by the digests of its secret, whoever's it is: a user's key costs no more than if there were no others. */
export async function findApiKey(
  { apiKeys, serviceKeys }: KeyStores,
  digests: readonly string[],
): Promise<OwnedCredential<FoundApiKey> | null> {
  return (await apiKeys.byDigest(digests)) ?? serviceKeys.byDigest(digests)
}
