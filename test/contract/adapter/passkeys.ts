import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { acceptedPasskeyContract } from './passkeys/accepted.js'
import { refusedPasskeyContract } from './passkeys/refused.js'
import { passkeyUseContract } from './passkeys/use.js'
import { passkeyScene } from './passkeys/scene.js'
import { passkeyLimitsContract } from './passkeys/limits.js'
import { passkeysOffContract } from './passkeys/off.js'

export function passkeysContract(framework: Framework): void {
  describe('POST /session/passkey', () => {
    const app = appFor(framework, { options: { passkeys: true } })
    const scene = passkeyScene(app)
    acceptedPasskeyContract(app, scene)
    refusedPasskeyContract(app, scene)
    passkeyUseContract(app, scene)
  })
  passkeyLimitsContract(framework)
  passkeysOffContract(framework)
}
