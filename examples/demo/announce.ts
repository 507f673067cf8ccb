import type { Secret } from 'keyward'

/** Prints what to try, and last that the demo is ready. */
export function announce(demo: { url: string; password: string; firstKey: Secret | null }): void {
  const { url, password, firstKey } = demo
  const lines = [
    `What to try ${url}/`,
    `Sign in     ${url}/auth/sign-in`,
    `API         ${url}/auth`,
    `Users       ada (administrator), grace, linus`,
    `Password    ${password}`,
  ]
  if (firstKey) {
    const key = firstKey.reveal()
    lines.push(
      `API key     ${key}`,
      '',
      'The key may read reports:',
      `  curl -i -H 'Authorization: Bearer ${key}' ${url}/api/reports`,
      'but not write them:',
      `  curl -i -X POST -H 'Authorization: Bearer ${key}' ${url}/api/reports`,
    )
  }
  console.log(['', ...lines, '', `keyward demo ready on ${url}`].join('\n'))
}
