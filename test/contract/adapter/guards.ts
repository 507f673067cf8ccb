import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { guardContract } from './guards/passing.js'
import { guardRefusalContract } from './guards/refusal.js'

export function guardsContract(framework: Framework): void {
  const app = appFor(framework)
  guardContract(app)
  guardRefusalContract(framework)
}
