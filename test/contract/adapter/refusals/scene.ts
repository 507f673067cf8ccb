import type { TestClient } from '../../../support/client.js'

/** An event as lists show it. */
export interface Told {
  readonly type: string
  readonly ip: string
  readonly reason: string
  readonly outcome: string
  readonly count: number
  readonly actor: { readonly id: string } | null
  readonly subject: { readonly kind: string; readonly id: string } | null
}

export const foreign = { 'Sec-Fetch-Site': 'cross-site' }

export function sumOf(events: readonly { readonly count: number }[]): number {
  return events.reduce((sum, { count }) => sum + count, 0)
}

export type RefusalsScene = ReturnType<typeof refusalsScene>

/** Requests from an address, and what is recorded of them. */
export function refusalsScene() {
  const from = (ip: string, headers: Readonly<Record<string, string>> = {}) => ({
    headers: { 'X-Forwarded-For': ip, ...headers },
  })

  const told = async (client: TestClient, query = ''): Promise<readonly Told[]> =>
    (await client.get(`/events?${query}`)).body.items as readonly Told[]

  const reasons = async (client: TestClient) =>
    (await told(client, 'type=request.refused')).map(({ reason }) => reason)

  return { from, told, reasons }
}
