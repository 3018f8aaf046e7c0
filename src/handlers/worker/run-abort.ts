/** What aborts one run. Its signal is made when it is asked for: most scripts never do. */
export class RunAbort {
  #controller: AbortController | undefined
  #why: DOMException | undefined

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#why !== undefined) this.#controller.abort(this.#why)
    }
    return this.#controller.signal
  }

  abort(why: DOMException): void {
    this.#why ??= why
    this.#controller?.abort(why)
  }
}
