import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { pendingTotp } from '../../src/account/pending-totp.js'
import type { Core } from '../../src/core.js'

const whose = { userId: 'ada', at: 0, expiresAt: 600_000 }

describe('pendingTotp', () => {
  it('wipes the secret, also where the key service that should seal it is away', async () => {
    const away: Core['sealer']['seal'] = () => Promise.reject(new Error('the key service is away'))
    const secret = Buffer.from('twenty bytes of it..')
    const sealer = { seal: away } as Core['sealer']
    await assert.rejects(pendingTotp({ sealer }, secret, whose), /away/)
    assert.deepEqual([...secret], Array<number>(secret.length).fill(0))
  })
})
