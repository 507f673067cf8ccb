import type { Response } from 'supertest'
import type { App } from '../../../support/app.js'

const asking = '/ssh/authorized_keys/nobody'

export type SshHostScene = ReturnType<typeof sshHostScene>

/** Names for hosts, and a host that asks for keys. */
export function sshHostScene(app: () => App) {
  const name = () => `host ${Math.random()}`

  const ask = (bearer: string): Promise<Response> => app().client().get(asking, { bearer })

  return { name, ask }
}
