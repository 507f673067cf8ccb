import type { Page } from 'playwright-core'
import { waitingDevice } from './waiting-device.js'

/** What somebody does at pages. */
interface Ways {
  /** Opens a page by its path under the mount. */
  readonly go: (path: string) => Promise<void>
  /** Presses the button of that name. */
  readonly press: (name: string) => Promise<void>
  readonly look: (name: string) => Promise<void>
}

/** Sees the pages on which somebody lets a program in, one after the other. */
export async function deviceTour(origin: string, page: Page, { go, press, look }: Ways): Promise<void> {
  await go('/activate')
  await look('code of a device')
  await go('/activate?user_code=BCDF-GHJK')
  await look('code of a device, unknown')
  await go((await waitingDevice(origin)).page)
  await look('request of a device')
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
  await press('Allow')
  await look('request of a device, refused')
  await page.getByRole('checkbox').first().check()
  await press('Allow')
  await look('request of a device, allowed')
  await go((await waitingDevice(origin)).page)
  await press('Deny')
  await look('request of a device, denied')
  await go((await waitingDevice(origin)).page)
  await denyElsewhere(page)
  await press('Deny')
  await look('request of a device, answered before')
}

/** Denies what a page asks about without leaving the page, as another window would. */
async function denyElsewhere(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const form = document.querySelector('form[action*="/denial"]')
    const body = new URLSearchParams(new FormData(form))
    return fetch(form.action, { method: 'POST', body }).then(() => true)
  })()`)
}
