import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { passwordChangeContract } from './password/changing.js'
import { temporaryPasswordContract } from './password/temporary.js'
import { passwordHashingContract } from './password/hashing.js'
import { passwordScene } from './password/scene.js'

export function passwordContract(framework: Framework): void {
  const app = appFor(framework)
  const scene = passwordScene(app)
  passwordChangeContract(app, scene)
  temporaryPasswordContract(app, scene)
  passwordHashingContract(app, framework)
}
