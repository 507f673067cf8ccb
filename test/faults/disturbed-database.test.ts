import { after, afterEach, before, it } from 'mocha'
import type { DataSourceOptions } from 'typeorm'
import { describeOnEach } from '../databases.js'
import type { Served } from '../support/process.js'
import { tcpProxy } from '../support/tcp-proxy.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import type { Scene } from './scene.js'
import { setScene } from './scene.js'
import type { Fault } from './under-load.js'
import { everything, strikeMs, underLoad } from './under-load.js'

/** So often that each kind of statement is struck. */
const resetEveryMs = 130

describeOnEach('a database that', (database) => {
  if (database.name === 'sqlite') return
  let scene: Scene
  let proxy: TcpProxy
  /** By how many connections each may have. */
  const started = new Map<number, readonly Served[]>()

  before(async () => {
    scene = await setScene(database)
    const { port } = scene.options as { port: number }
    proxy = await tcpProxy(port)
  })
  afterEach(() => {
    proxy.delay(0)
    proxy.resume()
    proxy.restore()
  })
  after(async () => {
    for (const host of [...started.values()].flat()) await host.stop()
    await scene?.close()
    await proxy?.close()
  })

  strike('is stopped', { begin: () => proxy.cut(), end: () => proxy.restore() })
  strike('falls silent, and then is told all that was held back', {
    begin: () => proxy.pause(),
    end: () => proxy.resume(),
  })
  // A sign-in asks eight times, and has three seconds.
  strike('answers half a second late each time', {
    begin: () => proxy.delay(500),
    end: () => proxy.delay(0),
  })
  strike('resets connections in the midst of statements', resets())
  strike('gives each process one connection', { begin() {}, end() {}, spares: everything }, 1)
  strike('gives each process one connection, and resets it', resets(), 1)

  function strike(title: string, fault: Fault, poolSize = 10): void {
    it(title, async () => underLoad(scene, await hosts(poolSize), fault)).timeout(strikeMs)
  }

  /** The same two processes for all faults. */
  async function hosts(poolSize: number): Promise<readonly Served[]> {
    const way = { port: proxy.port, poolSize, extra: {} } as Partial<DataSourceOptions>
    const there = started.get(poolSize) ?? (await Promise.all([scene.start(way), scene.start(way)]))
    started.set(poolSize, there)
    return there
  }

  function resets(): Fault {
    let timer: NodeJS.Timeout | undefined
    return {
      begin() {
        // So that there is a midst.
        proxy.delay(20)
        timer = setInterval(() => {
          proxy.cut()
          proxy.restore()
        }, resetEveryMs)
      },
      end() {
        clearInterval(timer)
        proxy.delay(0)
      },
    }
  }
})
