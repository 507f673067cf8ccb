import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { pendingTotp } from '../../src/account/pending-totp.js'
import type { Core } from '../../src/core.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import { sealer } from '../../src/crypto/seal.js'

const whose = { userId: 'ada', at: 0, expiresAt: 600_000 }

describe('pendingTotp', () => {
  it('is a row of the user that is not confirmed, sealed at its own place', async () => {
    const { seal, open } = sealer(localKeyProvider(['a configured secret of thirty-two bytes']))
    const secret = Buffer.from('twenty bytes of it..')
    const { id, sealed, keyId, ...row } = await pendingTotp(
      { sealer: { seal } as Core['sealer'] },
      secret,
      whose,
    )
    assert.deepEqual(row, {
      ...{ userId: 'ada', slot: 'pending', lastStep: null },
      ...{ createdAt: 0, lastUsedAt: null, expiresAt: 600_000 },
    })
    const place = { table: 'totp', id, column: 'sealed', userId: 'ada' }
    assert.equal(String(await open({ text: sealed, keyId }, place)), 'twenty bytes of it..')
    assert.deepEqual([...secret], Array<number>(secret.length).fill(0))
  })

  it('wipes the secret, also where the key service that should seal it is away', async () => {
    const away: Core['sealer']['seal'] = () => Promise.reject(new Error('the key service is away'))
    const secret = Buffer.from('twenty bytes of it..')
    const sealer = { seal: away } as Core['sealer']
    await assert.rejects(pendingTotp({ sealer }, secret, whose), /away/)
    assert.deepEqual([...secret], Array<number>(secret.length).fill(0))
  })
})
