import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { AppSetup } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'
import { activationAnswersContract } from './activation/answers.js'
import { activationOnTheWayContract } from './activation/on-the-way.js'
import { activationRequestContract } from './activation/request.js'
import { activationScene } from './activation/scene.js'

const locate = (ip: string): string | null => (ip === '127.0.0.1' ? 'this very room' : null)
const setup: AppSetup = {
  pages: accountPages({ locate }),
  options: {
    deviceClients: {
      'acme-cli': { name: 'Acme CLI', scopes: ['reports:read', 'reports:write'] },
      reader: { name: '<b>Reader</b>', scopes: ['reports:read'] },
    },
  },
}

export function activationPagesContract(framework: Framework): void {
  describe('the page on which somebody lets a program in', () => {
    const app = appFor(framework, setup)
    const scene = activationScene(app)

    activationRequestContract(app, scene)
    activationAnswersContract(app, scene)
    activationOnTheWayContract(app, scene)
  })

  describe('where the app names no device client', () => {
    const app = appFor(framework, { pages: accountPages(), options: { deviceClients: {} } })

    it('there is no such page, with a code or without', async () => {
      const { signedIn } = activationScene(app)
      const pages = await signedIn()
      for (const path of [
        '/auth/activate',
        '/auth/activate?user_code=BCDF-GHJK',
        '/auth/activate/approval',
      ]) {
        assert.match((await pages.get(path)).html, /no such page/, path)
      }
    })
  })
}
