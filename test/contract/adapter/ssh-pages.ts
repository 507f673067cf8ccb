import { accountPages } from '../../../src/pages/account-pages.js'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { sshKeysPageContract } from './ssh-pages/keys.js'
import { logInAdviceContract } from './ssh-pages/log-in.js'
import { sshPrivateKeysPageContract } from './ssh-pages/private-keys.js'
import { sshPagesScene } from './ssh-pages/scene.js'

/** The pages for SSH keys and SSH private keys. */
export function sshPagesContract(framework: Framework): void {
  const app = appFor(framework, { pages: accountPages() })
  const scene = sshPagesScene(app)
  sshKeysPageContract(app, scene)
  sshPrivateKeysPageContract(app, scene)
  logInAdviceContract(framework)
}
