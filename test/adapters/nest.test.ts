import assert from 'node:assert/strict'
import type { ExecutionContext } from '@nestjs/common'
import { describe, it } from 'mocha'
import { forNest } from '../../adapters/nest.js'
import { bindingContract } from '../contract/adapter.js'
import { nestFramework } from '../support/nest-host.js'
import { appFor } from '../support/suite.js'

// forNest stands upon forExpress, which the whole contract is for.
bindingContract(nestFramework)

describe('forNest', () => {
  const app = appFor(nestFramework)

  it('is refused with options that do not exist', () => {
    assert.throws(() => forNest(app().keyward, { resolveUsers: () => null } as object), TypeError)
    const { module } = forNest(app().keyward)
    for (const options of [
      {},
      { path: 'auth' },
      { path: '/auth/' },
      { path: '/:a' },
      { path: '/a', page: 1 },
    ]) {
      assert.throws(() => module(options as { path: string }), TypeError)
    }
  })

  it('lets nobody pass who did not come over HTTP', () => {
    const { guard } = forNest(app().keyward)
    const context = { getType: () => 'ws' } as unknown as ExecutionContext
    assert.throws(() => guard({ optional: true }).canActivate(context), TypeError)
  })
})
