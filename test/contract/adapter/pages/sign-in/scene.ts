import type { PageClient, PageView } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import type { App } from '../../../../support/app.js'

export type SignInPagesScene = ReturnType<typeof signInPagesScene>

/** Somebody in front of the sign-in page. */
export function signInPagesScene(app: () => App) {
  const browser = (): PageClient => pageClient(app(), app().client())

  const signIn = async (username: string, to?: string): Promise<[PageClient, PageView]> => {
    const pages = browser()
    const query = to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`
    const page = await pages.get(`/auth/sign-in${query}`)
    return [pages, await pages.submit(page, 'Sign in', { username, password: app().password })]
  }

  return { browser, signIn }
}
