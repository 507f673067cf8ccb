import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import type { Factors, KeyTraits, NextStep, Proved, SecondStep } from '../../src/policy/enforcement.js'
import {
  deadlineOf,
  demandOf,
  hasFactor,
  isEnrolled,
  isOfKind,
  isOver,
  isSatisfied,
  isStricter,
  nextStep,
  nothingProved,
  proofMethods,
  provedSecond,
  satisfying,
  secondSteps,
  stagesOf,
  strengthDemanded,
  strengthOf,
  strongestOf,
  withMethod,
} from '../../src/policy/enforcement.js'
import type { MfaPolicy, Policy, SecurityKeyKind } from '../../src/policy/policy.js'
import { defaultPolicy, securityKeyKinds } from '../../src/policy/policy.js'

type Of = Pick<Policy, 'mfa'>

const demanding = (mfa: Partial<MfaPolicy>): Of => ({ mfa: { ...defaultPolicy.mfa, ...mfa } })
const off = demanding({})
const mfa = demanding({ enforceMfa: true })
const securityKey = demanding({ enforceSecurityKey: true })
const deviceBound = demanding({ enforceSecurityKey: true, securityKeyKind: 'device-bound' })

const key: KeyTraits = { id: 'bound', backupEligible: false, attested: false, usable: true }
const synced = { ...key, id: 'synced', backupEligible: true }
const suspect = { ...key, id: 'suspect', usable: false }
const none: Factors = { totp: false, securityKeys: [], recoveryCodes: 0 }
const app = { ...none, totp: true, recoveryCodes: 10 }
const oneKey = { ...none, securityKeys: [key], recoveryCodes: 10 }
const both = { ...oneKey, totp: true }
const twoKeys = { ...oneKey, securityKeys: [key, synced] }
const withSynced = { ...app, securityKeys: [synced] }
const withSuspect = { ...app, securityKeys: [suspect] }

/** Proved here, with these keys. */
const proved = (amr: readonly string[], ...provedKeys: string[]): Proved => ({ amr, provedKeys, vouched: [] })
/** By the word of the host. */
const vouched = (...amr: string[]): Proved => ({ amr, provedKeys: [], vouched: amr })

const days = 86_400_000

describe('strengthOf and strongestOf', () => {
  it('rank a key and a recovery code above a code, and that above all else', () => {
    assert.equal(strengthOf('hwk'), strengthOf('rec'))
    assert.ok(strengthOf('hwk') > strengthOf('otp'))
    assert.ok(strengthOf('otp') > strengthOf('pwd'))
    assert.equal(strengthOf('otp'), strengthOf('mfa'))
    for (const unknown of ['user', 'sms', 'face', '']) assert.equal(strengthOf(unknown), strengthOf('pwd'))
  })

  it('find the strongest of what was proved', () => {
    assert.equal(strongestOf(['pwd', 'otp']), 'otp')
    assert.equal(strongestOf(['hwk', 'user', 'pwd']), 'hwk')
    assert.equal(strongestOf([]), 'pwd')
    assert.equal(strongestOf(['sso']), 'pwd')
  })
})

describe('strengthDemanded', () => {
  it('is that of the strongest factor enrolled, a suspect key included', () => {
    assert.equal(strengthDemanded(none), strengthOf('pwd'))
    assert.equal(strengthDemanded(app), strengthOf('otp'))
    for (const factors of [oneKey, both, withSuspect]) {
      assert.equal(strengthDemanded(factors), strengthOf('hwk'))
    }
  })
})

describe('proofMethods', () => {
  const rows: readonly [string, Factors, readonly string[]][] = [
    ['a password without factors, whatever codes are left', { ...none, recoveryCodes: 3 }, ['password']],
    ['an app', { ...app, recoveryCodes: 0 }, ['totp']],
    ['an app or a recovery code', app, ['totp', 'recovery_code']],
    ['a key, not the app beside it', both, ['security_key', 'recovery_code']],
    ['a recovery code where every key is suspect', withSuspect, ['recovery_code']],
    [
      'a key where another is suspect',
      { ...oneKey, securityKeys: [suspect, key] },
      ['security_key', 'recovery_code'],
    ],
  ]
  for (const [title, factors, methods] of rows) {
    it(`are ${title}`, () => assert.deepEqual(proofMethods(factors), methods))
  }

  it('are all strong enough for what is enrolled', () => {
    const amrOf: Record<string, string> = {
      ...{ password: 'pwd', totp: 'otp', security_key: 'hwk', recovery_code: 'rec' },
    }
    fc.assert(
      fc.property(anyFactors(), (factors) => {
        for (const method of proofMethods(factors)) {
          assert.ok(strengthOf(amrOf[method] ?? '') >= strengthDemanded(factors))
        }
      }),
    )
  })
})

describe('demandOf, satisfying and isStricter', () => {
  const attested = demanding({ enforceSecurityKey: true, securityKeyKind: 'attested' })

  it('say what is demanded, a key before any factor', () => {
    assert.deepEqual([off, mfa, securityKey].map(demandOf), ['off', 'mfa', 'security_key'])
    assert.equal(demandOf(demanding({ enforceMfa: true, enforceSecurityKey: true })), 'security_key')
    assert.deepEqual((['off', 'mfa', 'security_key'] as const).map(satisfying), [
      [],
      ['security_key', 'totp'],
      ['security_key'],
    ])
  })

  it('know a policy that demands more, or another kind of key', () => {
    const ascending = [off, mfa, securityKey]
    ascending.forEach((one, i) => {
      ascending.forEach((other, j) => assert.equal(isStricter(one, other), i > j))
    })
    assert.equal(isStricter(deviceBound, securityKey), true)
    assert.equal(isStricter(deviceBound, attested), true)
    assert.equal(isStricter(demanding({ enforceMfa: true, securityKeyKind: 'attested' }), mfa), false)
    assert.equal(isStricter(deviceBound, deviceBound), false)
  })
})

describe('stagesOf', () => {
  it('keep any factor of a policy that demands one, and a key besides', () => {
    const stricter = demanding({ enforceMfa: true, enforceSecurityKey: true, graceDays: 3 })
    const [first, second, ...more] = stagesOf(stricter)
    assert.equal(first, stricter)
    assert.deepEqual(second, demanding({ enforceMfa: true, graceDays: 3 }))
    assert.deepEqual(more, [])
  })

  it('are the policy alone where it demands one thing, or nothing', () => {
    for (const policy of [off, mfa, securityKey]) assert.deepEqual(stagesOf(policy), [policy])
  })
})

describe('hasFactor and provedSecond', () => {
  it('count a suspect key, and no recovery codes', () => {
    assert.deepEqual([none, app, oneKey, both].map(hasFactor), [false, true, true, true])
    assert.equal(hasFactor({ ...none, recoveryCodes: 10 }), false)
    assert.equal(hasFactor({ ...none, securityKeys: [suspect] }), true)
  })

  it('take a code, a key and a recovery code as long as there is a factor for it', () => {
    assert.equal(provedSecond(app, proved(['pwd', 'otp'])), true)
    assert.equal(provedSecond(oneKey, proved(['pwd', 'hwk'], key.id)), true)
    for (const factors of [app, oneKey, withSuspect]) {
      assert.equal(provedSecond(factors, proved(['pwd', 'rec'])), true)
    }
  })

  it('take nothing that was proved by a factor that was removed since, or is suspect', () => {
    const codesOnly = { ...none, recoveryCodes: 10 }
    for (const left of [none, codesOnly, oneKey])
      assert.equal(provedSecond(left, proved(['pwd', 'otp'])), false)
    for (const left of [none, codesOnly, app, withSynced, withSuspect]) {
      assert.equal(provedSecond(left, proved(['pwd', 'hwk'], key.id)), false)
    }
    assert.equal(provedSecond(withSuspect, proved(['pwd', 'hwk'], suspect.id)), false)
    for (const left of [none, codesOnly]) assert.equal(provedSecond(left, proved(['pwd', 'rec'])), false)
  })

  it('take the word of the host, whatever is enrolled, for what it vouched for', () => {
    for (const method of ['otp', 'hwk', 'rec', 'mfa'])
      assert.equal(provedSecond(none, vouched('pwd', method)), true)
    assert.equal(provedSecond(none, { amr: ['sso', 'otp'], provedKeys: [], vouched: ['sso'] }), false)
    for (const amr of [[], ['pwd'], ['pwd', 'user'], ['sso', 'sms']]) {
      assert.equal(provedSecond(both, vouched(...amr)), false)
      assert.equal(provedSecond(both, proved(amr)), false)
    }
  })
})

describe('isOfKind', () => {
  const rows: readonly [string, KeyTraits, readonly SecurityKeyKind[]][] = [
    ['a key of this device', key, ['any', 'device-bound']],
    ['a synced key', synced, ['any']],
    ['an attested key', { ...key, attested: true }, ['any', 'device-bound', 'attested']],
    ['a suspect key', { ...suspect, attested: true }, []],
  ]
  for (const [title, traits, kinds] of rows) {
    it(`has ${title} as ${kinds.join(', ') || 'none'}`, () => {
      assert.deepEqual(
        securityKeyKinds.filter((kind) => isOfKind(traits, kind)),
        kinds,
      )
    })
  }
})

describe('isEnrolled and isSatisfied', () => {
  it('hold where nothing is demanded', () => {
    assert.equal(isEnrolled(off, none), true)
    assert.equal(isSatisfied(off, none, proved([])), true)
  })

  it('ask for any factor, or for what proved one', () => {
    assert.deepEqual(
      [none, app, oneKey, withSuspect].map((factors) => isEnrolled(mfa, factors)),
      [false, true, true, true],
    )
    assert.equal(isSatisfied(mfa, app, proved(['pwd'])), false)
    assert.equal(isSatisfied(mfa, app, proved(['pwd', 'otp'])), true)
    assert.equal(isSatisfied(mfa, none, proved(['pwd', 'otp'])), false)
    assert.equal(isSatisfied(mfa, none, vouched('sso', 'mfa')), true)
  })

  it('ask for a key of the right kind, and that it was this one that was proved', () => {
    assert.deepEqual(
      [none, app, oneKey, withSynced, withSuspect].map((factors) => isEnrolled(deviceBound, factors)),
      [false, false, true, false, false],
    )
    const two = { ...app, securityKeys: [synced, key] }
    assert.equal(isSatisfied(deviceBound, two, proved(['pwd', 'hwk'], key.id)), true)
    assert.equal(isSatisfied(deviceBound, two, proved(['pwd', 'hwk'], synced.id)), false)
    assert.equal(isSatisfied(deviceBound, two, proved(['pwd', 'hwk'], synced.id, key.id)), true)
    assert.equal(isSatisfied(deviceBound, two, proved(['pwd', 'hwk'])), false)
    assert.equal(isSatisfied(securityKey, two, proved(['pwd', 'hwk'], synced.id)), true)
    assert.equal(isSatisfied(securityKey, two, proved(['pwd', 'hwk'], 'removed')), false)
    assert.equal(isSatisfied(securityKey, withSuspect, proved(['pwd', 'hwk'], suspect.id)), false)
    for (const other of ['otp', 'rec', 'mfa', 'user']) {
      assert.equal(isSatisfied(securityKey, oneKey, proved(['pwd', other])), false, other)
    }
  })

  it('take the word of the host for a key where any will do, of users who have one', () => {
    assert.equal(isSatisfied(securityKey, oneKey, vouched('hwk')), true)
    assert.equal(isSatisfied(securityKey, none, vouched('hwk')), false)
    assert.equal(isSatisfied(securityKey, withSuspect, vouched('hwk')), false)
    assert.equal(isSatisfied(deviceBound, oneKey, vouched('hwk')), false)
    assert.equal(isSatisfied(securityKey, oneKey, vouched('mfa')), false)
  })
})

describe('secondSteps', () => {
  const rows: readonly [string, Of, Factors, boolean, readonly SecondStep[]][] = [
    ['nothing where nothing is enrolled', mfa, { ...none, recoveryCodes: 3 }, true, []],
    ['all that is enrolled', off, both, false, ['security_key', 'totp', 'recovery_code']],
    ['no recovery code where none is left', off, { ...app, recoveryCodes: 0 }, false, ['totp']],
    ['no suspect key', off, withSuspect, false, ['totp', 'recovery_code']],
    ['all until a key is due', securityKey, both, false, ['security_key', 'totp', 'recovery_code']],
    ['a key alone once it is due', securityKey, both, true, ['security_key', 'recovery_code']],
    ['all where any factor is due', mfa, both, true, ['security_key', 'totp', 'recovery_code']],
    [
      'a key of the wrong kind, too',
      deviceBound,
      withSynced,
      true,
      ['security_key', 'totp', 'recovery_code'],
    ],
  ]
  for (const [title, policy, factors, due, steps] of rows) {
    it(`are ${title}`, () => assert.deepEqual(secondSteps(policy, factors, { due }), steps))
  }
})

describe('nextStep', () => {
  const pwd = proved(['pwd'])
  const code = proved(['pwd', 'otp'])
  const hwk = proved(['pwd', 'hwk'], key.id)
  const passkey = proved(['hwk', 'user'], synced.id)
  const rec = proved(['pwd', 'rec'])
  const sso = vouched('mfa')
  const ssoKey = vouched('hwk')
  const signedIn: NextStep = { status: 'signed_in' }
  const ask = (...methods: SecondStep[]): NextStep => ({ status: 'second_factor_required', methods })
  const enrolAny: NextStep = { status: 'enrolment_required', methods: ['security_key', 'totp'] }
  const enrolKey: NextStep = { status: 'enrolment_required', methods: ['security_key'] }
  const askAll = ask('security_key', 'totp', 'recovery_code')
  const askApp = ask('totp', 'recovery_code')
  const askKey = ask('security_key', 'recovery_code')

  /** What is demanded, enrolled and proved; then where it goes in the grace period, and after it. */
  const rows: readonly [string, Of, Factors, Proved, NextStep, NextStep][] = [
    ['nothing demanded, nothing enrolled', off, none, pwd, signedIn, signedIn],
    ['nothing demanded, an app', off, app, pwd, askApp, askApp],
    ['nothing demanded, an app, a code', off, app, code, signedIn, signedIn],
    ['nothing demanded, both, a recovery code', off, both, rec, signedIn, signedIn],
    ['nothing demanded, a key, an SSO with a factor', off, oneKey, sso, signedIn, signedIn],
    ['a factor, nothing enrolled', mfa, none, pwd, signedIn, enrolAny],
    ['a factor, only recovery codes', mfa, { ...none, recoveryCodes: 3 }, pwd, signedIn, enrolAny],
    ['a factor, nothing enrolled, an SSO with one', mfa, none, sso, signedIn, signedIn],
    ['a factor, an app', mfa, app, pwd, askApp, askApp],
    ['a factor, both', mfa, both, pwd, askAll, askAll],
    ['a factor, an app, a code', mfa, app, code, signedIn, signedIn],
    ['a factor, an app, a recovery code', mfa, app, rec, signedIn, signedIn],
    ['a factor, a key, the key', mfa, oneKey, hwk, signedIn, signedIn],
    ['a key, nothing enrolled', securityKey, none, pwd, signedIn, enrolKey],
    ['a key, an app', securityKey, app, pwd, askApp, askApp],
    ['a key, an app, a code', securityKey, app, code, signedIn, enrolKey],
    ['a key, an app, a recovery code', securityKey, app, rec, signedIn, enrolKey],
    ['a key, both', securityKey, both, pwd, askAll, askKey],
    ['a key, both, a code', securityKey, both, code, signedIn, askKey],
    ['a key, both, a recovery code', securityKey, both, rec, signedIn, enrolKey],
    [
      'a key, both, a code and a recovery code',
      securityKey,
      both,
      proved(['pwd', 'otp', 'rec']),
      signedIn,
      enrolKey,
    ],
    ['a key, both, the key', securityKey, both, hwk, signedIn, signedIn],
    ['a key, a key, an SSO with a factor', securityKey, oneKey, sso, signedIn, askKey],
    ['a key, nothing enrolled, an SSO with a factor', securityKey, none, sso, signedIn, enrolKey],
    ['a key, a suspect one and an app', securityKey, withSuspect, pwd, askApp, askApp],
    ['a key, a suspect one and an app, a code', securityKey, withSuspect, code, signedIn, enrolKey],
    ['a device-bound key, a synced one', deviceBound, withSynced, pwd, askAll, askAll],
    ['a device-bound key, a synced one, that one', deviceBound, withSynced, passkey, signedIn, enrolKey],
    ['a device-bound key, such a one, that one', deviceBound, oneKey, hwk, signedIn, signedIn],
    [
      'a device-bound key, such a one and a synced one, the latter',
      deviceBound,
      twoKeys,
      passkey,
      signedIn,
      askKey,
    ],
    ['a device-bound key, such a one, an SSO with a key', deviceBound, oneKey, ssoKey, signedIn, askKey],
    ['a key, such a one, an SSO with a key', securityKey, oneKey, ssoKey, signedIn, signedIn],
    ['a factor, a key that was removed since, that one', mfa, none, hwk, signedIn, enrolAny],
  ]
  for (const [title, policy, factors, proof, inGrace, due] of rows) {
    it(`${title}: ${inGrace.status} in the grace period, then ${due.status}`, () => {
      assert.deepEqual(nextStep(policy, factors, { proved: proof, due: false }), inGrace)
      assert.deepEqual(nextStep(policy, factors, { proved: proof, due: true }), due)
    })
  }

  it('never lets anybody in past a factor that is enrolled without one that was proved', () => {
    fc.assert(
      fc.property(anyPolicy(), anyFactors(), anyProof(), fc.boolean(), (policy, factors, proof, due) => {
        const { status } = nextStep(policy, factors, { proved: proof, due })
        assert.ok(status !== 'signed_in' || !hasFactor(factors) || provedSecond(factors, proof))
      }),
      { numRuns: 5000 },
    )
  })

  it('never lets anybody in without a key where one is demanded and due', () => {
    fc.assert(
      fc.property(anyPolicy(), anyFactors(), anyProof(), (policy, factors, proof) => {
        if (demandOf(policy) !== 'security_key') return
        const { status } = nextStep(policy, factors, { proved: proof, due: true })
        const kind = policy.mfa.securityKeyKind
        const right = factors.securityKeys.filter((one) => isOfKind(one, kind)).map(({ id }) => id)
        const byWord = kind === 'any' && right.length > 0 && proof.vouched.includes('hwk')
        assert.ok(status !== 'signed_in' || byWord || proof.provedKeys.some((id) => right.includes(id)))
      }),
      { numRuns: 5000 },
    )
  })

  it('never lets anybody in who does not satisfy what is due, and never asks those who do', () => {
    fc.assert(
      fc.property(anyPolicy(), anyFactors(), anyProof(), (policy, factors, proof) => {
        const { status } = nextStep(policy, factors, { proved: proof, due: true })
        const mayEnter =
          isSatisfied(policy, factors, proof) && (!hasFactor(factors) || provedSecond(factors, proof))
        assert.equal(status === 'signed_in', mayEnter)
      }),
      { numRuns: 5000 },
    )
  })

  it('asks only for what is enrolled, and for enrolment only of what would do', () => {
    fc.assert(
      fc.property(anyPolicy(), anyFactors(), anyProof(), fc.boolean(), (policy, factors, proof, due) => {
        const next = nextStep(policy, factors, { proved: proof, due })
        if (next.status === 'enrolment_required') {
          assert.ok(due)
          assert.deepEqual(next.methods, satisfying(demandOf(policy)))
        }
        if (next.status !== 'second_factor_required') return
        assert.ok(!next.methods.includes('totp') || factors.totp)
        assert.ok(!next.methods.includes('security_key') || factors.securityKeys.some((one) => one.usable))
        assert.ok(!next.methods.includes('recovery_code') || factors.recoveryCodes > 0)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('deadlineOf', () => {
  it('is the later of the switch and the making of the user, and the grace period', () => {
    const policy = demanding({ enforceMfa: true, graceDays: 14 })
    assert.equal(deadlineOf(policy, { switchedOn: 5 * days, createdAt: 2 * days }), 19 * days)
    assert.equal(deadlineOf(policy, { switchedOn: 5 * days, createdAt: 7 * days }), 21 * days)
    assert.equal(deadlineOf(mfa, { switchedOn: 5 * days, createdAt: 7 * days }), 7 * days)
  })
})

describe('isOver', () => {
  it('is so from the deadline on, and where a value was not understood', () => {
    assert.equal(isOver(5, 4), false)
    assert.equal(isOver(5, 5), true)
    assert.equal(isOver(5, 6), true)
    assert.equal(isOver(NaN, 5), true)
    assert.equal(isOver(5, NaN), true)
  })
})

describe('withMethod', () => {
  it('adds a method once, and leaves what was proved before as it was', () => {
    const before = { amr: ['pwd', 'mfa'], provedKeys: ['a'], vouched: ['mfa'] }
    const after = withMethod(before, 'otp')
    assert.deepEqual(after, { amr: ['pwd', 'mfa', 'otp'], provedKeys: ['a'], vouched: ['mfa'] })
    assert.deepEqual(withMethod(after, 'otp'), after)
    assert.deepEqual(before.amr, ['pwd', 'mfa'])
    assert.deepEqual(withMethod(nothingProved, 'pwd'), { ...nothingProved, amr: ['pwd'] })
  })

  it('keeps the ids of the ten keys that answered last, each once', () => {
    const ids = Array.from({ length: 10 }, (_, i) => `key ${String(i)}`)
    const ten = ids.reduce((before, id) => withMethod(before, 'hwk', id), nothingProved)
    assert.deepEqual(ten, { amr: ['hwk'], provedKeys: ids, vouched: [] })
    const two = ['a', 'b', 'a'].reduce((before, id) => withMethod(before, 'hwk', id), nothingProved)
    assert.deepEqual(two.provedKeys, ['b', 'a'])
    assert.deepEqual(withMethod(ten, 'hwk', 'another').provedKeys, [...ids.slice(1), 'another'])
    assert.deepEqual(withMethod(ten, 'hwk', 'key 0').provedKeys, [...ids.slice(1), 'key 0'])
  })
})

function anyPolicy(): fc.Arbitrary<Of> {
  return fc
    .record({
      enforceMfa: fc.boolean(),
      enforceSecurityKey: fc.boolean(),
      securityKeyKind: fc.constantFrom(...securityKeyKinds),
    })
    .map(demanding)
}

function anyFactors(): fc.Arbitrary<Factors> {
  const traits = fc.record({
    ...{ id: fc.constantFrom(...keyIds), backupEligible: fc.boolean() },
    ...{ attested: fc.boolean(), usable: fc.boolean() },
  })
  return fc.record({
    totp: fc.boolean(),
    securityKeys: fc.array(traits, { maxLength: 3 }),
    recoveryCodes: fc.integer({ min: 0, max: 10 }),
  })
}

const keyIds = ['a', 'b', 'c'] as const

/** What was proved here, and what the host vouched for. */
function anyProof(): fc.Arbitrary<Proved> {
  const methods = ['pwd', 'otp', 'hwk', 'rec', 'mfa', 'user', 'sso']
  return fc
    .record({
      here: fc.subarray(methods),
      provedKeys: fc.subarray([...keyIds]),
      vouched: fc.subarray(methods),
    })
    .map(({ here, provedKeys, vouched }) => {
      const touched = provedKeys.length > 0 ? ['hwk'] : []
      return { amr: [...new Set([...vouched, ...here, ...touched])], provedKeys, vouched }
    })
}
