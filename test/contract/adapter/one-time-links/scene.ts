import type { Response } from 'supertest'
import type { UserRow } from '../../../../src/index.js'
import type { App } from '../../../support/app.js'
import { newPassword, noteSecret } from '../../../support/secrets.js'

export type LinkScene = ReturnType<typeof linkScene>

/** How links are made and used. */
export function linkScene(app: () => App) {
  /** The code in a link, which the browser keeps to itself. */
  const codeIn = (url: string): string => {
    const code = new URL(url).hash.slice(1)
    noteSecret(code)
    return code
  }
  const use = (kind: string, code: unknown, password: unknown = newPassword()): Promise<Response> =>
    app().client().post(`/one-time-links/${kind}`, { code, newPassword: password })

  return {
    codeIn,
    use,
    /** Somebody who has no password yet. */
    uninvited: (): Promise<UserRow> => app().user({ passwordHash: null }),
    async invitationFor({ id }: Pick<UserRow, 'id'>): Promise<string> {
      return codeIn((await app().keyward.users.invite(id)).url.reveal())
    },
    async resetFor({ id }: Pick<UserRow, 'id'>): Promise<string> {
      return codeIn((await app().keyward.users.passwordResetLink(id)).url.reveal())
    },
    async signsIn({ username }: Pick<UserRow, 'username'>, password: string): Promise<boolean> {
      return (await app().client().post('/session', { username, password })).status === 201
    },
  }
}
