import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { sshHostCreationContract } from './ssh-hosts/creation.js'
import { sshHostKeepingContract } from './ssh-hosts/keeping.js'
import { sshHostCredentialContract } from './ssh-hosts/credential.js'
import { sshHostScene } from './ssh-hosts/scene.js'

export function sshHostsContract(framework: Framework): void {
  const app = appFor(framework)
  const scene = sshHostScene(app)
  sshHostCreationContract(app, scene)
  sshHostKeepingContract(app, scene)
  sshHostCredentialContract(app, scene)
}
