import type { TestClient } from '../../../support/client.js'
import type { App } from '../../../support/app.js'

export type RotationScene = ReturnType<typeof rotationScene>

/** API keys that are made and used. */
export function rotationScene(app: () => App) {
  const make = async (client: TestClient, body: object = {}) =>
    (await client.post('/api-keys', { name: `key ${Math.random()}`, ...body })).body

  const use = async (key: string) => (await app().client().get('/api/hello', { bearer: key })).status

  return { make, use }
}
