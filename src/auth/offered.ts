import { KeywardError } from '../errors.js'
import type { RelyingParty } from '../mfa/security-key.js'
import type { Options } from '../options.js'

/** The methods that browsers can be asked for: no security key where the app is reached at an IP address. */
export function offered<M extends string>(
  methods: readonly M[],
  { rpId }: Pick<Options, 'rpId'>,
): readonly M[] {
  return rpId === null ? methods.filter((method) => method !== 'security_key') : methods
}

/** What authenticators know the app as; 409 `security_keys_unavailable` where it has no domain. */
export function relyingParty({
  rpId,
  productName,
  origins,
}: Pick<Options, 'rpId' | 'productName' | 'origins'>): RelyingParty {
  if (rpId === null) throw new KeywardError('security_keys_unavailable')
  return { id: rpId, name: productName, origins }
}
