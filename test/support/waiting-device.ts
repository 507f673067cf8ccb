import { noteSecret } from './secrets.js'

/** A program on another device that waits for somebody to let it in. */
export interface WaitingDevice {
  /** Such as `BCDF-GHJK`. */
  readonly userCode: string
  /** The page with the code carried over, by its path under the mount. */
  readonly page: string
  /** Asks once whether it was let in; an error of OAuth's, or its token. */
  poll(): Promise<{ readonly error?: string; readonly access_token?: string; readonly scope?: string }>
}

/** Begins a sign-in of a program at a site, which asks for both scopes. */
export async function waitingDevice(origin: string): Promise<WaitingDevice> {
  const clientId = 'acme-cli'
  const begun = await ask('/auth/device/code', { client_id: clientId, scope: 'reports:read reports:write' })
  const { device_code: deviceCode = '', user_code: userCode = '' } = begun
  noteSecret(deviceCode)
  return {
    userCode,
    page: `/activate?user_code=${userCode}`,
    async poll() {
      const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
      const asked = { grant_type: grantType, device_code: deviceCode, client_id: clientId }
      const answer = await ask('/auth/device/token', asked)
      if (answer.access_token !== undefined) noteSecret(answer.access_token)
      return answer
    },
  }

  async function ask(path: string, fields: Record<string, string>): Promise<Record<string, string>> {
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: { 'User-Agent': 'acme-cli/1.0 (linux)' },
      body: new URLSearchParams(fields),
    })
    return (await answer.json()) as Record<string, string>
  }
}
