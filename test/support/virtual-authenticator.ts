import type { Page } from 'playwright-core'

const plain = {
  protocol: 'ctap2',
  transport: 'usb',
  hasResidentKey: false,
  hasUserVerification: false,
} as const
const builtIn = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
} as const

/** Chromium's own stand-ins for what can be plugged in or is built in. */
const kinds = {
  usb: plain,
  u2f: { ...plain, protocol: 'u2f' },
  internal: builtIn,
  synced: { ...builtIn, defaultBackupEligibility: true, defaultBackupState: true },
} as const

export type AuthenticatorKind = keyof typeof kinds

/** A security key that is plugged in, and touched whenever it blinks. */
export interface VirtualAuthenticator {
  /** From now on nobody touches it. */
  rest(): Promise<void>
  /** Its user is touching it again. */
  wake(): Promise<void>
  /** Its signatures are wrong from now on. */
  forge(): Promise<void>
  /** From now on it says that its user was not verified. */
  neglect(): Promise<void>
  /** It is exchanged for a copy of what it was when it was made. */
  clone(): Promise<void>
  unplug(): Promise<void>
}

/** Answers what plugs a security key into a page. */
export async function virtualAuthenticators(
  page: Page,
): Promise<(kind: AuthenticatorKind) => Promise<VirtualAuthenticator>> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  return async (kind) => {
    const options = { ...kinds[kind], automaticPresenceSimulation: true }
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
    return {
      rest: () => simulatePresence(false),
      wake: () => simulatePresence(true),
      forge: () => override({ isBogusSignature: true }),
      neglect: () => override({ isBadUV: true }),
      async clone() {
        const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
        await cdp.send('WebAuthn.clearCredentials', { authenticatorId })
        for (const credential of credentials) {
          const copy = { ...credential, signCount: 0 }
          await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: copy })
        }
      },
      async unplug() {
        await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
      },
    }

    async function simulatePresence(enabled: boolean): Promise<void> {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    }

    async function override(bits: { isBogusSignature?: boolean; isBadUV?: boolean }): Promise<void> {
      await cdp.send('WebAuthn.setResponseOverrideBits', { authenticatorId, ...bits })
    }
  }
}
