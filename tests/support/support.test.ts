import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { endWithTest } from './clean-up'
import { findFreePort, pingRedis, startRedisServer } from './redis-server'
import { startTcpProxy } from './tcp-proxy'
import { waitFor } from './wait-for'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Sends inline commands and gathers what comes back. */
function openRaw(port: number): { socket: Socket; received: () => string } {
  const socket = connect({ port, host: '127.0.0.1' })
  let received = ''
  socket.on('data', (data) => (received += data.toString()))
  socket.on('error', () => {})
  endWithTest({ stop: () => socket.destroy() })
  return { socket, received: () => received }
}

describe('redis-server of a test', () => {
  it('answers when started, asks for its password, and leaves nothing behind', async () => {
    const server = endWithTest(await startRedisServer({ password: 's3cret' }))
    expect(await pingRedis(server.port, 's3cret')).toBe(true)
    expect(await pingRedis(server.port)).toBe(false)
    expect(server.url).toBe(`redis://:s3cret@127.0.0.1:${server.port}`)
    await server.stop()
    expect(isAlive(server.pid)).toBe(false)
    expect(existsSync(server.dir)).toBe(false)
  })

  it('keeps its data through SIGKILL and a restart, or drops them when asked', async () => {
    const server = endWithTest(await startRedisServer())
    const ask = async (command: string, answer: string) => {
      const { socket, received } = openRaw(server.port)
      socket.write(`${command}\r\n`)
      await waitFor(() => received().includes(answer), { what: `${command} answers ${answer}` })
      socket.destroy()
    }
    await ask('SET a 1', '+OK')
    const { pid } = server
    await server.kill('SIGKILL')
    expect(await pingRedis(server.port)).toBe(false)
    await server.restart({ keepData: true })
    expect(server.pid).not.toBe(pid)
    await ask('GET a', '$1')
    await server.restart({ keepData: false })
    await ask('GET a', '$-1')
  })

  it('is silent while suspended, and ends all the same', async () => {
    const server = endWithTest(await startRedisServer())
    server.suspend()
    expect(await pingRedis(server.port)).toBe(false)
    server.continue()
    expect(await pingRedis(server.port)).toBe(true)
    server.suspend()
    await server.stop()
    expect(isAlive(server.pid)).toBe(false)
  })

  it('says why it did not start', async () => {
    await expect(startRedisServer({ args: ['--no-such-option', '1'] })).rejects.toThrow(/did not start/)
  })
})

describe('TCP proxy', () => {
  it('counts bytes, holds them and passes them on in order', async () => {
    const server = endWithTest(await startRedisServer())
    const proxy = endWithTest(await startTcpProxy(server.port))
    const { socket, received } = openRaw(proxy.port)
    socket.write('PING\r\n')
    await waitFor(() => received() === '+PONG\r\n', { what: 'an answer through the proxy' })
    expect([proxy.bytes('to-server'), proxy.bytes('to-client')]).toEqual([6, 7])

    proxy.hold('to-client')
    socket.write('ECHO one\r\nECHO two\r\n')
    await waitFor(() => proxy.bytes('to-client') > 7, { what: 'the answer reaches the proxy' })
    expect(received()).toBe('+PONG\r\n')
    proxy.release()
    await waitFor(() => received().endsWith('one\r\n$3\r\ntwo\r\n'), { what: 'the held answer' })
  })

  it('lets a held command reach the server although its sender is gone', async () => {
    const server = endWithTest(await startRedisServer())
    const proxy = endWithTest(await startTcpProxy(server.port))
    const { socket } = openRaw(proxy.port)
    proxy.hold('to-server')
    socket.write('SET late 1\r\n')
    await waitFor(() => proxy.bytes('to-server') > 0, { what: 'the command reaches the proxy' })
    socket.end()
    await once(socket, 'close').catch(() => {})
    proxy.release()
    await waitFor(
      async () => {
        const { socket: other, received } = openRaw(server.port)
        other.write('GET late\r\n')
        await waitFor(received, { what: 'an answer' })
        return received().startsWith('$1')
      },
      { what: 'the late command is carried out' },
    )
  })

  it('ends a connection in the midst of a reply', async () => {
    const server = endWithTest(await startRedisServer())
    const proxy = endWithTest(await startTcpProxy(server.port))
    const { socket, received } = openRaw(proxy.port)
    proxy.cutReplyAfter(9)
    socket.write('PING\r\nPING\r\n')
    await once(socket, 'end')
    expect(received()).toBe('+PONG\r\n+P')
    expect(await pingRedis(proxy.port)).toBe(true)
  })

  it('leaves a connection half open, and lets new ones through, to where it is turned', async () => {
    const server = endWithTest(await startRedisServer())
    const proxy = endWithTest(await startTcpProxy(server.port))
    const { socket, received } = openRaw(proxy.port)
    socket.write('PING\r\n')
    await waitFor(() => received() === '+PONG\r\n', { what: 'an answer through the proxy' })
    proxy.swallow()
    socket.write('PING\r\n')
    await waitFor(() => proxy.bytes('to-server') === 12, { what: 'the bytes reach the proxy' })
    expect(await pingRedis(proxy.port)).toBe(true)
    expect([received(), socket.readyState]).toEqual(['+PONG\r\n', 'open'])
    proxy.turnTo(await findFreePort())
    await waitFor(() => socket.destroyed, { what: 'the cut is seen' })
    expect(await pingRedis(proxy.port)).toBe(false)
  })

  it('cuts connections, and refuses new ones until told otherwise', async () => {
    const server = endWithTest(await startRedisServer())
    const proxy = endWithTest(await startTcpProxy(server.port))
    const { socket } = openRaw(proxy.port)
    await once(socket, 'connect')
    await waitFor(() => proxy.connections === 1, { what: 'the proxy accepts' })
    proxy.refuse()
    await waitFor(() => socket.destroyed, { what: 'the cut is seen' })
    expect(await pingRedis(proxy.port)).toBe(false)
    proxy.accept()
    expect(await pingRedis(proxy.port)).toBe(true)
  })
})

describe('waitFor', () => {
  it('says what it waited for, with the last error as the cause', async () => {
    const failure = new Error('not yet')
    const waiting = waitFor(
      () => {
        throw failure
      },
      { timeoutMs: 20, what: 'the impossible' },
    )
    await expect(waiting).rejects.toMatchObject({
      message: 'Not within 20 ms: the impossible',
      cause: failure,
    })
  })
})
