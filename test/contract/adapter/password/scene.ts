import type { Response } from 'supertest'
import type { TestClient } from '../../../support/client.js'
import type { App } from '../../../support/app.js'

export type PasswordScene = ReturnType<typeof passwordScene>

/** How somebody changes their password. */
export function passwordScene(app: () => App) {
  const change = (
    client: TestClient,
    newPassword: unknown,
    currentPassword: unknown = app().password,
  ): Promise<Response> => client.put('/password', { currentPassword, newPassword })

  return { change }
}
