import type { Response } from 'supertest'
import type { TestClient } from '../../../support/client.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'

export type ThrottleScene = ReturnType<typeof throttleScene>

/** Sign-ins from any address, right and wrong. */
export function throttleScene(app: () => App) {
  const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })

  const signIn = (
    username: string,
    password: string,
    ip = '192.0.2.1',
    client: TestClient = app().client(),
  ): Promise<Response> => client.post('/session', { username, password }, from(ip))

  const fail = async (times: number, username: string, ip?: string) => {
    const answers = await Promise.all(
      Array.from({ length: times }, () => signIn(username, newPassword(), ip)),
    )
    for (const answer of answers) refused(answer, 401, 'invalid_credentials')
  }

  return { from, signIn, fail }
}
