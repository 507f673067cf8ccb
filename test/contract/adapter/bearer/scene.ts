import type { Response } from 'supertest'
import type { Extra } from '../../../support/client.js'
import type { App } from '../../../support/app.js'

export type BearerScene = ReturnType<typeof bearerScene>

/** Somebody with a credential of each kind, and requests that carry it. */
export function bearerScene(app: () => App) {
  const hello = async (headers: Extra['headers'], path = '/api/hello'): Promise<Response> =>
    app().client().get(path, { headers })

  const owned = async () => {
    const owner = await app().signedIn()
    return {
      owner,
      session: owner.cookies.get('keyward') ?? '',
      key: (await owner.post('/api-keys', { name: `${Math.random()}` })).body.key as string,
      token: (await owner.post('/tokens', {})).body.token as string,
    }
  }

  return { hello, owned }
}
