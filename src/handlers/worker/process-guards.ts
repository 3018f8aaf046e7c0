/**
 * Node refuses `process.abort()` in a worker thread. Here it does what it says, as a crash of native code would:
 * it ends the process that the thread is in, which is the host.
 */
export function allowAbort(): void {
  Object.defineProperty(process, 'abort', { value: abortProcess })
}

function abortProcess(): never {
  // Windows knows no SIGABRT.
  process.kill(process.pid, process.platform === 'win32' ? 'SIGKILL' : 'SIGABRT')
  // The signal may be handled by another thread: nothing of the script goes on meanwhile.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
}
