import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** Answers as a Redis that refuses each script with one error reply. Only for replies that a real one cannot be made to give. */
export async function startRefusingRedis(errorReply: string): Promise<{ port: number; stop(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    // One command a chunk is enough: a client waits for its first answers, and every later one is refused alike.
    socket.on('data', (data) => {
      for (const command of data.toString('latin1').split(/(?=\*\d+\r\n\$)/)) socket.write(answer(command))
    })
  })
  const answer = (command: string): string => {
    if (/\r\ninfo\r\n/i.test(command)) return bulk('redis_version:7.0.15\r\nloading:0\r\n')
    return /\r\neval(sha)?\r\n/i.test(command) ? `-${errorReply}\r\n` : '+OK\r\n'
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    port: address.port,
    stop: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`
