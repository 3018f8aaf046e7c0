/** The way back to the process that launched this one. */
export interface ParentChannel {
  send(message: object): void
  onMessage(listener: (message: unknown) => void): void
}

interface ElectronParentPort {
  postMessage(message: object): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** @throws Error in a process that nobody launched as a host */
export function openParentChannel(): ParentChannel {
  const port: unknown = Reflect.get(process, 'parentPort')
  if (isElectronParentPort(port)) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    }
  }
  if (process.send === undefined) throw new Error('The handler host is launched by Keyhold, never by hand.')
  // Its parent is gone: nobody reads the results, and a script in a loop would run for ever.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  return {
    send: (message) => process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', listener),
  }
}

const isElectronParentPort = (port: unknown): port is ElectronParentPort =>
  typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port
