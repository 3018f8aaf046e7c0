/**
 * A process that runs handler scripts, as its parent sees it. Made by `fork` in plain Node, by `utilityProcess`
 * in Electron (where a packed app cannot fork).
 */
export interface HostProcess {
  /** Undefined until it runs. */
  readonly pid: number | undefined
  /** Structured-clone data only. Does nothing once the process has ended. */
  send(message: object): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, with what the process ended with. */
  onExit(listener: (code: number | null, signal: string | null) => void): void
  /** Lines the process wrote to stdout or stderr. */
  onOutput(listener: (line: string) => void): void
  /** Ends it at once (SIGKILL), whatever it does. */
  kill(): void
}

export interface HostLauncher {
  /** Starts the handler host. A failure to start is an exit, or an exception. */
  launch(): HostProcess
}
