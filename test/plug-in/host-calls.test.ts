import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mock } from 'node:test'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { KeywardError } from '../../src/errors.js'
import type { HostCalls } from '../../src/plug-in/host-calls.js'
import { hostCalls } from '../../src/plug-in/host-calls.js'
import { ConflictError, StoreUnavailableError } from '../../src/store/write.js'

const broken = new TypeError('no such column')

describe('what the host plugs in', () => {
  let calls: HostCalls
  let warnings: Error[]
  const note = (warning: Error & { code?: string }): void => {
    if (warning.code === 'KEYWARD_HOST_CALL') warnings.push(warning)
  }
  beforeEach(() => {
    calls = hostCalls()
    warnings = []
    process.on('warning', note)
  })
  afterEach(() => {
    process.off('warning', note)
    mock.timers.reset()
  })

  it('answers what it answers, a promise or not', async () => {
    assert.equal(await calls.ask('users.byId', () => 1), 1)
    assert.equal(await calls.ask('users.byId', () => Promise.resolve(2)), 2)
    assert.equal(
      calls.askNow('isAdmin', () => true),
      true,
    )
  })

  for (const [how, call] of [
    ['throws before it answers a promise', () => thrown(broken)],
    ['rejects', () => Promise.reject(broken)],
  ] as const) {
    it(`is unavailable when it ${how}`, async () => {
      await assert.rejects(calls.ask('users.byId', call), unavailableBecause(broken))
    })
  }

  it('is unavailable when it throws where it must answer at once', () => {
    assert.throws(() => calls.askNow('isAdmin', () => thrown(broken)), unavailableBecause(broken))
  })

  it('is unavailable when it has not answered in 3 s, and not before', async () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    const outcomes: unknown[] = []
    const asked = calls
      .ask('users.byId', () => new Promise(() => undefined))
      .catch((error: unknown) => void outcomes.push(error))
    mock.timers.tick(2999)
    await Promise.resolve()
    assert.deepEqual(outcomes, [])
    mock.timers.tick(1)
    await asked
    assert.match(String(outcomes.map(causeOf)), /users\.byId gave no answer in 3 s$/)
  })

  it('may refuse in keyward’s own terms', async () => {
    for (const refusal of [new ConflictError('usernameKey'), new KeywardError('not_found')]) {
      await assert.rejects(
        calls.ask('users.create', () => Promise.reject(refusal)),
        (error) => error === refusal,
      )
      assert.throws(
        () => calls.askNow('isAdmin', () => thrown(refusal)),
        (error) => error === refusal,
      )
    }
    assert.deepEqual(warnings, [])
  })

  it('fails with a warning that names it, once a minute however often it fails', async () => {
    const warned = once(process, 'warning')
    for (let i = 0; i < 3; i++) {
      await assert.rejects(calls.ask('users.byId', () => Promise.reject(broken)))
    }
    await warned
    assert.deepEqual(
      warnings.map(({ message }) => message),
      ['users.byId failed: no such column'],
    )
  })

  it('ends no process by a failure that nobody waits for', async () => {
    const unhandled: unknown[] = []
    const noteUnhandled = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', noteUnhandled)
    try {
      void calls.ask('users.setPasswordHash', () => Promise.reject(broken))
      // Unhandled rejections are told after the microtasks of a turn.
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
    } finally {
      process.off('unhandledRejection', noteUnhandled)
    }
    assert.deepEqual(unhandled, [])
  })
})

function thrown(error: Error): never {
  throw error
}

function causeOf(error: unknown): unknown {
  assert.ok(error instanceof StoreUnavailableError)
  return error.cause
}

function unavailableBecause(cause: unknown) {
  return (error: unknown): boolean => error instanceof StoreUnavailableError && error.cause === cause
}
