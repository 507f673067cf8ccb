import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'mocha'
import { addressOf, countedAddressOf, headerIn } from '../src/client.js'
import { clientOf } from '../src/index.js'

describe('a client’s header', () => {
  it('has the values of node:http’s headersDistinct, doubled headers and strange names included', async () => {
    const server = createServer((_req, res) => res.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const asked = once(server, 'request') as Promise<[IncomingMessage]>
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const lines = [
      ...['GET / HTTP/1.1', 'Host: localhost', 'Authorization: Bearer a', 'AUTHORIZATION: Bearer b'],
      ...['Cookie: a=1', 'cookie: b=2', '__proto__: x', 'constructor: y', 'Empty:', '', ''],
    ]
    socket.write(lines.join('\r\n'))
    const [req] = await asked
    const client = clientOf(req, {})
    const header = (name: string): readonly string[] => client.header(name)
    for (const [name, values] of Object.entries(req.headersDistinct)) {
      assert.deepEqual(header(name), values, name)
    }
    assert.deepEqual(header('authorization'), ['Bearer a', 'Bearer b'])
    assert.deepEqual([header('toString'), header('host '), header('localhost')], [[], [], []])
    socket.destroy()
    server.close()
  })

  it('is read alone, however many others were sent', () => {
    const sent = Array.from({ length: 100 }, (_, i) => [`X-Header-${String(i)}`, `value ${String(i)}`])
    const rawHeaders = [...sent, ['authorization', 'Bearer a']].flat()
    let values = 0
    const counted = new Proxy(rawHeaders, {
      get(target, key, receiver) {
        if (typeof key === 'string' && Number(key) % 2 === 1) values++
        return Reflect.get(target, key, receiver) as unknown
      },
    })
    assert.deepEqual(headerIn(counted, 'authorization'), ['Bearer a'])
    assert.equal(values, 1)
  })
})

describe('a client’s address', () => {
  const message = { socket: {}, rawHeaders: [] } as unknown as IncomingMessage

  it('is none where the framework’s throws, or answers no text', () => {
    const throwing = clientOf(message, {
      get ip(): string {
        throw new RangeError('not an address')
      },
    })
    const odd = [7, null, {}, ['203.0.113.7'], Symbol('ip')].map((said) =>
      clientOf(message, { ip: said as unknown as string }),
    )
    for (const client of [throwing, ...odd]) {
      assert.equal(addressOf(client), null)
      assert.equal(countedAddressOf(client), null)
    }
    assert.equal(addressOf(clientOf(message, { ip: '203.0.113.7' })), '203.0.113.7')
  })
})
