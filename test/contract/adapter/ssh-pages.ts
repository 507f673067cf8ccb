import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { sshKeysPageContract } from './ssh-pages/keys.js'
import { sshPrivateKeysPageContract } from './ssh-pages/private-keys.js'
import { sshPagesScene } from './ssh-pages/scene.js'

/** The pages for SSH keys and SSH private keys. */
export function sshPagesContract(framework: Framework): void {
  const app = appFor(framework, { pages: accountPages() })
  const scene = sshPagesScene(app)
  const { signedIn } = scene
  sshKeysPageContract(app, scene)
  sshPrivateKeysPageContract(app, scene)
  describe('the navigation', () => {
    it('has SSH keys between tokens and 2-step verification', async () => {
      const { html } = await (await signedIn()).get('/auth/account/ssh-keys')
      const nav = /<nav[^>]*>(.*?)<\/nav>/s.exec(html)?.[1] ?? ''
      assert.deepEqual(
        [...nav.matchAll(/href="\/auth\/account\/([^"]*)"/g)].map(([, path]) => path),
        ['api-keys', 'tokens', 'ssh-keys', 'ssh-private-keys', 'two-step', 'sessions', 'activity'],
      )
    })
  })
}
