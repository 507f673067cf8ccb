/** The demo's own page at `/`: what to try, and how. `url` is where the demo is. */
export function frontPage(url: string): string {
  const routes = [
    ['Anybody may', `curl -i ${url}/api/plain`],
    ['Whoever has a key or a session', `curl -i -H "Authorization: Bearer $KEY" ${url}/api/hello`],
    ['Everybody, by name if they have one', `curl -i ${url}/api/optional`],
    ['Keys that may read reports', `curl -i -H "Authorization: Bearer $KEY" ${url}/api/reports`],
    ['Keys that may write them', `curl -i -X POST -H "Authorization: Bearer $KEY" ${url}/api/reports`],
    ['A program that signs you in by a browser', `DEMO_URL=${url} npx tsx examples/cli-login.ts`],
    ['What that program asks first', `curl -d client_id=demo-cli ${url}/auth/device/code`],
    [
      'A service account whose key has the scope keyward:introspect',
      `curl -d token=$KEY -H "Authorization: Bearer $SERVICE_KEY" ${url}/auth/introspect`,
    ],
    [
      'Invitations and links to a new password, a line each, in the place of mails',
      'DEMO_NOTICES=.demo/notices.jsonl npm run demo',
    ],
    [
      'A session with a recent proof, and so no key',
      `curl -i -H "Authorization: Bearer $KEY" ${url}/api/vault`,
    ],
  ]
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>keyward demo</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
      body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
      pre { overflow-x: auto; padding: .75rem; border: 1px solid; border-radius: .375rem }
    </style>
  </head>
  <body>
    <main>
      <h1>keyward demo</h1>
      <p>An app with a few routes, and keyward at <code>/auth</code>. Its terminal shows the password.</p>
      <h2>In the browser</h2>
      <ul>
        <li><a href="/auth/sign-in">Sign in</a> as ada, who is an administrator, grace or linus</li>
        <li><a href="/auth/account">Your account</a>: make a key, turn on 2-step verification</li>
        <li><a href="/auth/account/admin/service-accounts">Service accounts</a>, as ada: keys that belong to no person</li>
        <li><a href="/auth/activate">Let a program in</a>, by the code that it shows</li>
        <li><a href="/api/vault">Open the vault</a>, which asks for a session with a recent proof</li>
      </ul>
      <h2>From a terminal</h2>
      <p>With a key from <a href="/auth/account/api-keys">API keys</a>: <code>export KEY=kwk_…</code></p>
      ${routes.map(([who = '', line = '']) => `<h3>${who}</h3>\n      <pre tabindex="0"><code>${line}</code></pre>`).join('\n      ')}
    </main>
  </body>
</html>
`
}
