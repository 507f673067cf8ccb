import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { credentialReadingContract } from './admin-credentials/reading.js'
import { credentialRemovalContract } from './admin-credentials/removal.js'
import { adminCredentialsScene } from './admin-credentials/scene.js'

export function adminCredentialsContract(framework: Framework): void {
  const app = appFor(framework)
  const scene = adminCredentialsScene(app)
  credentialReadingContract(app, scene)
  credentialRemovalContract(app, scene)
}
