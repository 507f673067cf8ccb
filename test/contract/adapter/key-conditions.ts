import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { allowedUseContract } from './key-conditions/allowed-use.js'
import { allowedAddressesContract } from './key-conditions/allowed-addresses.js'
import { keyLimitContract } from './key-conditions/limit.js'
import { keyMetadataContract } from './key-conditions/metadata.js'
import { overtakenConditionsContract } from './key-conditions/overtaken.js'

/** What an API key may be bound to beside its scopes. */
export function keyConditionsContract(framework: Framework): void {
  const app = appFor(framework, {
    proxy: true,
    options: { carriers: { basic: true, apiKeyHeader: true } },
  })
  describe('allowedAddresses of an API key', () => {
    allowedAddressesContract(app)
    allowedUseContract(app)
  })
  describe('the limit of an API key', () => keyLimitContract(app))
  describe('the metadata of an API key', () => keyMetadataContract(app))
  overtakenConditionsContract(framework)
}
