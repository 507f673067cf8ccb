import { spawn } from 'node:child_process'

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Opens an address in the browser of a desktop; does nothing where there is none, or where `BROWSER=none` says so. */
export function openBrowser(url: string): void {
  const { platform, env } = process
  // Without a desktop, `xdg-open` would start a browser in this very terminal.
  const desktop = platform in openers || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY)
  // The address is the server's, which must not make this machine run anything else.
  if (!desktop || env.BROWSER === 'none' || !/^https?:\/\//.test(url)) return
  const [command, ...args] = openers[platform] ?? ['xdg-open']
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  // Where it can't be started, the address stands in the terminal all the same.
  opener.on('error', () => undefined).unref()
}
